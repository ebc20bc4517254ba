package tdsl.tensor.autograd;

import tdsl.tensor.Tensor;
import tdsl.tensor.error.GradException;

/// A value that a backward pass will need, with the version it had.
final class SavedTensor {
    private final Tensor tensor;
    private final int version;

    SavedTensor(Tensor tensor) {
        this.tensor = tensor.snapshot();
        this.version = tensor.storage().version();
    }

    /// @param role how the node used the tensor, such as `its output`
    Tensor get(Node node, String role) {
        int now = tensor.storage().version();
        if (now != version) {
            GradException error = new GradException(
                    "%s: %s, %s, was changed in place after it was saved for backward (version %d, now %d)",
                    node.name(), role, tensor.describe(), version, now);
            error.withHint("clone() it before the change, or do not change it in place");
            throw error.madeAt(node.origin());
        }
        return tensor;
    }
}
