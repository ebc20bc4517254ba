package tdsl.tensor.dispatch;

/// Where calls of ops and long kernels let the program around them have its say: whether it shall stop, for one.
/// Whoever runs programs sets what is done there.
public final class Checkpoint {
    private static volatile Runnable action = () -> {};

    private Checkpoint() {}

    /// @param action runs often, on the thread that called the op; what it throws ends the op
    public static void set(Runnable action) {
        Checkpoint.action = action;
    }

    /// Called before each op, and by kernels every few milliseconds.
    public static void pass() {
        action.run();
    }
}
