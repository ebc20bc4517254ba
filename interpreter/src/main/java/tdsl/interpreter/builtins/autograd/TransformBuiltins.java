package tdsl.interpreter.builtins.autograd;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import tdsl.interpreter.builtins.BuiltinCall;
import tdsl.interpreter.builtins.BuiltinTable;
import tdsl.interpreter.diagnostics.ErrorKind;
import tdsl.interpreter.runtime.Calls;
import tdsl.interpreter.values.None;
import tdsl.interpreter.values.collections.ListValue;
import tdsl.interpreter.values.collections.TupleValue;
import tdsl.interpreter.values.functions.CallableValue;
import tdsl.tensor.Tensor;
import tdsl.tensor.autograd.Gradients;
import tdsl.tensor.autograd.transform.Pullback;
import tdsl.tensor.autograd.transform.Transforms;

/// Functions made of functions: derivatives, and gradients of tensors.
public final class TransformBuiltins {
    public static final BuiltinTable TABLE = new BuiltinTable()
            .row(
                    "grad(f, inputs=none, grad_outputs=none, *, wrt=0, has_aux=false, retain_graph=none,"
                            + " create_graph=false, allow_unused=false, materialize_grads=false)",
                    "Of a function that returns one number, the function that gives its gradient with respect to the"
                            + " positional argument `wrt`, or a tuple of gradients for a list of arguments. With"
                            + " `has_aux=true` the function returns a tuple of the number and anything else, and the"
                            + " result is a tuple of the gradient and that.\n\n"
                            + "Of a tensor or several, the gradients with respect to `inputs`, starting from"
                            + " `grad_outputs`; `grad` of leaves stays as it is. An input that takes no part is an error,"
                            + " or gives none with `allow_unused=true`, zeros with `materialize_grads=true`.",
                    TransformBuiltins::grad)
            .row(
                    "value_and_grad(f, wrt=0, *, has_aux=false)",
                    "The function that gives a tuple of the result and what `grad(f)` gives.",
                    call -> gradient(call, wrt(call, 1), call.flagOr(2, false), true))
            .row(
                    "vjp(f, *primals)",
                    "A tuple of `f(*primals)` and a function that takes gradients of the result and gives a tuple of"
                            + " those of the primals.",
                    TransformBuiltins::vjp)
            .row(
                    "jvp(f, primals, tangents)",
                    "A tuple of `f(*primals)` and its derivative along the tangents.",
                    TransformBuiltins::jvp)
            .row(
                    "jacobian(f, wrt=0)",
                    "The function that gives the derivatives of every element of the result by every element of the"
                            + " argument `wrt`, `[*result, *argument]`.",
                    TransformBuiltins::jacobian)
            .row(
                    "hessian(f, wrt=0)",
                    "The function that gives the second derivatives of a function that returns one number.",
                    TransformBuiltins::hessian);

    private TransformBuiltins() {}

    private static final int GRAD_WRT = 3;

    private static Object grad(BuiltinCall call) {
        if (Tree.tensors(call.value(0)).isEmpty()) {
            int wrt = call.has(GRAD_WRT) ? GRAD_WRT : 1;
            return gradient(call, wrt(call, wrt), call.flagOr(4, false), false);
        }
        boolean createGraph = call.flagOr(6, false);
        Gradients.Options options = new Gradients.Options(
                call.flagOr(5, createGraph), createGraph, call.flagOr(7, false), call.flagOr(8, false));
        if (!call.has(1)) {
            throw call.error(ErrorKind.TYPE, "missing argument 'inputs': the tensors to differentiate by");
        }
        List<Tensor> gradients =
                Gradients.of(call.tensors(0), call.tensors(1), call.has(2) ? call.tensors(2) : null, options);
        if (call.value(1) instanceof Tensor) {
            return orNone(gradients.getFirst());
        }
        return TupleValue.copyOf(
                gradients.stream().map(TransformBuiltins::orNone).toList());
    }

    private static Object orNone(Tensor gradient) {
        return gradient == null ? None.VALUE : gradient;
    }

    /// @param withValue whether the result comes with the gradients
    private static Object gradient(BuiltinCall call, Wrt wrt, boolean hasAux, boolean withValue) {
        return transformed(call, (site, positional, names, named) -> {
            DifferentiatedCall inner = new DifferentiatedCall(
                    site, call.builtin().name(), call.value(0), positional, names, named, wrt.arguments());
            Transforms.ValueAndGradients found =
                    Transforms.valueAndGrad(given -> inner.callForOne(given, hasAux), inner.primals());
            Object gradients = inner.likeArguments(found.gradients(), wrt.isSingle());
            if (!withValue) {
                return hasAux ? TupleValue.of(gradients, inner.aux()) : gradients;
            }
            Object value = hasAux ? TupleValue.of(found.value(), inner.aux()) : found.value();
            return TupleValue.of(value, gradients);
        });
    }

    private static Object vjp(BuiltinCall call) {
        Object[] primals = call.rest(1).toArray();
        DifferentiatedCall inner = allArguments(call, primals);
        Pullback pullback = Pullback.of(inner::call, inner.primals());
        Object back = transformed(call, (_, positional, _, _) -> {
            List<Tensor> cotangents = new ArrayList<>();
            for (Object argument : positional) {
                cotangents.addAll(Tree.tensors(argument));
            }
            return inner.likeArguments(pullback.pull(cotangents), false);
        });
        return TupleValue.of(inner.resultWith(pullback.outputs()), back);
    }

    private static Object jvp(BuiltinCall call) {
        DifferentiatedCall inner = allArguments(call, call.list(1).toArray());
        Pullback pullback = Pullback.of(inner::call, inner.primals());
        List<Tensor> tangents = new ArrayList<>();
        call.list(2).forEach(tangent -> tangents.addAll(Tree.tensors(tangent)));
        return TupleValue.of(inner.resultWith(pullback.outputs()), inner.resultWith(pullback.push(tangents)));
    }

    private static DifferentiatedCall allArguments(BuiltinCall call, Object[] primals) {
        int[] all = IntStream.range(0, primals.length).toArray();
        return new DifferentiatedCall(
                call.site(), call.builtin().name(), call.value(0), primals, new String[0], new Object[0], all);
    }

    private static Object jacobian(BuiltinCall call) {
        Wrt wrt = wrt(call, 1);
        return transformed(call, (site, positional, names, named) -> {
            DifferentiatedCall inner =
                    new DifferentiatedCall(site, "jacobian", call.value(0), positional, names, named, wrt.arguments());
            List<Tensor> jacobians = Transforms.jacobian(given -> inner.callForOne(given, false), inner.primals());
            return inner.likeArguments(jacobians, wrt.isSingle());
        });
    }

    private static Object hessian(BuiltinCall call) {
        Wrt wrt = wrt(call, 1);
        return transformed(call, (site, positional, names, named) -> {
            DifferentiatedCall inner =
                    new DifferentiatedCall(site, "hessian", call.value(0), positional, names, named, wrt.arguments());
            List<Object> rows = new ArrayList<>();
            for (List<Tensor> row : Transforms.hessian(given -> inner.callForOne(given, false), inner.primals())) {
                rows.add(inner.likeArguments(row, wrt.isSingle()));
            }
            return inner.likeArguments(rows, wrt.isSingle());
        });
    }

    // ---- arguments ----

    /// @param isSingle whether one argument was named by its number, and not in a list
    private record Wrt(int[] arguments, boolean isSingle) {}

    private static Wrt wrt(BuiltinCall call, int index) {
        return switch (call.value(index)) {
            case ListValue _, TupleValue _ ->
                new Wrt(
                        call.list(index).stream()
                                .mapToInt(argument -> argument instanceof Long number ? number.intValue() : -1)
                                .toArray(),
                        false);
            case null, default -> new Wrt(new int[] {(int) call.integerOr(index, 0)}, true);
        };
    }

    private static TransformedFunction transformed(BuiltinCall call, TransformedFunction.Action action) {
        Object function = call.value(0);
        Calls.requireCallable(call.site(), function);
        String inner = function instanceof CallableValue callable ? callable.name() : "…";
        return new TransformedFunction(call.builtin().name() + "(" + inner + ")", action);
    }
}
