package tdsl.tensor;

import tdsl.tensor.autograd.hooks.SavedTensorHooks;
import tdsl.tensor.batch.BatchLevel;
import tdsl.tensor.dispatch.CallModes;

/// How operations on a thread are recorded for backward. Every thread has a mode of its own, in which
/// recording is on; whoever runs several programs on one thread gives each its mode with {@link #use}.
public final class GradMode {
    private static final ThreadLocal<GradMode> CURRENT = ThreadLocal.withInitial(GradMode::new);

    /// Whether any mode ever had what is rarely used, so that nothing has to ask the thread for it before. A
    /// thread sees what it wrote itself, which is enough.
    private static boolean inferenceIsUsed;

    private static boolean hooksAreUsed;
    private static boolean anomalyDetectionIsUsed;

    private boolean enabled = true;
    private boolean inference;
    private boolean recording = true;
    private SavedTensorHooks savedTensorHooks;
    private boolean detectsAnomalies;
    private BatchLevel batchLevel;
    private final CallModes callModes = new CallModes();

    public GradMode() {}

    // ---- modes ----

    /// The mode of this thread.
    public static GradMode current() {
        return CURRENT.get();
    }

    /// Makes a mode this thread's.
    ///
    /// @return the mode before, to be restored by the caller
    public static GradMode use(GradMode mode) {
        GradMode previous = CURRENT.get();
        CURRENT.set(mode);
        return previous;
    }

    /// What is done around calls of ops in this mode.
    public CallModes callModes() {
        return callModes;
    }

    // ---- recording ----

    /// Whether operations record what a backward pass needs.
    public static boolean isEnabled() {
        return CURRENT.get().recording;
    }

    /// @return the setting before, to be restored by the caller
    public static boolean set(boolean enabled) {
        GradMode mode = CURRENT.get();
        boolean previous = mode.enabled;
        mode.enabled = enabled;
        mode.recording = enabled && !mode.inference;
        return previous;
    }

    /// Whether new tensors are inference tensors: they never take part in recording.
    public static boolean isInference() {
        return inferenceIsUsed && CURRENT.get().inference;
    }

    /// Turns recording off, whatever {@link #set} says, and marks new tensors as inference tensors.
    ///
    /// @return the setting before, to be restored by the caller
    public static boolean setInference(boolean inference) {
        inferenceIsUsed |= inference;
        GradMode mode = CURRENT.get();
        boolean previous = mode.inference;
        mode.inference = inference;
        mode.recording = mode.enabled && !inference;
        return previous;
    }

    // ---- saved tensors ----

    /// What is asked about every tensor that is saved for backward; null if nothing is.
    public static SavedTensorHooks savedTensorHooks() {
        return hooksAreUsed ? CURRENT.get().savedTensorHooks : null;
    }

    /// @param hooks null for none
    /// @return the hooks before, to be restored by the caller
    public static SavedTensorHooks setSavedTensorHooks(SavedTensorHooks hooks) {
        hooksAreUsed |= hooks != null;
        GradMode mode = CURRENT.get();
        SavedTensorHooks previous = mode.savedTensorHooks;
        mode.savedTensorHooks = hooks;
        return previous;
    }

    // ---- mappings over examples ----

    /// The innermost mapping over examples that goes on in this mode; null if there is none.
    public BatchLevel batchLevel() {
        return batchLevel;
    }

    /// @param level null for none
    public void setBatchLevel(BatchLevel level) {
        batchLevel = level;
    }

    // ---- anomalies ----

    /// Whether the first result that is not a number is an error.
    public static boolean detectsAnomalies() {
        return anomalyDetectionIsUsed && CURRENT.get().detectsAnomalies;
    }

    /// @return the setting before, to be restored by the caller
    public static boolean setDetectsAnomalies(boolean detects) {
        anomalyDetectionIsUsed |= detects;
        GradMode mode = CURRENT.get();
        boolean previous = mode.detectsAnomalies;
        mode.detectsAnomalies = detects;
        return previous;
    }
}
