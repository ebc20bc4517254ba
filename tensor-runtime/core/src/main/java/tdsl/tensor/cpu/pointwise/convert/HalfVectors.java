package tdsl.tensor.cpu.pointwise.convert;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/// Numbers of f16 and bf16, as the low 16 bits of ints, to floats and back, rounded to the nearest, ties to even.
final class HalfVectors {
    private static final int SIGN = 0x8000_0000;
    private static final int INFINITY = 0x7F80_0000;
    /// How many more digits f32 has, and the difference between the exponents of equal numbers.
    private static final int DIGITS = 23 - 10;

    private static final int EXPONENTS = 127 - 15;
    /// 2^16, the first power of 2 beyond f16, and 2^−14, its first with all digits.
    private static final int BEYOND = (127 + 16) << 23;

    private static final int NORMAL = (127 - 14) << 23;

    private HalfVectors() {}

    static FloatVector fromBfloat16(IntVector bits) {
        return bits.lanewise(VectorOperators.LSHL, 16).reinterpretAsFloats();
    }

    static IntVector toBfloat16(FloatVector numbers) {
        IntVector bits = numbers.reinterpretAsInts();
        IntVector odd = bits.lanewise(VectorOperators.LSHR, 16).and(1);
        // Rounding could carry a NaN over into an infinity.
        VectorMask<Integer> isNan = bits.and(~SIGN).compare(VectorOperators.GT, INFINITY);
        IntVector rounded = bits.add(odd).add(0x7FFF).blend(bits.or(0x0040_0000), isNan);
        return rounded.lanewise(VectorOperators.LSHR, 16);
    }

    static FloatVector fromFloat16(IntVector bits) {
        IntVector sign = bits.lanewise(VectorOperators.LSHL, 16).and(SIGN);
        IntVector magnitude = bits.and(0x7FFF).lanewise(VectorOperators.LSHL, DIGITS);
        // A multiplication corrects the exponents of all numbers, those without a leading digit too.
        IntVector scaled =
                magnitude.reinterpretAsFloats().mul(Math.scalb(1f, EXPONENTS)).reinterpretAsInts();
        VectorMask<Integer> isFinite = magnitude.compare(VectorOperators.LT, 0x7C00 << DIGITS);
        return magnitude.or(INFINITY).blend(scaled, isFinite).or(sign).reinterpretAsFloats();
    }

    static IntVector toFloat16(FloatVector numbers) {
        IntVector bits = numbers.reinterpretAsInts();
        IntVector magnitude = bits.and(~SIGN);
        IntVector odd = magnitude.lanewise(VectorOperators.LSHR, DIGITS).and(1);
        IntVector normal = magnitude
                .add(odd)
                .add((1 << DIGITS - 1) - 1 - (EXPONENTS << 23))
                .lanewise(VectorOperators.LSHR, DIGITS);
        // Beside 1/2, the digits of a float end where those of the smallest numbers of f16 end.
        IntVector small =
                magnitude.reinterpretAsFloats().add(0.5f).reinterpretAsInts().sub(Float.floatToRawIntBits(0.5f));
        IntVector nan =
                magnitude.lanewise(VectorOperators.LSHR, DIGITS).and(0x3FF).or(0x7E00);
        IntVector result = normal.blend(small, magnitude.compare(VectorOperators.LT, NORMAL))
                .blend(0x7C00, magnitude.compare(VectorOperators.GE, BEYOND))
                .blend(nan, magnitude.compare(VectorOperators.GT, INFINITY));
        return result.or(bits.lanewise(VectorOperators.LSHR, 16).and(0x8000));
    }
}
