package tdsl.tensor.error;

/// The sizes of the operands do not fit together.
public final class ShapeException extends TensorException {
    private static final long serialVersionUID = 1L;

    /// @param format a {@link String#format} pattern
    public ShapeException(String format, Object... args) {
        super("ShapeError", format, args);
    }
}
