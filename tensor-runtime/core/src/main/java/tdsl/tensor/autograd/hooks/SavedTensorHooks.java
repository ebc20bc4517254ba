package tdsl.tensor.autograd.hooks;

import java.util.function.Supplier;
import tdsl.tensor.GradMode;
import tdsl.tensor.Tensor;

/// What becomes of the tensors that operations save for backward, as PyTorch's `saved_tensors_hooks`: while the
/// hooks are in force, each saved tensor is replaced by what `pack` makes of it. Such tensors are not checked for
/// changes in place.
public interface SavedTensorHooks {
    /// Called when an operation saves a tensor, without history and with recording off.
    ///
    /// @return what is kept instead
    Object pack(Tensor tensor);

    /// Called in a backward pass, with recording off, each time that the tensor is needed.
    ///
    /// @param packed what {@link #pack} returned
    /// @return a tensor of the same shape and dtype
    Tensor unpack(Object packed);

    /// Called when a backward pass has gone by and what was kept will not be asked for again.
    default void release(Object packed) {}

    /// Runs an action with these hooks in force, instead of those around it.
    default <T> T around(Supplier<T> action) {
        SavedTensorHooks previous = GradMode.setSavedTensorHooks(this);
        try {
            return action.get();
        } finally {
            GradMode.setSavedTensorHooks(previous);
        }
    }
}
