package tdsl.tensor.error;

/// A matrix has not got what an algorithm needs: it is singular, say, or not positive definite.
public final class LinalgException extends TensorException {
    private static final long serialVersionUID = 1L;

    /// @param format a {@link String#format} pattern
    public LinalgException(String format, Object... args) {
        super("LinAlgError", format, args);
    }
}
