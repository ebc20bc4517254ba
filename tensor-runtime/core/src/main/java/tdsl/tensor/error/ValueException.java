package tdsl.tensor.error;

/// An argument has the right type and a value that makes no sense.
public final class ValueException extends TensorException {
    private static final long serialVersionUID = 1L;

    /// @param format a {@link String#format} pattern
    public ValueException(String format, Object... args) {
        super("ValueError", format, args);
    }
}
