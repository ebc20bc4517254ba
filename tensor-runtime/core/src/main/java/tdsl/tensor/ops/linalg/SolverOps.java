package tdsl.tensor.ops.linalg;

import static tdsl.tensor.dispatch.Op.op;
import static tdsl.tensor.dispatch.Samples.uniform;

import java.util.Arrays;
import java.util.List;
import tdsl.tensor.DType;
import tdsl.tensor.Tensor;
import tdsl.tensor.dispatch.GradContext;
import tdsl.tensor.dispatch.Op;
import tdsl.tensor.dispatch.Samples;
import tdsl.tensor.error.DTypeException;
import tdsl.tensor.error.ShapeException;
import tdsl.tensor.ops.TensorOp;
import tdsl.tensor.ops.Tensors;

/// Systems of linear equations, inverses and determinants, of matrices in f32 or f64, or of batches of
/// them. Names and meaning are those of `torch.linalg`; functions that end in `_ex` say in `info` where a
/// matrix fails, and the others throw.
public final class SolverOps {
    private SolverOps() {}

    /// A well-conditioned batch of matrices: the diagonal outweighs the rest.
    private static Tensor regular(long... shape) {
        long size = shape[shape.length - 1];
        return uniform(-1, 1, shape).add(Tensors.eye(size, null, DType.FLOAT64).mul(size));
    }

    private static Samples systems() {
        return Samples.of(regular(3, 3), uniform(-1, 2, 3, 2))
                .and(regular(3, 3), uniform(-1, 2, 3))
                .and(regular(2, 3, 3), uniform(-1, 2, 2, 3))
                .and(regular(2, 1, 2, 2), uniform(-1, 2, 3, 2, 2))
                .and(regular(2, 2), uniform(-1, 2, 3, 2))
                .named("left", false);
    }

    /// The solution X of `A X = B`, or with `left` false, of `X A = B`: A `[..., n, n]`, B `[..., n, k]` or
    /// `[..., n]`; leading axes broadcast. An error names the first matrix that is singular.
    @TensorOp("solve(A: Tensor, B: Tensor, left: bool = true) -> Tensor")
    public static Op solve() {
        return op().composite(a -> {
                    List<Tensor> solved = a.tensor(0).solve_ex(a.tensor(1), a.flag(2));
                    MatrixChecks.requireRegular("solve", a.tensor(0), solved.get(1));
                    return solved.get(0);
                })
                .samples(SolverOps::systems);
    }

    /// As solve, and for each matrix 0, or the number (from 1) of the pivot that is 0; its solution is then
    /// arbitrary.
    @TensorOp("solve_ex(A: Tensor, B: Tensor, left: bool = true) -> (Tensor, Tensor)")
    public static Op solve_ex() {
        return op().grad(SolverOps::solveGradOfMatrix, SolverOps::solveGradOfRight)
                .saves("A", "B", "out")
                .samples(SolverOps::systems);
    }

    private static Tensor solveGradOfRight(GradContext c) {
        return c.input(0).transpose(-2, -1).solve(c.grad(0), c.args().flag(2));
    }

    private static Tensor solveGradOfMatrix(GradContext c) {
        Tensor right = solveGradOfRight(c);
        if (MatrixChecks.isVector(c.input(0), c.input(1))) {
            return right.unsqueeze(-1).mul(c.out(0).unsqueeze(-2)).neg();
        }
        return c.args().flag(2)
                ? right.matmul(c.out(0).transpose(-2, -1)).neg()
                : c.out(0).transpose(-2, -1).matmul(right).neg();
    }

    /// The solution X of `A X = B`, or with `left` false, of `X A = B`, with a triangular A, whose other
    /// triangle is not read; with `unitriangular`, nor is its diagonal, taken as ones. Zeros on the
    /// diagonal are not noticed.
    @TensorOp(
            "solve_triangular(A: Tensor, B: Tensor, upper: bool, left: bool = true, unitriangular: bool = false) -> Tensor")
    public static Op solve_triangular() {
        return op().grad(SolverOps::triangularGradOfMatrix, SolverOps::triangularGradOfRight)
                .saves("A", "out")
                .samples(() -> Samples.of(regular(3, 3), uniform(-1, 2, 3, 2), true)
                        .and(regular(2, 3, 3), uniform(-1, 2, 3, 2), false)
                        .and(regular(3, 3), uniform(-1, 2, 2, 3), false, false, true));
    }

    private static Tensor triangularGradOfRight(GradContext c) {
        boolean upper = c.args().flag(2);
        return c.input(0)
                .transpose(-2, -1)
                .solve_triangular(c.grad(), !upper, c.args().flag(3), c.args().flag(4));
    }

    private static Tensor triangularGradOfMatrix(GradContext c) {
        Tensor right = triangularGradOfRight(c);
        Tensor solution = c.out().transpose(-2, -1);
        Tensor grad = (c.args().flag(3) ? right.matmul(solution) : solution.matmul(right)).neg();
        long diagonal = c.args().flag(4) ? 1 : 0;
        return c.args().flag(2) ? grad.triu(diagonal) : grad.tril(-diagonal);
    }

    /// The inverses of square matrices, `[..., n, n]`. An error names the first matrix that is singular.
    @TensorOp("inv(A: Tensor) -> Tensor")
    public static Op inv() {
        return op().composite(a -> {
                    List<Tensor> inverted = a.tensor(0).inv_ex();
                    MatrixChecks.requireRegular("inv", a.tensor(0), inverted.get(1));
                    return inverted.get(0);
                })
                .samples(() -> Samples.of(regular(3, 3)).and(regular(2, 1, 2, 2)));
    }

    /// As inv, and for each matrix 0, or the number (from 1) of the pivot that is 0; its inverse is then
    /// arbitrary.
    @TensorOp("inv_ex(A: Tensor) -> (Tensor, Tensor)")
    public static Op inv_ex() {
        return op().composite(a -> {
                    MatrixChecks.requireSquare("inv", a.tensor(0));
                    long[] shape = a.tensor(0).shape();
                    Tensor identity = Tensors.eye(
                            shape[shape.length - 1], null, a.tensor(0).dtype());
                    // One for each matrix: a single one of this size could count as vectors.
                    return a.tensor(0).solve_ex(identity.expand(shape));
                })
                .grad(c -> {
                    Tensor transposed = c.out(0).transpose(-2, -1);
                    return transposed.matmul(c.grad(0)).matmul(transposed).neg();
                })
                .saves("out")
                .samples(() -> Samples.of(regular(3, 3)).and(regular(2, 1, 2, 2)));
    }

    /// As inv.
    @TensorOp("inverse(input: Tensor) -> Tensor")
    public static Op inverse() {
        return op().composite(a -> a.tensor(0).inv()).samples(() -> Samples.of(regular(3, 3)));
    }

    /// The determinants of square matrices, `[..., n, n]` to `[...]`.
    @TensorOp("det(A: Tensor) -> Tensor")
    public static Op det() {
        return op().composite(a -> Determinants.det(a.tensor(0)))
                .grad(c -> c.grad().unsqueeze(-1).unsqueeze(-1).mul(Determinants.cofactors(c.input(0))))
                .saves("A")
                .samples(() -> Samples.of(uniform(-1, 2, 3, 3)).and(regular(2, 1, 2, 2)));
    }

    /// The sign of the determinants and the logarithm of their absolute values: 0 and −∞ for singular
    /// matrices.
    @TensorOp("slogdet(A: Tensor) -> (Tensor, Tensor)")
    public static Op slogdet() {
        return op().composite(a -> Determinants.slogdet(a.tensor(0)))
                .grad(c -> c.grad(1)
                        .unsqueeze(-1)
                        .unsqueeze(-1)
                        .mul(c.input(0).inv().transpose(-2, -1)))
                .saves("A", "out")
                .samples(() -> Samples.of(uniform(-1, 2, 3, 3)).and(regular(2, 1, 2, 2)));
    }

    /// The logarithm of the determinants; not a number where these are negative.
    @TensorOp("logdet(input: Tensor) -> Tensor")
    public static Op logdet() {
        return op().composite(a -> {
                    List<Tensor> parts = a.tensor(0).slogdet();
                    Tensor undefined = parts.get(1).full_like(Tensor.weakScalar(Double.NaN));
                    return parts.get(0).lt(0).where(undefined, parts.get(1));
                })
                .samples(() -> Samples.of(regular(3, 3)).and(regular(2, 2, 2)));
    }

    /// Cholesky's factor of symmetric positive definite matrices: lower triangular L with `A = L Lᵀ`, or
    /// `upper` triangular U with `A = Uᵀ U`. Only that triangle of A is read. An error names the first
    /// matrix that is not positive definite.
    @TensorOp("cholesky(A: Tensor, upper: bool = false) -> Tensor")
    public static Op cholesky() {
        return op().composite(a -> {
            List<Tensor> factored = a.tensor(0).cholesky_ex(a.flag(1));
            MatrixChecks.requirePositiveDefinite("cholesky", a.tensor(0), factored.get(1));
            return factored.get(0);
        });
    }

    /// As cholesky, and for each matrix 0, or the order of its first leading minor that is not positive;
    /// its factor is then unfinished.
    @TensorOp("cholesky_ex(A: Tensor, upper: bool = false) -> (Tensor, Tensor)")
    public static Op cholesky_ex() {
        return op().grad(c -> DecompositionGradients.cholesky(
                        c.out(0), c.grad(0), c.args().flag(1)))
                .saves("out");
    }

    /// The solution X of `A X = B`, where L is Cholesky's factor of A, or its transpose with `upper`.
    @TensorOp("cholesky_solve(B: Tensor, L: Tensor, upper: bool = false) -> Tensor")
    public static Op cholesky_solve() {
        return op().composite(a -> {
                    boolean upper = a.flag(2);
                    Tensor factor = a.tensor(1);
                    MatrixChecks.requireSystem("cholesky_solve", factor, a.tensor(0), true);
                    Tensor transposed = factor.transpose(-2, -1);
                    Tensor half = (upper ? transposed : factor).solve_triangular(a.tensor(0), false);
                    return (upper ? factor : transposed).solve_triangular(half, true);
                })
                .samples(() -> Samples.of(uniform(-1, 2, 3, 2), regular(3, 3))
                        .and(uniform(-1, 2, 2, 3, 2), regular(3, 3), true));
    }

    /// The inverse of A, where L is Cholesky's factor of A, or its transpose with `upper`.
    @TensorOp("cholesky_inverse(L: Tensor, upper: bool = false) -> Tensor")
    public static Op cholesky_inverse() {
        return op().composite(a -> {
                    MatrixChecks.requireSquare("cholesky_inverse", a.tensor(0));
                    long size = a.tensor(0).size(a.tensor(0).rank() - 1);
                    return Tensors.eye(size, null, a.tensor(0).dtype()).cholesky_solve(a.tensor(0), a.flag(1));
                })
                .samples(() -> Samples.of(regular(3, 3)).and(regular(2, 2, 2), true));
    }

    /// LU factorisations with row exchanges, of matrices `[..., m, n]`: L below the diagonal and U in one
    /// matrix, and the exchanges, `[..., min(m, n)]` in i32: row i was exchanged with row `pivots[i] − 1`,
    /// for i in turn. An error names the first square matrix that is singular.
    @TensorOp("lu_factor(A: Tensor) -> (Tensor, Tensor)")
    public static Op lu_factor() {
        return op().composite(a -> {
                    List<Tensor> factored = a.tensor(0).lu_factor_ex();
                    MatrixChecks.requireRegular("lu_factor", a.tensor(0), factored.get(2));
                    return factored.subList(0, 2);
                })
                .samples(() -> Samples.of(regular(3, 3)).and(regular(2, 2, 2)));
    }

    /// As lu_factor, and for each matrix 0, or the number (from 1) of the first pivot that is 0.
    @TensorOp("lu_factor_ex(A: Tensor) -> (Tensor, Tensor, Tensor)")
    public static Op lu_factor_ex() {
        return op().grad(c -> DecompositionGradients.lu(c.out(0), c.grad(0), Permutations.matrix(c.out(1), c.out(0))))
                .saves("out")
                .samples(() -> Samples.of(regular(3, 3)).and(regular(2, 2, 2)));
    }

    /// P, L and U with `A = P L U`: a permutation matrix, L lower triangular with ones on the diagonal, U
    /// upper triangular.
    @TensorOp("lu(A: Tensor) -> (Tensor, Tensor, Tensor)")
    public static Op lu() {
        return op().composite(a -> {
                    List<Tensor> factored = a.tensor(0).lu_factor_ex();
                    return Permutations.unpack(factored.get(0), factored.get(1));
                })
                .samples(() -> Samples.of(regular(3, 3)).and(regular(2, 2, 2)));
    }

    /// The solution X of `A X = B`, or with `left` false, of `X A = B`, from what lu_factor has made of A;
    /// with `adjoint`, of the transposed A.
    @TensorOp("lu_solve(LU: Tensor, pivots: Tensor, B: Tensor, left: bool = true, adjoint: bool = false) -> Tensor")
    public static Op lu_solve() {
        return op().composite(a -> {
                    MatrixChecks.requireSystem("lu_solve", a.tensor(0), a.tensor(2), a.flag(3));
                    return Permutations.solve(a.tensor(0), a.tensor(1), a.tensor(2), a.flag(3), a.flag(4));
                })
                .samples(() -> {
                    List<Tensor> factors = uniform(-1, 2, 2, 3, 3).lu_factor();
                    return Samples.of(factors.get(0), factors.get(1), uniform(-1, 2, 2, 3, 2))
                            .and(factors.get(0), factors.get(1), uniform(-1, 2, 3, 2), true, true)
                            .and(factors.get(0), factors.get(1), uniform(-1, 2, 2, 3), false)
                            .and(factors.get(0), factors.get(1), uniform(-1, 2, 2, 3), false, true);
                });
    }

    /// The product of `n` equal square matrices; of −n inverses where `n` is negative.
    @TensorOp("matrix_power(input: Tensor, n: int) -> Tensor")
    public static Op matrix_power() {
        return op().composite(a -> MatrixFunctions.power(a.tensor(0), a.integer(1)))
                .samples(() -> Samples.of(regular(3, 3).div(3), 3L)
                        .and(regular(2, 2, 2).div(2), -2L)
                        .and(uniform(-1, 1, 2, 2), 0L)
                        .and(uniform(-1, 1, 2, 2), 1L));
    }

    /// The exponential of square matrices, Σ Aᵏ / k!.
    @TensorOp("matrix_exp(input: Tensor) -> Tensor")
    public static Op matrix_exp() {
        return op().composite(a -> MatrixFunctions.exp(a.tensor(0)))
                .samples(() -> Samples.of(uniform(-1, 1, 3, 3)).and(uniform(-4, 4, 2, 2, 2)));
    }

    /// The inverse of a tensor as a linear map from its last axes to its first `ind`: `tensordot` of the
    /// two is the identity.
    @TensorOp("tensorinv(A: Tensor, ind: int = 2) -> Tensor")
    public static Op tensorinv() {
        return op().composite(a -> {
                    Tensor input = a.tensor(0);
                    int axes = (int) Math.max(0, Math.min(a.integer(1), input.rank()));
                    long[] first = Arrays.copyOf(input.shape(), axes);
                    long[] last = Arrays.copyOfRange(input.shape(), axes, input.rank());
                    long size = product(last);
                    if (axes < 1 || product(first) != size) {
                        throw new ShapeException(
                                "tensorinv: the first %d sizes of %s must have the product of the others",
                                a.integer(1), input.describe());
                    }
                    long[] shape = Arrays.copyOf(last, input.rank());
                    System.arraycopy(first, 0, shape, last.length, first.length);
                    return input.reshape(size, size).inv().reshape(shape);
                })
                .samples(() -> Samples.of(regular(6, 6).reshape(2, 3, 6), 2L));
    }

    /// The solution X of `tensordot(A, X, X.rank) = B`, where A has the axes of B and then those of X.
    @TensorOp("tensorsolve(A: Tensor, B: Tensor) -> Tensor")
    public static Op tensorsolve() {
        return op().composite(a -> {
                    Tensor input = a.tensor(0);
                    Tensor right = a.tensor(1);
                    long size = right.elementCount();
                    if (input.rank() < right.rank() || input.elementCount() != size * size) {
                        throw new ShapeException(
                                "tensorsolve: A %s must have the axes of B %s and as many elements again",
                                input.describe(), right.describe());
                    }
                    long[] shape = Arrays.copyOfRange(input.shape(), right.rank(), input.rank());
                    return input.reshape(size, size).solve(right.reshape(size)).reshape(shape);
                })
                .samples(() -> Samples.of(regular(6, 6).reshape(2, 3, 6), uniform(-1, 2, 2, 3)));
    }

    private static long product(long[] sizes) {
        return Arrays.stream(sizes).reduce(1, (a, b) -> a * b);
    }

    /// Complex eigenvalues have no dtype yet.
    @TensorOp("eig(A: Tensor) -> (Tensor, Tensor)")
    public static Op eig() {
        return op().composite(a -> {
            throw complexEigenvalues("eig");
        });
    }

    /// Complex eigenvalues have no dtype yet.
    @TensorOp("eigvals(A: Tensor) -> Tensor")
    public static Op eigvals() {
        return op().composite(a -> {
            throw complexEigenvalues("eigvals");
        });
    }

    private static RuntimeException complexEigenvalues(String op) {
        return new DTypeException("%s: eigenvalues of a general matrix are complex, which is not supported", op)
                .withHint("eigh and eigvalsh are for symmetric matrices");
    }
}
