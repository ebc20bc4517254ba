package tdsl.tensor.error;

/// In a function that is mapped over examples, one value was asked for where every example has its own. An op
/// that asks so is called for one example after the other instead.
public final class BatchedValueException extends TensorException {
    private static final long serialVersionUID = 1L;

    /// @param format a {@link String#format} pattern
    public BatchedValueException(String format, Object... args) {
        super("ValueError", format, args);
    }
}
