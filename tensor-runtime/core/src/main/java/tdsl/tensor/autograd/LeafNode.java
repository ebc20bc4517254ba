package tdsl.tensor.autograd;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import tdsl.tensor.Tensor;
import tdsl.tensor.autograd.hooks.HookHandle;

/// A tensor at which gradients arrive and are summed up.
final class LeafNode extends Node {
    private static final Edge[] NO_INPUTS = {};
    private static final Tensor[] NO_GRADIENTS = {};

    private AutogradState state;
    private volatile List<Runnable> accumulated = List.of();

    LeafNode() {
        super("leaf", NO_INPUTS);
    }

    void attach(AutogradState leafState) {
        state = leafState;
    }

    /// @param hook runs whenever a gradient was added
    synchronized HookHandle addHook(Runnable hook) {
        if (accumulated.isEmpty()) {
            accumulated = new CopyOnWriteArrayList<>();
        }
        // Wrapped, since one function may be registered twice.
        Runnable registered = hook::run;
        accumulated.add(registered);
        return new HookHandle(() -> accumulated.remove(registered));
    }

    @Override
    public int outputCount() {
        return 1;
    }

    @Override
    public Tensor[] backward(Tensor[] gradients) {
        return accumulate(gradients[0], false);
    }

    /// As {@link #backward}.
    ///
    /// @param owned whether nothing else refers to the memory of the gradient
    Tensor[] accumulate(Tensor gradient, boolean owned) {
        state.accumulate(gradient, owned);
        accumulated.forEach(Runnable::run);
        return NO_GRADIENTS;
    }

    @Override
    public void release() {
        // A leaf saves nothing.
    }
}
