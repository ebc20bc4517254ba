package tdsl.tensor.autograd.function;

import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import tdsl.tensor.Tensor;
import tdsl.tensor.autograd.SavedTensor;
import tdsl.tensor.error.GradException;

/// What one call of a {@link Function} keeps from forward to backward, and what forward says about its
/// results.
public final class FunctionContext {
    private Object[] arguments;
    private final boolean[] needsInputGrad;
    private final Map<String, Tensor> toSave = new LinkedHashMap<>();
    private final Map<String, Object> kept = new HashMap<>();
    private final Set<Tensor> dirty = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Set<Tensor> nonDifferentiable = Collections.newSetFromMap(new IdentityHashMap<>());
    private boolean materializesGrads = true;
    private boolean onceDifferentiable;

    private FunctionNode node;
    private volatile Map<String, SavedTensor> saved = Map.of();
    /// What was unpacked in this pass.
    private final Map<String, Tensor> unpacked = new HashMap<>();

    FunctionContext(Object[] arguments, boolean[] needsInputGrad) {
        this.arguments = arguments;
        this.needsInputGrad = needsInputGrad;
    }

    // ---- in forward ----

    /// Keeps a tensor for backward: an argument, an output, or an intermediate value. It is checked for
    /// changes in place, and freed when a backward pass has gone by.
    public void save(String name, Tensor tensor) {
        toSave.put(name, tensor);
    }

    /// Keeps a value that is no tensor for backward.
    public void keep(String name, Object value) {
        kept.put(name, value);
    }

    /// Says that forward changed these arguments in place; it must return them too.
    public void markDirty(Tensor... changed) {
        dirty.addAll(Arrays.asList(changed));
    }

    /// Says that nothing depends differentiably on these outputs.
    public void markNonDifferentiable(Tensor... outputs) {
        nonDifferentiable.addAll(Arrays.asList(outputs));
    }

    /// Whether backward is given zeros for outputs that nothing depended on, as it is by default, or null.
    public void setMaterializeGrads(boolean materializes) {
        materializesGrads = materializes;
    }

    /// Says that backward cannot be differentiated: it runs with recording off, and differentiating what it
    /// returns is an error.
    public void onceDifferentiable() {
        onceDifferentiable = true;
    }

    // ---- in both ----

    /// The arguments; in backward with null in the places of tensors, which are there only if they were
    /// saved.
    public Object[] arguments() {
        return arguments;
    }

    /// Whether the gradient of an argument will be used; false for one that is no tensor.
    public boolean needsInputGrad(int argument) {
        return needsInputGrad[argument];
    }

    // ---- in backward ----

    /// A tensor kept by {@link #save}.
    ///
    /// @throws GradException if it was changed in place since
    public Tensor saved(String name) {
        SavedTensor tensor = saved.get(name);
        if (tensor == null) {
            throw new GradException("%s: nothing was saved as '%s'", node.name(), name);
        }
        return unpacked.computeIfAbsent(name, _ -> tensor.get(node, "the saved '" + name + "'"));
    }

    /// The names given to {@link #save}, in order.
    public Iterable<String> savedNames() {
        return saved.keySet();
    }

    /// A value kept by {@link #keep}; null if there is none.
    public Object kept(String name) {
        return kept.get(name);
    }

    public boolean hasKept(String name) {
        return kept.containsKey(name);
    }

    // ---- for the node ----

    boolean isDirty(Tensor tensor) {
        return dirty.contains(tensor);
    }

    Set<Tensor> dirtyTensors() {
        return dirty;
    }

    boolean isNonDifferentiable(Tensor tensor) {
        return nonDifferentiable.contains(tensor);
    }

    boolean materializesGrads() {
        return materializesGrads;
    }

    boolean isOnceDifferentiable() {
        return onceDifferentiable;
    }

    /// After the outputs have their history, so that a saved output is found with it.
    void attach(FunctionNode functionNode) {
        node = functionNode;
        Map<String, SavedTensor> tensors = new LinkedHashMap<>();
        toSave.forEach((name, tensor) -> tensors.put(name, SavedTensor.of(tensor)));
        saved = tensors;
        toSave.clear();
        dirty.clear();
        nonDifferentiable.clear();
        // What backward does not need must not stay in memory.
        arguments = arguments.clone();
        Arrays.setAll(arguments, i -> arguments[i] instanceof Tensor ? null : arguments[i]);
    }

    /// The same call as one backward pass sees it.
    FunctionContext forPass() {
        FunctionContext pass = new FunctionContext(arguments, needsInputGrad);
        pass.kept.putAll(kept);
        pass.node = node;
        pass.saved = saved;
        return pass;
    }

    boolean hasSaved() {
        return !saved.isEmpty();
    }

    void release() {
        Map<String, SavedTensor> held = saved;
        saved = Map.of();
        held.values().forEach(SavedTensor::release);
    }
}
