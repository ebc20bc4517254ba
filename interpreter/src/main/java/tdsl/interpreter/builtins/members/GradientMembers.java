package tdsl.interpreter.builtins.members;

import com.oracle.truffle.api.nodes.Node;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import tdsl.interpreter.builtins.BuiltinCall;
import tdsl.interpreter.builtins.BuiltinTable;
import tdsl.interpreter.builtins.autograd.Hooks;
import tdsl.interpreter.values.None;
import tdsl.tensor.Tensor;
import tdsl.tensor.autograd.Gradients;

/// Attributes and methods of tensors that have to do with gradients.
final class GradientMembers {
    static final Map<String, BiFunction<Node, Tensor, Object>> ATTRIBUTES = new LinkedHashMap<>();

    static final BuiltinTable METHODS = new BuiltinTable()
            .row(
                    "backward(tensor, gradient=none, *, retain_graph=none, create_graph=false, inputs=none)",
                    "Adds the gradient of this tensor to every leaf that it was computed from, or to those listed.",
                    GradientMembers::backward)
            .row(
                    "requires_grad_(tensor, wanted=true)",
                    "Says whether gradients with respect to this leaf are wanted; returns it.",
                    call -> call.tensor(0).requiresGrad(call.flagOr(1, true)))
            .row(
                    "detach_(tensor)",
                    "Cuts this tensor off from the graph; returns it.",
                    call -> call.tensor(0).detach_())
            .row(
                    "retain_grad(tensor)",
                    "Makes backward keep the gradient of this result in `grad`, as of a leaf; returns it.",
                    call -> call.tensor(0).retainGrad())
            .row(
                    "is_inference(tensor)",
                    "Whether this tensor was made in `inference_mode()`.",
                    call -> call.tensor(0).isInference())
            .row(
                    "register_hook(tensor, hook)",
                    "Calls `hook(gradient)` whenever backward has the gradient of this tensor; what it returns, unless"
                            + " none, takes its place. The result has a method `remove()`.",
                    Hooks::onGradient)
            .row(
                    "register_post_accumulate_grad_hook(tensor, hook)",
                    "Calls `hook(tensor)` whenever backward has added to the gradient of this leaf. The result has a"
                            + " method `remove()`.",
                    Hooks::onAccumulated);

    static {
        ATTRIBUTES.put("requires_grad", (_, tensor) -> tensor.requiresGrad());
        ATTRIBUTES.put("is_leaf", (_, tensor) -> tensor.isLeaf());
        ATTRIBUTES.put("retains_grad", (_, tensor) -> tensor.retainsGrad());
        ATTRIBUTES.put("grad", (_, tensor) -> tensor.grad() == null ? None.VALUE : tensor.grad());
    }

    private GradientMembers() {}

    private static Object backward(BuiltinCall call) {
        Tensor tensor = call.tensor(0);
        boolean createGraph = call.flagOr(3, false);
        boolean retainGraph = call.flagOr(2, createGraph);
        Tensor gradient = call.has(1) ? call.tensor(1) : Gradients.implied(tensor);
        if (call.has(4)) {
            List<Tensor> inputs = call.tensors(4);
            tensor.backward(gradient, retainGraph, createGraph, inputs);
        } else {
            tensor.backward(gradient, retainGraph, createGraph);
        }
        return None.VALUE;
    }
}
