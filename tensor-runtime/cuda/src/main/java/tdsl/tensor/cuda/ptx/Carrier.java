package tdsl.tensor.cuda.ptx;

import tdsl.tensor.DType;

/// The kinds of register that elements are computed in. f16 and bf16 are carried as the f32 that they equal, integers
/// and bools as 64-bit integers.
enum Carrier {
    SINGLE("f32", "%f", 'f'),
    DOUBLE("f64", "%d", 'd'),
    LONG("s64", "%l", 'l');

    /// Of instructions on it.
    final String type;
    /// How its registers are called, before their numbers.
    final String prefix;

    final char letter;

    Carrier(String type, String prefix, char letter) {
        this.type = type;
        this.prefix = prefix;
        this.letter = letter;
    }

    static Carrier of(DType dtype) {
        return switch (dtype) {
            case FLOAT16, BFLOAT16, FLOAT32 -> SINGLE;
            case FLOAT64 -> DOUBLE;
            case BOOL, UINT8, INT8, INT16, INT32, INT64 -> LONG;
        };
    }

    boolean isFloating() {
        return this != LONG;
    }

    /// A constant as an operand of an instruction.
    String literal(Number value) {
        return switch (this) {
            case SINGLE -> "0f%08X".formatted(Float.floatToRawIntBits(value.floatValue()));
            case DOUBLE -> "0d%016X".formatted(Double.doubleToRawLongBits(value.doubleValue()));
            case LONG -> Long.toString(value.longValue());
        };
    }
}
