package tdsl.tensor.autograd;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import tdsl.tensor.Shapes;
import tdsl.tensor.Tensor;
import tdsl.tensor.autograd.hooks.HookHandle;
import tdsl.tensor.error.GradException;

/// What runs when the gradients of a node's outputs are complete, before the node goes backwards.
final class OutputHooks {
    /// Not a record: two registrations of one function are two hooks.
    private static final class Hook {
        private final int output;
        private final UnaryOperator<Tensor> function;

        Hook(int output, UnaryOperator<Tensor> function) {
            this.output = output;
            this.function = function;
        }
    }

    private final List<Hook> hooks = new CopyOnWriteArrayList<>();
    private final Map<Integer, AutogradState> retained = new ConcurrentHashMap<>();

    /// @param function takes the gradient and returns another one, or null to leave it
    HookHandle add(int output, UnaryOperator<Tensor> function) {
        Hook hook = new Hook(output, function);
        hooks.add(hook);
        return new HookHandle(() -> hooks.remove(hook));
    }

    /// Puts the gradient of an output into a state that is not a leaf's; null for none any more.
    void retain(int output, AutogradState state) {
        if (state == null) {
            retained.remove(output);
        } else {
            retained.put(output, state);
        }
    }

    /// @param gradients one per output; the hooks replace them
    void run(Node node, Tensor[] gradients) {
        for (Hook hook : hooks) {
            Tensor gradient = gradients[hook.output];
            Tensor replacement = gradient == null ? null : hook.function.apply(gradient);
            if (replacement != null) {
                gradients[hook.output] = checked(node, gradient, replacement);
            }
        }
        retained.forEach((output, state) -> {
            if (gradients[output] != null) {
                state.accumulate(gradients[output], false);
            }
        });
    }

    private static Tensor checked(Node node, Tensor gradient, Tensor replacement) {
        if (!gradient.layout().hasShape(replacement.shape())) {
            throw new GradException(
                    "%s: a hook returned a gradient of shape %s for one of shape %s",
                    node.name(), Shapes.format(replacement.shape()), Shapes.format(gradient.shape()));
        }
        return replacement.to(gradient.dtype());
    }
}
