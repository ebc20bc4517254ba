package tdsl.tensor.cuda.simulator;

import java.util.Locale;

/// A type of PTX. Registers hold raw bits in a `long`; what lies above a type's width is of no meaning.
enum Type {
    PRED(1),
    B8(1),
    U8(1),
    S8(1),
    B16(2),
    U16(2),
    S16(2),
    F16(2),
    BF16(2),
    B32(4),
    U32(4),
    S32(4),
    F32(4),
    TF32(4),
    F16X2(4),
    BF16X2(4),
    B64(8),
    U64(8),
    S64(8),
    F64(8);

    private final int bytes;

    Type(int bytes) {
        this.bytes = bytes;
    }

    static Type of(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT));
    }

    int bytes() {
        return bytes;
    }

    int bits() {
        return bytes * Byte.SIZE;
    }

    boolean isSigned() {
        return this == S8 || this == S16 || this == S32 || this == S64;
    }

    boolean isFloating() {
        return this == F16 || this == BF16 || this == F32 || this == TF32 || this == F64;
    }

    /// The integer that a register holds, extended to 64 bits.
    long integer(long register) {
        int unused = Long.SIZE - bits();
        return isSigned() ? register << unused >> unused : register << unused >>> unused;
    }

    /// The number that a register of a floating type holds.
    double number(long register) {
        return switch (this) {
            case F16 -> Float.float16ToFloat((short) register);
            case BF16 -> Float.intBitsToFloat((int) register << 16);
            case F32, TF32 -> Float.intBitsToFloat((int) register);
            case F64 -> Double.longBitsToDouble(register);
            default -> throw new IllegalArgumentException("not floating: " + this);
        };
    }
}
