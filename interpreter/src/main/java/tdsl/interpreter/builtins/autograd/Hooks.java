package tdsl.interpreter.builtins.autograd;

import com.oracle.truffle.api.nodes.Node;
import tdsl.interpreter.builtins.BuiltinCall;
import tdsl.interpreter.builtins.BuiltinTable;
import tdsl.interpreter.diagnostics.ErrorKind;
import tdsl.interpreter.diagnostics.ScriptException;
import tdsl.interpreter.runtime.Calls;
import tdsl.interpreter.values.Kinds;
import tdsl.interpreter.values.None;
import tdsl.tensor.Tensor;
import tdsl.tensor.autograd.hooks.HookHandle;

/// Functions of scripts that backward calls.
public final class Hooks {
    /// What a registered hook can do.
    public static final BuiltinTable HANDLE_METHODS = new BuiltinTable()
            .row("remove(handle)", "Takes the hook away.", call -> {
                call.typed(0, HookHandle.class, "a hook handle").remove();
                return None.VALUE;
            });

    private Hooks() {}

    /// `tensor.register_hook(hook)`.
    public static Object onGradient(BuiltinCall call) {
        Node site = call.site();
        Object hook = call.value(1);
        return call.tensor(0).registerHook(gradient -> tensorOrNone(site, Calls.call(site, hook, gradient)));
    }

    private static Tensor tensorOrNone(Node site, Object returned) {
        return switch (returned) {
            case Tensor tensor -> tensor;
            case None _ -> null;
            default ->
                throw new ScriptException(
                        ErrorKind.TYPE, "a hook must return a tensor or none, not " + Kinds.describe(returned), site);
        };
    }

    /// `tensor.register_post_accumulate_grad_hook(hook)`.
    public static Object onAccumulated(BuiltinCall call) {
        Node site = call.site();
        Object hook = call.value(1);
        return call.tensor(0).registerPostAccumulateGradHook(tensor -> Calls.call(site, hook, tensor));
    }
}
