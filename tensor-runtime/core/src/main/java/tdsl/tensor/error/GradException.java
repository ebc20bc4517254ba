package tdsl.tensor.error;

/// A derivative was asked for that does not exist, or whose saved values were changed.
public final class GradException extends TensorException {
    private static final long serialVersionUID = 1L;

    private transient Object origin;

    /// @param format a {@link String#format} pattern
    public GradException(String format, Object... args) {
        super("GradError", format, args);
    }

    /// Names the place where the forward operation was called, as given to `Tensor.setOrigin`; returns this exception.
    public GradException madeAt(Object forwardOrigin) {
        origin = forwardOrigin;
        return this;
    }

    /// Where the forward operation was called; null when that is not known.
    public Object origin() {
        return origin;
    }
}
