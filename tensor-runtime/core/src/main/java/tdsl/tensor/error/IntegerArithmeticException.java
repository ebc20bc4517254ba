package tdsl.tensor.error;

/// Integer arithmetic has no result, as in a division by zero.
public final class IntegerArithmeticException extends TensorException {
    private static final long serialVersionUID = 1L;

    /// @param format a {@link String#format} pattern
    public IntegerArithmeticException(String format, Object... args) {
        super("ArithmeticError", format, args);
    }
}
