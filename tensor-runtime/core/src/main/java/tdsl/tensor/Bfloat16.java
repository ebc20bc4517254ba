package tdsl.tensor;

/// Numbers of dtype bf16, as bits: sign, exponent and the first seven digits of a float.
public final class Bfloat16 {
    private static final int INFINITY = 0x7F80_0000;
    private static final int QUIET = 0x0040_0000;

    private Bfloat16() {}

    /// The same number as a float.
    public static float toFloat(short bits) {
        return Float.intBitsToFloat(bits << 16);
    }

    /// The nearest number, of two equally near the one that ends in 0; an infinity if it is beyond the largest.
    public static short fromFloat(float value) {
        return fromFloatBits(Float.floatToRawIntBits(value));
    }

    /// As {@link #fromFloat}, of a float's bits. Without branches, so that the compiler can make it work on
    /// vectors.
    public static short fromFloatBits(int bits) {
        // All ones for a NaN: rounding could carry it over into an infinity.
        int nan = (INFINITY - (bits & Integer.MAX_VALUE)) >> 31;
        int rounded = bits + 0x7FFF + (bits >>> 16 & 1);
        return (short) ((rounded & ~nan | (bits | QUIET) & nan) >>> 16);
    }
}
