package tdsl.tensor.ops.linalg;

import static tdsl.tensor.Tensor.weakScalar;
import static tdsl.tensor.dispatch.Op.op;
import static tdsl.tensor.dispatch.Samples.uniform;

import java.util.List;
import java.util.stream.LongStream;
import tdsl.tensor.Tensor;
import tdsl.tensor.dispatch.Op;
import tdsl.tensor.dispatch.Samples;
import tdsl.tensor.dispatch.Widening;
import tdsl.tensor.ops.TensorOp;
import tdsl.tensor.ops.shape.Axes;

/// Norms of vectors and matrices, distances, and statistics of many variables.
public final class NormOps {
    private NormOps() {}

    /// Numbers whose sums over rows and columns differ, and whose rows are not correlated: there is a derivative.
    private static Tensor uneven(long... shape) {
        return uniform(-2, 2, shape).mul(uniform(-2, 2, shape).abs());
    }

    /// The `ord`-norm of the elements along `dim` (one axis, several, or none for all): (Σ
    /// |x|^ord)^(1/ord); for inf and
    /// -inf the largest and smallest absolute value, for 0 how many are not 0. At 0 the gradient is 0.
    @TensorOp(
            "vector_norm(x: Tensor, ord: float = 2.0, dim: int[]? = none, keepdim: bool = false, dtype: dtype? = none) -> Tensor")
    public static Op vector_norm() {
        return op().composite(a -> Norms.vector(
                        "vector_norm",
                        Norms.floating("vector_norm", a.tensor(0), a.dtypeOr(4, null)),
                        a.real(1),
                        a.integers(2),
                        a.flag(3)))
                .grad(Norms::vectorGrad)
                .saves("x", "out")
                .samples(() -> Samples.of(uniform(-2, 2, 3, 4))
                        .and(uniform(-2, 2, 3, 4), 1L, -1L)
                        .and(uniform(-2, 2, 3, 4), 3.5, 0L, true)
                        .and(uniform(-2, 2, 2, 3, 4), 2L, List.of(0L, 2L))
                        .and(uniform(-2, 2, 3, 4), -1L, 1L)
                        .and(uniform(-2, 2, 3, 4), Double.POSITIVE_INFINITY, 1L)
                        .and(uniform(-2, 2, 3, 4), Double.NEGATIVE_INFINITY)
                        .and(uniform(-2, 2, 3, 4), 0L, 1L));
    }

    /// The `p`-norm of the elements along `dim` (one axis, several, or none for all), as vector_norm;
    /// "fro", the default, is 2. "nuc", the sum of singular values, is of the matrices in the two axes
    /// `dim`.
    @TensorOp(
            "norm(input: Tensor, p: value? = none, dim: int[]? = none, keepdim: bool = false, dtype: dtype? = none) -> Tensor")
    public static Op norm() {
        return op().composite(a -> Norms.general(
                        Norms.floating("norm", a.tensor(0), a.dtypeOr(4, null)), a.value(1), a.integers(2), a.flag(3)))
                .samples(() -> Samples.of(uniform(-2, 2, 3, 4))
                        .and(uniform(-2, 2, 3, 4), 3.0, 1L)
                        .and(uniform(-2, 2, 3, 4), "fro", List.of(0L, 1L), true)
                        .and(uniform(-2, 2, 3, 4), "nuc"));
    }

    /// The norm `ord` of the matrices in the two axes `dim`: "fro" (by default), "nuc", inf and -inf
    /// (largest and smallest sum of a row's absolute values), 1 and -1 (of a column's), 2 and -2 (largest
    /// and smallest singular value).
    @TensorOp(
            "matrix_norm(A: Tensor, ord: value? = none, dim: int[] = [-2, -1], keepdim: bool = false, dtype: dtype? = none) -> Tensor")
    public static Op matrix_norm() {
        return op().composite(a -> {
                    Tensor input = Norms.floating("matrix_norm", a.tensor(0), a.dtypeOr(4, null));
                    Object ord = a.value(1) == null ? "fro" : a.value(1);
                    // Sums that differ must not be rounded to equal ones before the largest is taken.
                    Tensor wide = input.to(input.dtype().arithmetic());
                    return Norms.matrix(wide, ord, a.integers(2), a.flag(3)).to(input.dtype());
                })
                .samples(() -> Samples.of(uneven(3, 4))
                        .and(uneven(3, 4), "nuc")
                        .and(uneven(2, 3, 4), 2L, List.of(0L, 2L), true)
                        .and(uneven(3, 4), -2L)
                        .and(uneven(2, 3, 4), 1L, List.of(2L, 0L))
                        .and(uneven(3, 4), -1L)
                        .and(uneven(3, 4), Double.POSITIVE_INFINITY)
                        .and(uneven(3, 4), Double.NEGATIVE_INFINITY));
    }

    /// The distances by the `p`-norm of every row of `x1`, `[..., n, d]`, from every row of `x2`,
    /// `[..., m, d]`: `[..., n, m]`; leading axes broadcast. Between equal rows the gradient is 0.
    @TensorOp("cdist(x1: Tensor, x2: Tensor, p: float = 2.0) -> Tensor")
    public static Op cdist() {
        return op().composite(Widening.of(a -> Distances.all(a.tensor(0), a.tensor(1), a.real(2))))
                .grad(
                        c -> Distances.allGrad(
                                c.input(0),
                                c.input(1),
                                c.out(),
                                c.grad(),
                                c.args().real(2)),
                        c -> Distances.allGrad(
                                c.input(1),
                                c.input(0),
                                c.out().transpose(-2, -1),
                                c.grad().transpose(-2, -1),
                                c.args().real(2)))
                .saves("x1", "x2", "out")
                .samples(() -> Samples.of(uniform(-2, 2, 3, 4), uniform(-1, 2, 5, 4))
                        .and(uniform(-2, 2, 2, 3, 4), uniform(-1, 2, 1, 4), 1L)
                        .and(uniform(-2, 2, 3, 2), uniform(-1, 2, 26, 2))
                        .and(uniform(-2, 2, 3, 4), uniform(-1, 2, 5, 4), Double.POSITIVE_INFINITY));
    }

    /// The distances by the `p`-norm of every row of a matrix `[n, d]` from every later row, as a vector of
    /// n (n − 1) / 2.
    @TensorOp("pdist(input: Tensor, p: float = 2.0) -> Tensor")
    public static Op pdist() {
        return op().composite(a -> Distances.pairs(a.tensor(0), a.real(1)))
                .samples(() -> Samples.of(uniform(-2, 2, 4, 3)).and(uniform(-2, 2, 4, 3), 1L));
    }

    /// The covariances of variables, whose observations are the columns of `input`: `[n, m]` to `[n, n]`,
    /// `[m]` to a variance. Divided by the number of observations less `correction`. `fweights` says how
    /// often each observation counts (integers), `aweights` how much.
    @TensorOp("cov(input: Tensor, correction: int = 1, fweights: Tensor? = none, aweights: Tensor? = none) -> Tensor")
    public static Op cov() {
        return op().composite(a -> Distances.covariance(
                        a.tensor(0), a.integer(1), a.isNull(2) ? null : a.tensor(2), a.isNull(3) ? null : a.tensor(3)))
                .samples(() -> Samples.of(uniform(-2, 2, 3, 5))
                        .and(uniform(-2, 2, 4), 0L)
                        .and(uniform(-2, 2, 2, 3))
                        .named("aweights", uniform(0.5, 1.5, 3)));
    }

    /// Pearson's correlation coefficients of variables, whose observations are the columns of `input`:
    /// `[n, m]` to `[n, n]`.
    @TensorOp("corrcoef(input: Tensor) -> Tensor")
    public static Op corrcoef() {
        return op().composite(a -> Distances.correlation(a.tensor(0))).samples(() -> Samples.of(uneven(3, 5)));
    }

    /// The slices along `dim`, those whose p-norm exceeds `maxnorm` shortened to it.
    @TensorOp(value = "renorm(input: Tensor, p: float, dim: int, maxnorm: float) -> Tensor", inPlace = true)
    public static Op renorm() {
        return op().composite(Widening.of(a -> {
                    Tensor input = a.tensor(0);
                    int kept = Axes.argument("renorm", a, 2);
                    long[] others = LongStream.range(0, input.rank())
                            .filter(axis -> axis != kept)
                            .toArray();
                    Tensor norms = others.length == 0 ? input.abs() : input.vector_norm(a.real(1), others, true);
                    Tensor factor = norms.add(1e-7).reciprocal().mul(a.real(3));
                    return input.mul(norms.gt(a.real(3)).where(factor, weakScalar(1L)));
                }))
                .samples(() -> Samples.of(uniform(-2, 2, 3, 4), 2.0, 0L, 1.5));
    }

    /// The p-norm of the difference of two tensors that broadcast.
    @TensorOp("dist(input: Tensor, other: Tensor, p: float = 2.0) -> Tensor")
    public static Op dist() {
        return op().composite(a -> a.tensor(0).sub(a.tensor(1)).vector_norm(a.real(2)))
                .samples(() -> Samples.of(uniform(-2, 2, 3, 4), uniform(-1, 2, 4)));
    }
}
