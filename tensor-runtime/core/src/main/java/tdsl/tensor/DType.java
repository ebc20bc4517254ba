package tdsl.tensor;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// The element type of a tensor. Declared in order of promotion: each type holds those before it, except that
/// neither of u8 and i8 holds the other, nor of f16 and bf16.
public enum DType {
    BOOL("bool", 1, Category.BOOL),
    UINT8("u8", 1, Category.INTEGER),
    INT8("i8", 1, Category.INTEGER),
    INT16("i16", 2, Category.INTEGER),
    INT32("i32", 4, Category.INTEGER),
    INT64("i64", 8, Category.INTEGER),
    /// IEEE 754 binary16: 11 binary digits, up to 65504.
    FLOAT16("f16", 2, Category.FLOATING),
    /// The upper half of an f32: 8 binary digits, and the range of f32.
    BFLOAT16("bf16", 2, Category.FLOATING),
    FLOAT32("f32", 4, Category.FLOATING),
    FLOAT64("f64", 8, Category.FLOATING);

    /// Kinds of number, each able to hold the ones before it; a scalar changes a tensor's dtype only across
    /// these.
    public enum Category {
        BOOL,
        INTEGER,
        FLOATING
    }

    private final String label;
    private final int byteSize;
    private final Category category;

    DType(String label, int byteSize, Category category) {
        this.label = label;
        this.byteSize = byteSize;
        this.category = category;
    }

    /// The name in the language and in messages: `f32`, `i64`, `bool`.
    public String label() {
        return label;
    }

    /// Bytes per element.
    public int byteSize() {
        return byteSize;
    }

    public Category category() {
        return category;
    }

    public boolean isFloating() {
        return category == Category.FLOATING;
    }

    /// True for signed and unsigned integers, false for bool.
    public boolean isIntegral() {
        return category == Category.INTEGER;
    }

    /// The least number of an integer dtype, or 0 for bool.
    public long least() {
        return this == UINT8 || this == BOOL ? 0 : -1L << Byte.SIZE * byteSize - 1;
    }

    /// The greatest number of an integer dtype, or 1 for bool.
    public long greatest() {
        return this == BOOL ? 1 : this == UINT8 ? 255 : ~least();
    }

    /// Whether a plain number may become an element, cut towards 0 by an integer dtype. As in PyTorch u8 takes
    /// negative numbers for those that they wrap around to, bool any number for true unless 0, and floating dtypes
    /// what is beyond their range for infinity.
    ///
    /// @param number a Boolean, Long, Integer, Double or Float
    public boolean admits(Object number) {
        long lowest = this == UINT8 ? -greatest() : least();
        return switch (number) {
            case Double real -> !isIntegral() || (real >= lowest && real <= greatest());
            case Float real -> admits(real.doubleValue());
            case Number integer ->
                !isIntegral() || (integer.longValue() >= lowest && integer.longValue() <= greatest());
            default -> true;
        };
    }

    /// The dtype that elements of this one are computed in: f32 for f16 and bf16, whose results are rounded
    /// afterwards.
    public DType arithmetic() {
        return this == FLOAT16 || this == BFLOAT16 ? FLOAT32 : this;
    }

    /// The dtype of a name such as `f32`; empty if there is none.
    public static Optional<DType> find(String label) {
        return Arrays.stream(values())
                .filter(dtype -> dtype.label.equals(label))
                .findFirst();
    }

    /// The dtype that NumPy and PyTorch call so, such as `float32`; empty if there is none.
    public static Optional<DType> findByLongName(String name) {
        return Arrays.stream(values())
                .filter(dtype -> dtype.name().toLowerCase(Locale.ROOT).equals(name))
                .findFirst();
    }

    /// The smallest dtype that holds both, as PyTorch's `promote_types`; any floating one holds every integer.
    public static DType promote(DType a, DType b) {
        DType earlier = a.compareTo(b) <= 0 ? a : b;
        DType later = a.compareTo(b) <= 0 ? b : a;
        if (earlier == UINT8 && later == INT8) {
            return INT16;
        }
        return earlier == FLOAT16 && later == BFLOAT16 ? FLOAT32 : later;
    }

    /// The dtype that a literal of this category makes: bool, i64 or f32.
    public static DType defaultOf(Category category) {
        return switch (category) {
            case BOOL -> BOOL;
            case INTEGER -> INT64;
            case FLOATING -> FLOAT32;
        };
    }

    @Override
    public String toString() {
        return label;
    }
}
