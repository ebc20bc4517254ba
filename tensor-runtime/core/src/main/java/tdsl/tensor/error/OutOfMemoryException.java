package tdsl.tensor.error;

/// An allocation could not be satisfied; everything that was allocated stays usable.
public final class OutOfMemoryException extends TensorException {
    private static final long serialVersionUID = 1L;

    /// @param format a {@link String#format} pattern
    public OutOfMemoryException(String format, Object... args) {
        super("OutOfMemoryError", format, args);
    }
}
