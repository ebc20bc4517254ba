package tdsl.tensor.ops.linalg;

import static tdsl.tensor.dispatch.Op.op;
import static tdsl.tensor.dispatch.Samples.uniform;

import java.util.List;
import tdsl.tensor.Tensor;
import tdsl.tensor.dispatch.Op;
import tdsl.tensor.dispatch.Samples;
import tdsl.tensor.ops.TensorOp;

/// Factorisations of matrices in f32 or f64, or of batches of them, and what follows from singular values.
/// Names and meaning are those of `torch.linalg`.
public final class DecompositionOps {
    private DecompositionOps() {}

    /// Q with orthonormal columns and R upper triangular, with `A = Q R`. For A `[..., m, n]` and k =
    /// min(m, n), mode "reduced" gives `[..., m, k]` and `[..., k, n]`, "complete" a square Q,
    /// `[..., m, m]`, and R `[..., m, n]`, and "r" the reduced R and a Q without elements.
    @TensorOp("qr(A: Tensor, mode: string = \"reduced\") -> (Tensor, Tensor)")
    public static Op qr() {
        return op().grad(DecompositionGradients::qr)
                .saves("A", "out")
                .samples(() -> Samples.of(uniform(-1, 2, 4, 3))
                        .and(uniform(-1, 2, 2, 3, 3), "complete")
                        .and(uniform(-1, 2, 2, 4)));
    }

    /// The singular value decomposition `A = U diag(S) Vh`: S `[..., k]` in descending order, with k =
    /// min(m, n); U `[..., m, m]` and Vh `[..., n, n]` are orthogonal, or with `full_matrices` false,
    /// `[..., m, k]` and `[..., k, n]`. Signs of vectors are arbitrary. The gradient exists where singular
    /// values differ, and where A is not square, are not 0; it ignores the vectors beyond k.
    @TensorOp("svd(A: Tensor, full_matrices: bool = true) -> (Tensor, Tensor, Tensor)")
    public static Op svd() {
        return op().grad(DecompositionGradients::svd)
                .saves("out")
                .samples(() -> Samples.of(uniform(-1, 2, 3, 3))
                        .and(uniform(-1, 2, 4, 3), false)
                        .and(uniform(-1, 2, 2, 2, 3), false));
    }

    /// The singular values of matrices, in descending order: `[..., m, n]` to `[..., min(m, n)]`.
    @TensorOp("svdvals(A: Tensor) -> Tensor")
    public static Op svdvals() {
        return op().grad(c -> {
                    List<Tensor> vectors = c.input(0).svd(false);
                    return vectors.get(0).mul(c.grad().unsqueeze(-2)).matmul(vectors.get(2));
                })
                .saves("A")
                .samples(() -> Samples.of(uniform(-1, 2, 3, 3)).and(uniform(-1, 2, 2, 4, 2)));
    }

    /// Eigenvalues in ascending order and orthonormal eigenvectors, as columns, of symmetric matrices, of
    /// which the lower triangle is read, or the upper one with `UPLO` "U". Signs of vectors are arbitrary.
    /// The gradient of vectors exists where eigenvalues differ.
    @TensorOp("eigh(A: Tensor, UPLO: string = \"L\") -> (Tensor, Tensor)")
    public static Op eigh() {
        return op().grad(c -> DecompositionGradients.eigh(c.out(0), c.out(1), c.grad(0), c.grad(1)))
                .saves("out");
    }

    /// Eigenvalues in ascending order of symmetric matrices, of which the lower triangle is read, or the
    /// upper one with `UPLO` "U".
    @TensorOp("eigvalsh(A: Tensor, UPLO: string = \"L\") -> Tensor")
    public static Op eigvalsh() {
        return op().grad(c -> {
                    Tensor vectors = c.input(0).eigh(c.args().text(1)).get(1);
                    return vectors.mul(c.grad().unsqueeze(-2)).matmul(vectors.transpose(-2, -1));
                })
                .saves("A");
    }

    /// The pseudoinverse (Moore–Penrose) of matrices, `[..., m, n]` to `[..., n, m]`. Singular values up to
    /// max(`atol`, `rtol` σ₁) count as 0, where σ₁ is the largest; `rtol`, or `rcond` as NumPy calls it, is
    /// max(m, n) times the precision unless one of them is given. `hermitian` takes symmetric matrices by
    /// their eigenvalues.
    @TensorOp(
            "pinv(A: Tensor, rcond: Tensor? = none, hermitian: bool = false, atol: Tensor? = none, rtol: Tensor? = none) -> Tensor")
    public static Op pinv() {
        return op().composite(a -> LeastSquares.pinv(
                        a.tensor(0),
                        LeastSquares.tolerance(a.value(3), a.isNull(4) ? a.value(1) : a.value(4)),
                        a.flag(2)))
                .grad(
                        c -> DecompositionGradients.pinv(c.input(0), c.out(), c.grad()),
                        Op.NO_GRADIENT,
                        Op.NO_GRADIENT,
                        Op.NO_GRADIENT)
                .saves("A", "out")
                .samples(() -> Samples.of(uniform(-1, 2, 3, 3))
                        .and(uniform(-1, 2, 4, 2))
                        .and(uniform(-1, 2, 2, 2, 3)));
    }

    /// As pinv.
    @TensorOp("pinverse(input: Tensor, rcond: float = 1e-15) -> Tensor")
    public static Op pinverse() {
        return op().composite(a -> a.tensor(0).pinv(Tensor.weakScalar(a.real(1))))
                .samples(() -> Samples.of(uniform(-1, 2, 4, 2)));
    }

    /// How many singular values of matrices exceed max(`atol`, `rtol` σ₁), where σ₁ is the largest; i64.
    /// `rtol` is max(m, n) times the precision unless one of them is given; `tol` is another name of
    /// `atol`.
    @TensorOp(
            "matrix_rank(A: Tensor, tol: Tensor? = none, hermitian: bool = false, atol: Tensor? = none, rtol: Tensor? = none) -> Tensor")
    public static Op matrix_rank() {
        return op().composite(a -> LeastSquares.rank(
                        a.tensor(0),
                        LeastSquares.tolerance(a.isNull(3) ? a.value(1) : a.value(3), a.value(4)),
                        a.flag(2)))
                .samples(() -> Samples.of(uniform(-1, 2, 3, 4)).and(uniform(-1, 2, 2, 3, 3), 0.5));
    }

    /// The condition number `norm(A) norm(inv(A))` of matrices, by the matrix norm `p`; by default, and for
    /// 2, the largest singular value over the smallest, and for −2 the reverse. Infinite for singular
    /// matrices.
    @TensorOp("cond(A: Tensor, p: value? = none) -> Tensor")
    public static Op cond() {
        return op().composite(a -> LeastSquares.condition(a.tensor(0), a.value(1)))
                .samples(() -> Samples.of(uniform(-1, 2, 3, 3))
                        .and(uniform(-1, 2, 2, 3, 2), -2L)
                        .and(uniform(-1, 2, 3, 3), "fro")
                        .and(uniform(-1, 2, 3, 3), 1L));
    }

    /// The X that makes the norm of `A X − B` smallest, and of those the one with the smallest norm: A
    /// `[..., m, n]`, B `[..., m, k]` or `[..., m]`, X `[..., n, k]` or `[..., n]`. Returns X, the squared
    /// norms of the columns of `A X − B` (no elements unless m > n and all ranks are n), the ranks of A,
    /// and its singular values. Singular values up to `rcond` times the largest count as 0, by default
    /// max(m, n) times the precision. Every `driver` of LAPACK is accepted and means "gelsd".
    @TensorOp("lstsq(A: Tensor, B: Tensor, rcond: float? = none, driver: string? = none) -> Tensor[]")
    public static Op lstsq() {
        return op().composite(a -> {
                    MatrixChecks.requireMatrices("lstsq", a.tensor(0));
                    LeastSquares.requireDriver(a.text(3));
                    Tensor rcond = a.isNull(2) ? null : Tensor.weakScalar(a.real(2));
                    return LeastSquares.solve(a.tensor(0), a.tensor(1), rcond);
                })
                .samples(() -> Samples.of(uniform(-1, 2, 4, 3), uniform(-1, 2, 4, 2))
                        .and(uniform(-1, 2, 2, 3, 3), uniform(-1, 2, 2, 3))
                        .and(uniform(-1, 2, 2, 4), uniform(-1, 2, 2, 2)));
    }
}
