package tdsl.tensor.autograd.hooks;

/// Takes a hook away again.
public final class HookHandle {
    private final Runnable removal;

    public HookHandle(Runnable removal) {
        this.removal = removal;
    }

    /// The hook is not called any more. Doing this twice does nothing.
    public void remove() {
        removal.run();
    }

    @Override
    public String toString() {
        return "<hook handle>";
    }
}
