package tdsl.tensor.error;

/// An argument has the wrong type, is missing, or is not known.
public final class TypeException extends TensorException {
    private static final long serialVersionUID = 1L;

    /// @param format a {@link String#format} pattern
    public TypeException(String format, Object... args) {
        super("TypeError", format, args);
    }
}
