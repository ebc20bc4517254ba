package tdsl.tensor.error;

/// A device is absent, failed, or two operands live on different ones.
public final class DeviceException extends TensorException {
    private static final long serialVersionUID = 1L;

    /// @param format a {@link String#format} pattern
    public DeviceException(String format, Object... args) {
        super("DeviceError", format, args);
    }
}
