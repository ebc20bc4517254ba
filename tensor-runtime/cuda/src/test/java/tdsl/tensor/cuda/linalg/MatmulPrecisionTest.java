package tdsl.tensor.cuda.linalg;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tdsl.tensor.DType;
import tdsl.tensor.Device;
import tdsl.tensor.Tensor;
import tdsl.tensor.device.DeviceRuntimes;
import tdsl.tensor.dispatch.MatmulPrecision;

/// Products of f32 are exact to f32 unless TF32 is asked for, and then to 11 bits of each factor.
class MatmulPrecisionTest {
    private static final Device GPU = Device.cuda(0);
    private static final double SINGLE = 1e-6;
    private static final double TF32 = 0x1p-10;

    @BeforeEach
    void requireGpu() {
        var obstacle = DeviceRuntimes.of(GPU).obstacle();
        assumeTrue(obstacle.isEmpty(), () -> "no GPU: " + obstacle.orElseThrow());
    }

    @AfterEach
    void asAtFirst() {
        MatmulPrecision.set(MatmulPrecision.HIGHEST);
    }

    private static Tensor uniform(long seed, long... shape) {
        long count = Arrays.stream(shape).reduce(1, (a, b) -> a * b);
        return Tensor.of(new Random(seed).doubles(count, -1, 1).toArray(), shape)
                .to(DType.FLOAT32);
    }

    /// The largest error, relative to the sum of the sizes of what is added up.
    private static double error(Tensor left, Tensor right, Tensor found) {
        Tensor exact = left.to(DType.FLOAT64).matmul(right.to(DType.FLOAT64));
        Tensor sizes = left.abs().to(DType.FLOAT64).matmul(right.abs().to(DType.FLOAT64));
        assertArrayEquals(exact.shape(), found.shape());
        Tensor errors = found.on(Device.CPU).to(DType.FLOAT64).sub(exact).abs().div(sizes);
        return ((Number) errors.amax().item()).doubleValue();
    }

    @ParameterizedTest
    @CsvSource({"1, 1, 1", "5, 3, 7", "130, 70, 100", "128, 16, 256", "64, 129, 33"})
    void factorsHaveElevenBitsIfThatIsAskedFor(long rows, long inner, long columns) {
        Tensor left = uniform(1, rows, inner);
        Tensor right = uniform(2, inner, columns);
        Tensor leftColumns = left.transpose(0, 1).contiguous().on(GPU).transpose(0, 1);
        Tensor rightColumns = right.transpose(0, 1).contiguous().on(GPU).transpose(0, 1);
        assertTrue(error(left, right, left.on(GPU).matmul(right.on(GPU))) <= SINGLE);
        MatmulPrecision.set(MatmulPrecision.HIGH);
        assertTrue(error(left, right, left.on(GPU).matmul(right.on(GPU))) <= TF32);
        assertTrue(error(left, right, leftColumns.matmul(right.on(GPU))) <= TF32);
        assertTrue(error(left, right, leftColumns.matmul(rightColumns)) <= TF32);
    }

    @Test
    void numbersOfElevenBitsAreMultipliedExactly() {
        MatmulPrecision.set(MatmulPrecision.HIGH);
        Tensor left = uniform(1, 3, 1, 40, 50).mul(1000).floor();
        Tensor right = uniform(2, 4, 50, 60).mul(1000).floor();
        assertEquals(
                left.matmul(right).toList(),
                left.on(GPU).matmul(right.on(GPU)).on(Device.CPU).toList());
    }

    @Test
    void sumsWithProductsAreRight() {
        MatmulPrecision.set(MatmulPrecision.HIGH);
        Tensor input = uniform(3, 40, 30).mul(100).floor();
        Tensor left = uniform(1, 40, 20).mul(100).floor();
        Tensor right = uniform(2, 20, 30).mul(100).floor();
        assertEquals(
                input.addmm(left, right, 0.5, 2).toList(),
                input.on(GPU)
                        .addmm(left.on(GPU), right.on(GPU), 0.5, 2)
                        .on(Device.CPU)
                        .toList());
    }

    @Test
    void otherElementsAreLeftAlone() {
        MatmulPrecision.set(MatmulPrecision.HIGH);
        Tensor wide = uniform(1, 20, 20).to(DType.FLOAT64);
        assertTrue(error(wide, wide, wide.on(GPU).matmul(wide.on(GPU))) <= 1e-14);
    }
}
