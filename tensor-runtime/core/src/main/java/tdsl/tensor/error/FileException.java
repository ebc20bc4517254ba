package tdsl.tensor.error;

/// A file could not be read or written, or its contents are not what its format says.
public final class FileException extends TensorException {
    private static final long serialVersionUID = 1L;

    /// @param format a {@link String#format} pattern
    public FileException(String format, Object... args) {
        super("IOError", format, args);
    }
}
