package tdsl.tensor.error;

/// An index or axis is out of range, or an index has an unusable form.
public final class IndexException extends TensorException {
    private static final long serialVersionUID = 1L;

    /// @param format a {@link String#format} pattern
    public IndexException(String format, Object... args) {
        super("IndexError", format, args);
    }
}
