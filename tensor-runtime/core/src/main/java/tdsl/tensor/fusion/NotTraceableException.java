package tdsl.tensor.fusion;

/// Says that code did something on traced tensors that is no pointwise operation. Never reaches a user.
final class NotTraceableException extends RuntimeException {
    private static final long serialVersionUID = 1;

    NotTraceableException(Throwable cause) {
        super("not a pointwise operation", cause, false, false);
    }
}
