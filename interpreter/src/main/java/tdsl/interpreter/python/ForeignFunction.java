package tdsl.interpreter.python;

import com.oracle.truffle.api.nodes.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import tdsl.interpreter.builtins.BuiltinCall;
import tdsl.interpreter.builtins.BuiltinTable;
import tdsl.interpreter.diagnostics.ErrorKind;
import tdsl.interpreter.diagnostics.ScriptException;
import tdsl.interpreter.runtime.Calls;
import tdsl.interpreter.runtime.Iteration;
import tdsl.interpreter.values.Kinds;
import tdsl.interpreter.values.None;
import tdsl.interpreter.values.collections.ListValue;
import tdsl.interpreter.values.functions.OpCalls;
import tdsl.tensor.Tensor;
import tdsl.tensor.autograd.function.Function;
import tdsl.tensor.autograd.function.FunctionContext;

/// A differentiable function whose forward and backward are written in another language. Both are called with the
/// {@link FunctionContext} of the call, for the functions of {@link #TABLE}, and then the arguments or the gradients.
record ForeignFunction(Node site, String name, Object forwardCode, Object backwardCode) implements Function {
    static final BuiltinTable TABLE = new BuiltinTable()
            .row(
                    "apply(name, forward, backward, *arguments)",
                    "Applies a differentiable function.",
                    ForeignFunction::apply)
            .row("save_for_backward(context, *tensors)", "Keeps tensors for backward.", ForeignFunction::save)
            .row("saved_tensors(context)", "A list of the tensors that were kept.", ForeignFunction::saved)
            .row("needs_input_grad(context)", "For each argument, whether its gradient is used.", call -> {
                FunctionContext context = context(call);
                int count = context.arguments().length;
                return new ListValue(IntStream.range(0, count)
                        .<Object>mapToObj(context::needsInputGrad)
                        .toList());
            })
            .row("mark_dirty(context, *tensors)", "Says which arguments forward changed.", call -> {
                context(call).markDirty(rest(call));
                return None.VALUE;
            })
            .row("mark_non_differentiable(context, *tensors)", "Says which outputs have no gradient.", call -> {
                context(call).markNonDifferentiable(rest(call));
                return None.VALUE;
            })
            .row("set_materialize_grads(context, value)", "Whether absent gradients are zeros.", call -> {
                context(call).setMaterializeGrads(call.flagOr(1, true));
                return None.VALUE;
            })
            .row("once_differentiable(context)", "Says that backward has no derivative.", call -> {
                context(call).onceDifferentiable();
                return None.VALUE;
            });

    private static Object apply(BuiltinCall call) {
        Function function = new ForeignFunction(call.site(), call.text(0), call.value(1), call.value(2));
        return OpCalls.toScript(call.site(), function.apply(call.rest(3).toArray()));
    }

    private static FunctionContext context(BuiltinCall call) {
        return call.typed(0, FunctionContext.class, "the context of a differentiable function");
    }

    private static Tensor[] rest(BuiltinCall call) {
        return call.tensors(1).toArray(Tensor[]::new);
    }

    private static Object save(BuiltinCall call) {
        List<Tensor> tensors = call.tensors(1);
        for (int i = 0; i < tensors.size(); i++) {
            context(call).save(Integer.toString(i), tensors.get(i));
        }
        return None.VALUE;
    }

    private static Object saved(BuiltinCall call) {
        FunctionContext context = context(call);
        return new ListValue(StreamSupport.stream(context.savedNames().spliterator(), false)
                .<Object>map(context::saved)
                .toList());
    }

    @Override
    public Object forward(FunctionContext context, Object[] arguments) {
        Object result = call(forwardCode, context, List.of(arguments));
        return result instanceof Tensor tensor ? tensor : tensors(result, "forward");
    }

    @Override
    public List<Tensor> backward(FunctionContext context, List<Tensor> gradients) {
        List<Object> arguments = new ArrayList<>();
        gradients.forEach(gradient -> arguments.add(gradient == null ? None.VALUE : gradient));
        return tensors(call(backwardCode, context, arguments), "backward");
    }

    private Object call(Object code, FunctionContext context, List<Object> arguments) {
        List<Object> all = new ArrayList<>();
        all.add(context);
        all.addAll(arguments);
        return Calls.call(site, code, all.toArray());
    }

    private List<Tensor> tensors(Object result, String part) {
        List<Tensor> tensors = new ArrayList<>();
        for (Object value : Iteration.toList(site, result)) {
            tensors.add(
                    switch (value) {
                        case Tensor tensor -> tensor;
                        case None _ -> null;
                        default ->
                            throw new ScriptException(
                                    ErrorKind.TYPE,
                                    "%s: %s must return tensors, not %s".formatted(name, part, Kinds.describe(value)),
                                    site);
                    });
        }
        return tensors;
    }
}
