package tdsl.interpreter.builtins.autograd;

import com.oracle.truffle.api.nodes.Node;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;
import tdsl.interpreter.builtins.BuiltinCall;
import tdsl.interpreter.builtins.BuiltinTable;
import tdsl.interpreter.runtime.Calls;
import tdsl.tensor.Tensor;
import tdsl.tensor.autograd.check.GradCheck;
import tdsl.tensor.error.GradException;

/// Checks of gradients.
public final class CheckBuiltins {
    private static final String PARAMETERS = "(f, inputs, eps=1e-6, atol=1e-5, rtol=1e-3, nondet_tol=0.0,"
            + " raise_exception=true, check_layouts=true)";

    public static final BuiltinTable TABLE = new BuiltinTable()
            .row(
                    "gradcheck" + PARAMETERS,
                    "Compares the gradients of `f(*inputs)` by backward with differences, with respect to all inputs that"
                            + " require one; these are f64. True if all agree, also where inputs and gradients lie"
                            + " differently in memory; else an error that names the elements, or false with"
                            + " `raise_exception=false`.",
                    call -> check(call, GradCheck::gradcheck))
            .row(
                    "gradgradcheck" + PARAMETERS,
                    "As gradcheck, for the second derivatives.",
                    call -> check(call, GradCheck::gradgradcheck));

    private CheckBuiltins() {}

    private interface Check {
        void run(Function<List<Tensor>, List<Tensor>> function, List<Tensor> inputs, GradCheck.Options options);
    }

    private static Object check(BuiltinCall call, Check check) {
        GradCheck.Options defaults = GradCheck.Options.DEFAULT;
        GradCheck.Options options = new GradCheck.Options(
                call.has(2) ? call.real(2) : defaults.eps(),
                call.has(3) ? call.real(3) : defaults.atol(),
                call.has(4) ? call.real(4) : defaults.rtol(),
                call.has(5) ? call.real(5) : defaults.nondetTol(),
                call.flagOr(7, defaults.layouts()));
        Node site = call.site();
        Object given = call.value(1);
        Object[] arguments =
                given instanceof Tensor ? new Object[] {given} : call.list(1).toArray();
        List<Tensor> inputs = List.of(arguments).stream()
                .flatMap(argument -> Tree.tensors(argument).stream())
                .toList();
        Function<List<Tensor>, List<Tensor>> function = tensors -> {
            Iterator<Tensor> next = tensors.iterator();
            Object[] changed = arguments.clone();
            for (int i = 0; i < changed.length; i++) {
                changed[i] = Tree.with(changed[i], next);
            }
            return Tree.tensors(Calls.call(site, call.value(0), changed));
        };
        try {
            check.run(function, inputs, options);
            return true;
        } catch (GradException failure) {
            if (call.flagOr(6, true)) {
                throw failure;
            }
            return false;
        }
    }
}
