package tdsl.tensor.dispatch;

/// What decides which kernel of an op runs. Of the keys that the arguments have, the last declared one wins;
/// its kernel may call the one below it.
public enum DispatchKey {
    CPU,
    CUDA,
    TRACE,
    AUTOGRAD,
    BATCH;

    public static final int COUNT = values().length;

    /// This key as a set of one, to be united with `|`.
    public int bit() {
        return 1 << ordinal();
    }

    /// Whether kernels under this key add something to a call and pass it on to ordinary tensors.
    boolean passesOn() {
        return this == AUTOGRAD || this == BATCH;
    }

    static int highest(int keys) {
        return Integer.SIZE - 1 - Integer.numberOfLeadingZeros(keys);
    }
}
