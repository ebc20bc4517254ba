package tdsl.tensor.autograd;

import tdsl.tensor.GradMode;
import tdsl.tensor.Shapes;
import tdsl.tensor.Storage;
import tdsl.tensor.Tensor;
import tdsl.tensor.autograd.hooks.SavedTensorHooks;
import tdsl.tensor.error.GradException;

/// A value that a backward pass will need: as it is, with the version it had, or as hooks packed it.
public final class SavedTensor {
    /// Without its elements if they are packed.
    private final Tensor tensor;

    private final int version;
    private final Packed packed;

    private record Packed(SavedTensorHooks hooks, Object value, long[] shape, AutogradState history) {}

    /// Saves a tensor as it is, whatever hooks there are.
    SavedTensor(Tensor tensor) {
        if (tensor.storage().isInference()) {
            throw new GradException("%s was made in inference mode and cannot be saved for backward", tensor.describe())
                    .withHint("clone() it outside inference_mode()");
        }
        this.tensor = tensor.snapshot();
        this.version = tensor.storage().version();
        this.packed = null;
    }

    private SavedTensor(Tensor tensor, SavedTensorHooks hooks) {
        this.tensor = null;
        this.version = 0;
        this.packed = new Packed(hooks, pack(tensor, hooks), tensor.shape(), tensor.autograd());
    }

    /// Saves a tensor, by the hooks of this thread if there are any.
    public static SavedTensor of(Tensor tensor) {
        SavedTensorHooks hooks = GradMode.savedTensorHooks();
        return hooks == null || tensor.isWeak() ? new SavedTensor(tensor) : new SavedTensor(tensor, hooks);
    }

    private static Object pack(Tensor tensor, SavedTensorHooks hooks) {
        // What the hooks do themselves saves nothing by them.
        SavedTensorHooks previous = GradMode.setSavedTensorHooks(null);
        boolean recording = GradMode.set(false);
        try {
            return hooks.pack(tensor.detach());
        } finally {
            GradMode.set(recording);
            GradMode.setSavedTensorHooks(previous);
        }
    }

    /// Whether every {@link #get} asks the hooks again.
    boolean isPacked() {
        return packed != null;
    }

    /// Whether the value lies in this memory, and no hooks have it.
    boolean isIn(Storage memory) {
        return tensor != null && tensor.storage() == memory;
    }

    /// The value, with the history that it had.
    ///
    /// @param role how the node used the tensor, such as `its output`
    /// @throws GradException if it was changed in place since
    public Tensor get(Node node, String role) {
        return get(node.name(), node.origin(), role);
    }

    /// As {@link #get(Node, String)}, for an operation that has no node of its own.
    ///
    /// @param origin where the operation was called; null if that is not known
    public Tensor get(String operation, Object origin, String role) {
        if (packed != null) {
            return unpack(operation, role);
        }
        int now = tensor.storage().version();
        if (now != version) {
            GradException error = new GradException(
                    "%s: %s, %s, was changed in place after it was saved for backward (version %d, now %d)",
                    operation, role, tensor.describe(), version, now);
            error.withHint("clone() it before the change, or do not change it in place");
            error.madeAt(origin);
            throw error.changedAt(tensor.storage().changePlace());
        }
        return tensor;
    }

    private Tensor unpack(String operation, String role) {
        boolean recording = GradMode.set(false);
        Tensor value;
        try {
            value = packed.hooks().unpack(packed.value());
        } finally {
            GradMode.set(recording);
        }
        if (!value.layout().hasShape(packed.shape())) {
            throw new GradException(
                    "%s: the saved-tensor hooks gave a tensor of shape %s for %s, which had shape %s",
                    operation, Shapes.format(value.shape()), role, Shapes.format(packed.shape()));
        }
        Tensor unpacked = value.detach();
        unpacked.setAutograd(packed.history());
        return unpacked;
    }

    /// The value was needed for the last time.
    public void release() {
        if (packed != null) {
            packed.hooks().release(packed.value());
        }
    }
}
