package tdsl.tensor;

import static java.lang.foreign.ValueLayout.JAVA_SHORT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// f16 and bf16 as bits, over all their 65536 patterns.
class HalfPrecisionTest {
    private static final int PATTERNS = 1 << 16;

    /// All patterns in order of their bits.
    private static Tensor patterns(DType dtype) {
        Tensor bits = Tensor.empty(DType.INT16, PATTERNS);
        for (int i = 0; i < PATTERNS; i++) {
            ElementAccess.putInteger(bits.storage().segment(), DType.INT16, i, i);
        }
        Tensor patterns = Tensor.empty(dtype, PATTERNS);
        patterns.storage().segment().copyFrom(bits.storage().segment());
        return patterns;
    }

    private static double[] values(DType dtype) {
        Tensor patterns = patterns(dtype);
        double[] values = new double[PATTERNS];
        for (int i = 0; i < PATTERNS; i++) {
            values[i] = ElementAccess.realAt(patterns.storage().segment(), dtype, i);
        }
        return values;
    }

    private static short bits(DType dtype, float value) {
        Tensor one = Tensor.empty(dtype, 1);
        ElementAccess.putReal(one.storage().segment(), dtype, 0, value);
        return one.storage().segment().get(JAVA_SHORT, 0);
    }

    @ParameterizedTest
    @EnumSource(names = {"FLOAT16", "BFLOAT16"})
    void everyPatternSurvivesF32AndF64(DType dtype) {
        Tensor patterns = patterns(dtype);
        for (DType wide : new DType[] {DType.FLOAT32, DType.FLOAT64}) {
            Tensor back = patterns.cast(wide).cast(dtype);
            for (int i = 0; i < PATTERNS; i++) {
                double value = ElementAccess.realAt(patterns.storage().segment(), dtype, i);
                double returned = ElementAccess.realAt(back.storage().segment(), dtype, i);
                // NaNs stay NaNs, though quiet ones.
                assertEquals(Double.doubleToLongBits(value), Double.doubleToLongBits(returned));
            }
        }
    }

    /// Against a search through all numbers of the dtype.
    @ParameterizedTest
    @EnumSource(names = {"FLOAT16", "BFLOAT16"})
    void floatsBecomeTheNearestNumberAndOfTwoTheEvenOne(DType dtype) {
        double[] values = values(dtype);
        Random random = new Random(1);
        // Patterns of finite numbers of one sign are in the order of the numbers.
        int infinity = bits(dtype, Float.POSITIVE_INFINITY);
        for (int trial = 0; trial < 20_000; trial++) {
            int below = random.nextInt(infinity);
            double low = values[below];
            // Beyond the largest number the next step would be to this, had the dtype one more exponent.
            double high = below + 1 < infinity ? values[below + 1] : 2 * low - values[below - 1];
            double fraction = trial % 3 == 0 ? 0.5 : random.nextDouble();
            float value = (float) (low + (high - low) * fraction);
            double toLow = value - low;
            double toHigh = high - value;
            boolean up = toHigh < toLow || toHigh == toLow && below % 2 == 1;
            int expected = up ? below + 1 : below;
            assertEquals(expected, bits(dtype, value), () -> dtype + " of " + value);
            assertEquals((short) (expected | 0x8000), bits(dtype, -value), () -> dtype + " of " + -value);
        }
    }

    @Test
    void numbersBeyondTheRangeAreInfinite() {
        assertEquals(Double.POSITIVE_INFINITY, Tensor.of(65520.0, DType.FLOAT16).item());
        assertEquals(65504.0, Tensor.of(65519.0, DType.FLOAT16).item());
        assertEquals(
                Double.NEGATIVE_INFINITY, Tensor.of(-3.4e38, DType.BFLOAT16).item());
        assertTrue(Double.isNaN((Double) Tensor.of(Double.NaN, DType.BFLOAT16).item()));
    }
}
