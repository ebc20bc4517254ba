package tdsl.tensor;

/// Whether operations on this thread record what a backward pass needs. On by default.
public final class GradMode {
    private static final ThreadLocal<GradMode> CURRENT = ThreadLocal.withInitial(GradMode::new);

    private boolean enabled = true;

    private GradMode() {}

    public static boolean isEnabled() {
        return CURRENT.get().enabled;
    }

    /// @return the mode before, to be restored by the caller
    public static boolean set(boolean enabled) {
        GradMode mode = CURRENT.get();
        boolean previous = mode.enabled;
        mode.enabled = enabled;
        return previous;
    }
}
