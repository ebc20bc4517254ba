package tdsl.tensor.autograd;

import java.util.LinkedHashMap;
import java.util.Map;
import tdsl.tensor.Tensor;
import tdsl.tensor.error.GradException;

/// What one call of a {@link Function} keeps from forward to backward.
public final class FunctionContext {
    private final Object[] arguments;
    private final boolean[] needsGrad;
    private final Map<String, Tensor> forwardSaved = new LinkedHashMap<>();
    private final Map<String, SavedTensor> saved = new LinkedHashMap<>();
    private FunctionNode node;

    FunctionContext(Object[] arguments, boolean[] needsGrad) {
        this.arguments = arguments;
        this.needsGrad = needsGrad;
    }

    /// Keeps a tensor for backward: an argument, an output, or an intermediate value.
    public void save(String name, Tensor tensor) {
        forwardSaved.put(name, tensor);
    }

    /// A tensor kept by {@link #save}.
    ///
    /// @throws GradException if it was changed in place since
    public Tensor saved(String name) {
        SavedTensor tensor = saved.get(name);
        if (tensor == null) {
            throw new GradException("%s: nothing was saved as '%s'", node.name(), name);
        }
        return tensor.get(node, "the saved '" + name + "'");
    }

    /// The names given to {@link #save}, in order.
    public Iterable<String> savedNames() {
        return saved.keySet();
    }

    public Object[] arguments() {
        return arguments;
    }

    /// Whether the gradient of this tensor argument (counted among tensors) will be used.
    public boolean needsGrad(int tensorArgument) {
        return needsGrad[tensorArgument];
    }

    /// After the outputs have their history, so that a saved output is found with it.
    void attach(FunctionNode functionNode) {
        node = functionNode;
        forwardSaved.forEach((name, tensor) -> saved.put(name, new SavedTensor(tensor)));
        forwardSaved.clear();
    }

    /// @return whether there was anything to drop
    boolean release() {
        boolean held = !saved.isEmpty();
        saved.clear();
        return held;
    }
}
