package tdsl.tensor;

import java.util.Optional;

/// The element type of a tensor. Declared in order of promotion: of two types the later one holds the result.
public enum DType {
    BOOL("bool", 1, Category.BOOL),
    UINT8("u8", 1, Category.INTEGER),
    INT32("i32", 4, Category.INTEGER),
    INT64("i64", 8, Category.INTEGER),
    FLOAT32("f32", 4, Category.FLOATING),
    FLOAT64("f64", 8, Category.FLOATING);

    /// Kinds of number, each able to hold the ones before it; a scalar changes a tensor's dtype only across these.
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

    /// The dtype of a name such as `f32`; empty if there is none.
    public static Optional<DType> find(String label) {
        for (DType dtype : values()) {
            if (dtype.label.equals(label)) {
                return Optional.of(dtype);
            }
        }
        return Optional.empty();
    }

    /// The smallest dtype that holds both, as PyTorch's `promote_types`.
    public static DType promote(DType a, DType b) {
        return a.compareTo(b) >= 0 ? a : b;
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
