package tdsl.tensor.error;

/// An operand has an element type that the operation does not take.
public final class DTypeException extends TensorException {
    private static final long serialVersionUID = 1L;

    /// @param format a {@link String#format} pattern
    public DTypeException(String format, Object... args) {
        super("DTypeError", format, args);
    }
}
