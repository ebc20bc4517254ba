package tdsl.tensor.ops;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tdsl.tensor.dispatch.Samples.uniform;

import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tdsl.tensor.DType;
import tdsl.tensor.Tensor;
import tdsl.tensor.autograd.check.GradCheck;
import tdsl.tensor.cpu.Parallel;
import tdsl.tensor.error.DTypeException;
import tdsl.tensor.error.LinalgException;
import tdsl.tensor.error.ShapeException;
import tdsl.tensor.error.TensorException;

/// Factorisations and solutions, checked by what defines them: their product is the input, and factors have
/// their form.
class LinalgTest {
    private static final double PRECISION = 1e-11;

    static List<long[]> squareShapes() {
        return List.of(
                new long[] {0, 0},
                new long[] {1, 1},
                new long[] {3, 3},
                new long[] {70, 70},
                new long[] {2, 3, 4, 4},
                new long[] {0, 3, 3},
                new long[] {3, 0, 0});
    }

    static List<long[]> shapes() {
        return List.of(
                new long[] {0, 0},
                new long[] {0, 3},
                new long[] {3, 0},
                new long[] {1, 1},
                new long[] {4, 4},
                new long[] {5, 3},
                new long[] {3, 5},
                new long[] {2, 2, 4, 2},
                new long[] {2, 2, 5},
                new long[] {40, 33},
                new long[] {0, 2, 3},
                new long[] {2, 3, 0});
    }

    private static Tensor regular(long... shape) {
        long size = shape[shape.length - 1];
        Tensor identity = Tensors.eye(size, null, DType.FLOAT64);
        // Not dominated by its diagonal: rows are exchanged.
        return uniform(-1, 1, shape).add(identity.flip(0).mul(1 + size / 3.0));
    }

    private static Tensor positive(long... shape) {
        Tensor root = regular(shape);
        return root.matmul(transposed(root));
    }

    private static Tensor transposed(Tensor matrices) {
        return matrices.transpose(-2, -1);
    }

    private static void assertEqual(Tensor expected, Tensor actual) {
        double size = expected.elementCount() == 0
                ? 1
                : Math.max(1, (Double) expected.abs().amax().item());
        OpCalls.assertClose(expected, actual, PRECISION * size, "matrix");
    }

    private static void assertOrthonormal(Tensor columns) {
        Tensor identity = Tensors.eye(columns.size(columns.rank() - 1), null, DType.FLOAT64);
        Tensor product = transposed(columns).matmul(columns);
        assertEqual(identity.expand(product.shape()).contiguous(), product);
    }

    @ParameterizedTest
    @MethodSource("squareShapes")
    void theSolutionSolves(long[] shape) {
        Tensor matrices = regular(shape);
        long[] sides = shape.clone();
        sides[sides.length - 1] = 2;
        Tensor right = uniform(-1, 2, sides);
        assertEqual(right, matrices.matmul(matrices.solve(right)));
        Tensor left = transposed(right).contiguous();
        assertEqual(left, matrices.solve(left, false).matmul(matrices));
        Tensor vectors = uniform(-1, 2, Arrays.copyOf(shape, shape.length - 1));
        Tensor solution = matrices.solve(vectors);
        assertArrayEquals(vectors.shape(), solution.shape());
        assertEqual(vectors, matrices.matmul(solution.unsqueeze(-1)).squeeze(-1));
    }

    @ParameterizedTest
    @MethodSource("squareShapes")
    void theInverseTimesTheMatrixIsTheIdentity(long[] shape) {
        Tensor matrices = regular(shape);
        Tensor identity = Tensors.eye(shape[shape.length - 1], null, DType.FLOAT64);
        assertEqual(identity.expand(shape).contiguous(), matrices.inv().matmul(matrices));
    }

    @Test
    void systemsBroadcastOverLeadingAxes() {
        Tensor matrices = regular(3, 1, 2, 2);
        Tensor right = uniform(-1, 1, 4, 2, 3);
        Tensor solution = matrices.solve(right);
        assertArrayEquals(new long[] {3, 4, 2, 3}, solution.shape());
        assertEqual(right.expand(3, 4, 2, 3).contiguous(), matrices.matmul(solution));
    }

    @ParameterizedTest
    @MethodSource("squareShapes")
    void luHasItsFormAndItsProductIsTheMatrix(long[] shape) {
        Tensor matrices = regular(shape);
        List<Tensor> factors = matrices.lu();
        assertEqual(matrices, factors.get(0).matmul(factors.get(1)).matmul(factors.get(2)));
        assertEqual(factors.get(1), factors.get(1).tril());
        assertEqual(factors.get(2), factors.get(2).triu());
        assertTrue((Boolean) factors.get(1).abs().le(1).all().item());
    }

    @Test
    void luOfMatricesThatAreNotSquare() {
        for (long[] shape : List.of(new long[] {5, 3}, new long[] {2, 3, 5}, new long[] {4, 0})) {
            Tensor matrices = uniform(-1, 2, shape);
            List<Tensor> factors = matrices.lu();
            assertEqual(matrices, factors.get(0).matmul(factors.get(1)).matmul(factors.get(2)));
        }
    }

    @Test
    void luSolveSolvesWithFactors() {
        Tensor matrices = regular(2, 4, 4);
        List<Tensor> factors = matrices.lu_factor();
        Tensor right = uniform(-1, 1, 2, 4, 3);
        Tensor solution = factors.get(0).lu_solve(factors.get(1), right);
        assertEqual(right, matrices.matmul(solution));
        Tensor adjoint = factors.get(0).lu_solve(factors.get(1), right, true, true);
        assertEqual(right, transposed(matrices).matmul(adjoint));
        Tensor rows = transposed(right).contiguous();
        assertEqual(rows, factors.get(0).lu_solve(factors.get(1), rows, false).matmul(matrices));
        Tensor both = factors.get(0).lu_solve(factors.get(1), rows, false, true);
        assertEqual(rows, both.matmul(transposed(matrices)));
    }

    @ParameterizedTest
    @MethodSource("squareShapes")
    void choleskyIsTriangularAndItsSquareIsTheMatrix(long[] shape) {
        Tensor matrices = positive(shape);
        Tensor lower = matrices.cholesky();
        assertEqual(matrices, lower.matmul(transposed(lower)));
        assertEqual(lower.tril(), lower);
        Tensor upper = matrices.cholesky(true);
        assertEqual(matrices, transposed(upper).matmul(upper));
        assertEqual(upper.triu(), upper);
        // Only one triangle is read.
        assertEqual(lower, matrices.tril().cholesky());
        assertEqual(
                matrices,
                matrices.mul(0).add(matrices.matmul(lower.cholesky_inverse()).matmul(matrices)));
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void qrIsOrthogonalTimesTriangular(long[] shape) {
        Tensor matrices = uniform(-1, 2, shape);
        for (String mode : List.of("reduced", "complete")) {
            List<Tensor> factors = matrices.qr(mode);
            assertEqual(matrices, factors.get(0).matmul(factors.get(1)));
            assertEqual(factors.get(1), factors.get(1).triu());
            assertOrthonormal(factors.get(0));
        }
        List<Tensor> onlyR = matrices.qr("r");
        assertEqual(matrices.qr().get(1), onlyR.get(1));
        assertArrayEquals(new long[] {0}, onlyR.get(0).shape());
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void singularVectorsAreOrthogonalAndTheirProductIsTheMatrix(long[] shape) {
        Tensor matrices = uniform(-1, 2, shape);
        List<Tensor> reduced = matrices.svd(false);
        Tensor scaled = reduced.get(0).mul(reduced.get(1).unsqueeze(-2));
        assertEqual(matrices, scaled.matmul(reduced.get(2)));
        List<Tensor> full = matrices.svd();
        assertOrthonormal(full.get(0));
        assertOrthonormal(transposed(full.get(2)));
        long[] square = shape.clone();
        square[square.length - 1] = shape[shape.length - 2];
        assertArrayEquals(square, full.get(0).shape());
        assertEqual(full.get(1), reduced.get(1));
        assertEqual(full.get(1), matrices.svdvals());
        assertEqual(full.get(1), full.get(1).sort(-1, true).get(0));
    }

    @ParameterizedTest
    @MethodSource("squareShapes")
    void eigenvectorsAreOrthogonalAndTheirProductIsTheMatrix(long[] shape) {
        Tensor matrices = uniform(-1, 2, shape);
        matrices = matrices.add(transposed(matrices));
        List<Tensor> pairs = matrices.eigh();
        assertOrthonormal(pairs.get(1));
        Tensor scaled = pairs.get(1).mul(pairs.get(0).unsqueeze(-2));
        assertEqual(matrices, scaled.matmul(transposed(pairs.get(1))));
        assertEqual(pairs.get(0), pairs.get(0).sort(-1).get(0));
        assertEqual(pairs.get(0), matrices.tril().eigvalsh());
        assertEqual(pairs.get(0), matrices.triu().eigvalsh("U"));
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void thePseudoinverseFulfilsPenrosesConditions(long[] shape) {
        Tensor a = uniform(-1, 2, shape);
        Tensor p = a.pinv();
        assertEqual(a, a.matmul(p).matmul(a));
        assertEqual(p, p.matmul(a).matmul(p));
        assertEqual(transposed(a.matmul(p)).contiguous(), a.matmul(p));
        assertEqual(transposed(p.matmul(a)).contiguous(), p.matmul(a));
    }

    @Test
    void aRankThatIsNotFullIsNoticed() {
        Tensor thin = uniform(-1, 1, 5, 2);
        Tensor a = thin.matmul(uniform(-1, 2, 2, 4));
        assertEquals(2L, a.matrix_rank().item());
        assertEqual(a, a.matmul(a.pinv()).matmul(a));
        Tensor square = thin.matmul(thin.t());
        assertEquals(2L, square.matrix_rank(null, true).item());
        assertEqual(square.pinv(), square.pinv(null, true));
        assertEquals(0L, Tensors.zeros(3, 3).matrix_rank().item());
        assertEquals(1L, Tensors.eye(1).matrix_rank().item());
        assertEquals(Double.POSITIVE_INFINITY, Tensors.zeros(2, 2).cond(1L).item());
    }

    @Test
    void leastSquaresResidualsAreOrthogonalToTheColumns() {
        Tensor a = uniform(-1, 2, 2, 6, 3);
        Tensor b = uniform(-2, 1, 2, 6, 2);
        List<Tensor> result = a.lstsq(b);
        Tensor residual = a.matmul(result.get(0)).sub(b);
        assertEqual(transposed(a).matmul(residual).mul(0), transposed(a).matmul(residual));
        assertEqual(residual.square().sum(-2), result.get(1));
        assertEquals(List.of(3L, 3L), result.get(2).toList());
        assertEqual(a.svdvals(), result.get(3));
        assertArrayEquals(
                new long[] {0},
                a.narrow(-2, 0, 2).lstsq(b.narrow(-2, 0, 2)).get(1).shape());
    }

    /// Laplace's expansion along the first row.
    private static double determinant(double[][] matrix) {
        double sum = matrix.length == 0 ? 1 : 0;
        for (int column = 0; column < matrix.length; column++) {
            double[][] minor = new double[matrix.length - 1][matrix.length - 1];
            for (int i = 1; i < matrix.length; i++) {
                for (int j = 0; j < minor.length; j++) {
                    minor[i - 1][j] = matrix[i][j < column ? j : j + 1];
                }
            }
            sum += (column % 2 == 0 ? 1 : -1) * matrix[0][column] * determinant(minor);
        }
        return sum;
    }

    @Test
    void determinantsEqualLaplacesExpansion() {
        for (int size = 0; size < 6; size++) {
            Tensor matrix = regular(size, size);
            double[][] rows = new double[size][size];
            for (int i = 0; i < size * size; i++) {
                rows[i / size][i % size] =
                        (Double) matrix.reshape(-1).narrow(0, i, 1).item();
            }
            double expected = determinant(rows);
            assertEquals(expected, (Double) matrix.det().item(), 1e-12 * Math.max(1, Math.abs(expected)));
            List<Tensor> parts = matrix.slogdet();
            assertEquals(Math.signum(expected), (Double) parts.get(0).item());
            assertEquals(Math.log(Math.abs(expected)), (Double) parts.get(1).item(), 1e-12);
        }
        assertEquals(
                Double.NEGATIVE_INFINITY, Tensors.zeros(2, 2).slogdet().get(1).item());
        assertArrayEquals(new long[] {2, 0}, Tensors.zeros(2, 0, 3, 3).det().shape());
    }

    @Test
    void aSingularMatrixHasADeterminantWithAGradient() {
        Tensor matrix = Tensor.of(new double[] {1, 2, 3, 2, 4, 6, 1, 0, 1}, 3, 3);
        GradCheck.gradcheck(
                in -> List.of(in.getFirst().det()),
                List.of(matrix.detach().clone().requiresGrad(true)),
                GradCheck.Options.DEFAULT);
    }

    /// Functions that read one triangle have the gradient of a symmetric matrix, so their argument must
    /// stay symmetric.
    @Test
    void gradientsOfFunctionsOfSymmetricMatrices() {
        Tensor root = regular(2, 3, 3);
        checkSymmetric(root, x -> x.cholesky());
        checkSymmetric(root, x -> x.cholesky(true));
        checkSymmetric(root, x -> x.eigvalsh());
        checkSymmetric(root, x -> x.eigh().get(1).square());
        checkSymmetric(root, x -> x.eigh("U").get(0));
        checkSymmetric(root, x -> x.pinv(null, true));
    }

    private static void checkSymmetric(Tensor root, UnaryOperator<Tensor> function) {
        for (boolean second : new boolean[] {false, true}) {
            Tensor leaf = root.clone().requiresGrad(true);
            Tensor gradient = gradient(leaf, function, second);
            for (int i = 0; i < root.elementCount(); i++) {
                double up = value(moved(root, i, 1e-5), function, second);
                double down = value(moved(root, i, -1e-5), function, second);
                double actual = (Double) gradient.reshape(-1).narrow(0, i, 1).item();
                double expected = (up - down) / 2e-5;
                assertEquals(expected, actual, 1e-5 * Math.max(1, Math.abs(expected)));
            }
        }
    }

    private static Tensor moved(Tensor root, int index, double distance) {
        Tensor moved = root.clone();
        moved.reshape(-1).narrow(0, index, 1).add_(distance);
        return moved.requiresGrad(true);
    }

    private static Tensor objective(Tensor root, UnaryOperator<Tensor> function) {
        Tensor result = function.apply(root.matmul(transposed(root)));
        return result.square().mul(uniform(0.5, 1.5, result.shape())).sum();
    }

    private static Tensor gradient(Tensor leaf, UnaryOperator<Tensor> function, boolean second) {
        Tensor value = objective(leaf, function);
        if (!second) {
            value.backward();
            return leaf.grad().detach();
        }
        value.backward(value.detach().ones_like(), true, true);
        Tensor first = leaf.grad();
        leaf.setGrad(null);
        first.mul(uniform(0.5, 1.5, first.shape())).sum().backward();
        return leaf.grad().detach();
    }

    private static double value(Tensor leaf, UnaryOperator<Tensor> function, boolean second) {
        Tensor value = objective(leaf, function);
        if (!second) {
            return (Double) value.detach().item();
        }
        value.backward();
        Tensor first = leaf.grad().detach();
        return (Double) first.mul(uniform(0.5, 1.5, first.shape())).sum().item();
    }

    @Test
    void powersAndTheExponentialOfMatrices() {
        Tensor a = regular(2, 3, 3);
        assertEqual(a.matmul(a).matmul(a).matmul(a).matmul(a), a.matrix_power(5));
        assertEqual(a.inv().matmul(a.inv()), a.matrix_power(-2));
        assertEqual(Tensors.eye(3, null, DType.FLOAT64).expand(2, 3, 3).contiguous(), a.matrix_power(0));
        Tensor symmetric = a.add(transposed(a)).mul(2);
        List<Tensor> pairs = symmetric.eigh();
        Tensor scaled = pairs.get(1).mul(pairs.get(0).exp().unsqueeze(-2));
        assertEqual(scaled.matmul(transposed(pairs.get(1))), symmetric.matrix_exp());
    }

    @Test
    void theThreadCountDoesNotChangeTheResult() {
        Tensor matrices = regular(50, 9, 9);
        int threads = Parallel.threads();
        try {
            Parallel.setThreads(1);
            Tensor alone = matrices.svd().get(0);
            Parallel.setThreads(4);
            assertTrue((Boolean) matrices.svd().get(0).eq(alone).all().item());
        } finally {
            Parallel.setThreads(threads);
        }
    }

    private static void assertFails(Class<? extends TensorException> kind, String message, Runnable call) {
        assertEquals(message, assertThrows(kind, call::run).getMessage());
    }

    @Test
    void failuresNameTheMatrixAndTheReason() {
        Tensor batch = Tensors.eye(2).expand(2, 3, 2, 2).clone();
        batch.narrow(0, 1, 1).narrow(1, 2, 1).zero_();
        assertFails(
                LinalgException.class,
                "inv: matrix [1, 2] of f32[2, 3, 2, 2] is singular: pivot 0 of its LU factorisation is 0",
                batch::inv);
        Tensor singular = Tensor.of(new double[] {1, 2, 2, 4}, 2, 2);
        assertFails(
                LinalgException.class,
                "solve: f64[2, 2] is singular: pivot 1 of its LU factorisation is 0",
                () -> singular.solve(uniform(0, 1, 2)));
        assertFails(
                LinalgException.class,
                "cholesky: f64[2, 2] is not positive definite: its leading minor of order 2 is not positive",
                singular::cholesky);
        assertFails(LinalgException.class, "svd: f64[2, 2] has elements that are not finite", singular.div(0)::svd);
        assertFails(ShapeException.class, "det: takes square matrices, not f64[2, 3]", uniform(0, 1, 2, 3)::det);
        assertFails(
                ShapeException.class,
                "solve: A is f64[2, 2], so B must have as many rows, but it is f64[3, 1]",
                () -> singular.solve(uniform(0, 1, 3, 1)));
        assertFails(ShapeException.class, "qr: takes a matrix or a batch of them, not f64[3]", uniform(0, 1, 3)::qr);
        assertFails(DTypeException.class, "inv: takes f32 or f64, not i64", Tensor.of(new long[][] {{1}})::inv);
        assertFails(
                DTypeException.class,
                "eig: eigenvalues of a general matrix are complex, which is not supported",
                singular::eig);
    }
}
