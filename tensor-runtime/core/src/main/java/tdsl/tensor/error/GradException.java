package tdsl.tensor.error;

/// A derivative was asked for that does not exist, or whose saved values were changed.
public final class GradException extends TensorException implements ForwardPlace {
    private static final long serialVersionUID = 1L;

    private transient Object origin;
    private transient Object changedAt;

    /// @param format a {@link String#format} pattern
    public GradException(String format, Object... args) {
        super("GradError", format, args);
    }

    @Override
    public void madeAt(Object forwardOrigin) {
        origin = origin == null ? forwardOrigin : origin;
    }

    /// Where the forward operation was called; null when that is not known.
    public Object origin() {
        return origin;
    }

    /// Names the place of the change in place that made the derivative impossible; returns this exception.
    public GradException changedAt(Object place) {
        changedAt = place;
        return this;
    }

    /// Where the value was changed; null when that is not known, or nothing was.
    public Object changePlace() {
        return changedAt;
    }
}
