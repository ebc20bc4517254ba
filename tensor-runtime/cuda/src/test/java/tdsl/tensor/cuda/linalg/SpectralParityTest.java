package tdsl.tensor.cuda.linalg;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tdsl.tensor.DType;
import tdsl.tensor.Device;
import tdsl.tensor.Tensor;
import tdsl.tensor.device.DeviceRuntimes;
import tdsl.tensor.error.LinalgException;
import tdsl.tensor.ops.Tensors;

/// Singular values and eigenvalues on a GPU: the values are the processor's, and the vectors what they
/// are defined to be, since their signs are arbitrary.
class SpectralParityTest {
    private static final Device GPU = Device.cuda(0);

    @BeforeEach
    void requireGpu() {
        var obstacle = DeviceRuntimes.of(GPU).obstacle();
        assumeTrue(obstacle.isEmpty(), () -> "no GPU: " + obstacle.orElseThrow());
    }

    private static Tensor uniform(DType dtype, long... shape) {
        long count = Arrays.stream(shape).reduce(1, (a, b) -> a * b);
        return Tensor.of(new Random(3).doubles(count, -1, 1).toArray(), shape).to(dtype);
    }

    private static double precision(DType dtype) {
        return dtype == DType.FLOAT64 ? 1e-13 : 1e-5;
    }

    private static void assertNear(Tensor expected, Tensor found, double tolerance) {
        assertArrayEquals(expected.shape(), found.shape());
        if (expected.elementCount() > 0) {
            Tensor difference = found.on(Device.CPU).sub(expected.on(Device.CPU));
            double error = ((Number) difference.abs().amax().item()).doubleValue();
            assertTrue(error <= tolerance, () -> "differs by " + error);
        }
    }

    private static void assertOrthonormalColumns(Tensor vectors) {
        Tensor products = vectors.transpose(-2, -1).matmul(vectors);
        Tensor identity = Tensors.eye(vectors.size(vectors.rank() - 1), null, vectors.dtype());
        assertNear(identity.expand(products.shape()), products, 20 * precision(vectors.dtype()));
    }

    private static Tensor product(Tensor left, Tensor values, Tensor right) {
        long count = values.size(values.rank() - 1);
        return left.narrow(-1, 0, count).mul(values.unsqueeze(-2)).matmul(right.narrow(-2, 0, count));
    }

    private static void checkSvd(Tensor matrices) {
        double tolerance = 20 * precision(matrices.dtype());
        Tensor there = matrices.on(GPU);
        for (boolean full : new boolean[] {true, false}) {
            List<Tensor> expected = matrices.svd(full);
            List<Tensor> found = there.svd(full);
            for (int i = 0; i < 3; i++) {
                assertArrayEquals(expected.get(i).shape(), found.get(i).shape());
            }
            assertNear(expected.get(1), found.get(1), tolerance);
            assertOrthonormalColumns(found.get(0));
            assertOrthonormalColumns(found.get(2).transpose(-2, -1));
            assertNear(matrices, product(found.get(0), found.get(1), found.get(2)), tolerance);
        }
        assertNear(matrices.svdvals(), there.svdvals(), tolerance);
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "1, 5", "5, 1", "2, 2", "7, 4", "4, 7", "33, 9", "9, 20", "17, 17"})
    void singularValuesAndVectorsOfAnyShapeAreRight(long rows, long columns) {
        checkSvd(uniform(DType.FLOAT64, 2, rows, columns));
        checkSvd(uniform(DType.FLOAT32, rows, columns));
    }

    @Test
    void matricesOfLowRankHaveOrthonormalVectorsAllTheSame() {
        Tensor low = uniform(DType.FLOAT64, 6, 2).matmul(uniform(DType.FLOAT64, 2, 5));
        checkSvd(low);
        checkSvd(Tensor.empty(DType.FLOAT64, 4, 3).zero_());
        checkSvd(Tensors.eye(5, null, DType.FLOAT64));
    }

    @Test
    void singularValuesOfVeryDifferentSizesAreRight() {
        Tensor scales = Tensor.of(new double[] {1e6, 1, 1e-3, 1e-9}, 4);
        Tensor matrix = uniform(DType.FLOAT64, 8, 4).mul(scales);
        Tensor expected = matrix.svdvals();
        Tensor found = matrix.on(GPU).svdvals().on(Device.CPU);
        assertNear(expected.div(expected), found.div(expected), 1e-6);
    }

    @ParameterizedTest
    @CsvSource({"1", "2", "5", "16", "23"})
    void eigenvaluesAndVectorsAreRight(long size) {
        for (DType dtype : List.of(DType.FLOAT64, DType.FLOAT32)) {
            Tensor square = uniform(dtype, 2, size, size);
            checkEigh(square, "L");
            checkEigh(square, "U");
        }
    }

    @Test
    void eigenvaluesThatRepeatOrDifferInTheirSignAloneAreRight() {
        checkEigh(Tensor.of(new double[] {0, 1, 1, 0}, 2, 2), "L");
        checkEigh(Tensors.eye(6, null, DType.FLOAT64).mul(-2), "L");
        checkEigh(Tensor.empty(DType.FLOAT64, 3, 3).zero_(), "L");
        Tensor column = uniform(DType.FLOAT64, 5, 1);
        checkEigh(column.matmul(column.transpose(0, 1)).mul(-1), "U");
    }

    private static void checkEigh(Tensor square, String triangle) {
        double tolerance = 20 * precision(square.dtype());
        List<Tensor> expected = square.eigh(triangle);
        List<Tensor> found = square.on(GPU).eigh(triangle);
        assertNear(expected.get(0), found.get(0), tolerance);
        assertNear(expected.get(0), square.on(GPU).eigvalsh(triangle), tolerance);
        assertOrthonormalColumns(found.get(1));
        Tensor vectors = expected.get(1);
        Tensor symmetric = product(vectors, expected.get(0), vectors.transpose(-2, -1));
        assertNear(symmetric, product(found.get(1), found.get(0), found.get(1).transpose(-2, -1)), tolerance);
    }

    @Test
    void noMatricesAndMatricesWithoutElementsWork() {
        for (long[] shape : new long[][] {{0, 3, 2}, {2, 0, 3}, {2, 3, 0}}) {
            Tensor none = Tensor.empty(DType.FLOAT64, shape);
            checkSvd(none);
        }
        checkEigh(Tensor.empty(DType.FLOAT64, 0, 3, 3), "L");
        checkEigh(Tensor.empty(DType.FLOAT64, 2, 0, 0), "L");
    }

    @Test
    void whatIsNotFiniteIsRefusedInTheSameWords() {
        Tensor matrix = Tensor.of(new double[] {1, Double.NaN, 3, 4}, 2, 2);
        for (Device device : List.of(Device.CPU, GPU)) {
            Tensor there = matrix.on(device);
            String described = there.describe();
            assertEquals(
                    "svd: " + described + " has elements that are not finite",
                    assertThrows(LinalgException.class, () -> there.svd()).getMessage());
            assertEquals(
                    "eigvalsh: " + there.transpose(0, 1).describe() + " has elements that are not finite",
                    assertThrows(
                                    LinalgException.class,
                                    () -> there.transpose(0, 1).eigvalsh())
                            .getMessage());
        }
    }
}
