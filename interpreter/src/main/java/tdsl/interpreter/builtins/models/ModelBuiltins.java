package tdsl.interpreter.builtins.models;

import tdsl.interpreter.builtins.BuiltinCall;
import tdsl.interpreter.builtins.BuiltinTable;
import tdsl.interpreter.diagnostics.ErrorKind;
import tdsl.interpreter.diagnostics.Origin;
import tdsl.interpreter.diagnostics.Suggestion;
import tdsl.interpreter.runtime.Tensors;
import tdsl.interpreter.values.Kinds;
import tdsl.interpreter.values.None;
import tdsl.interpreter.values.collections.DictValue;
import tdsl.interpreter.values.collections.ListValue;
import tdsl.tensor.GradMode;
import tdsl.tensor.Tensor;

/// Parameters and state of models, which are objects, lists and dicts that hold tensors.
public final class ModelBuiltins {
    public static final BuiltinTable TABLE = new BuiltinTable()
            .row(
                    "param(tensor)",
                    "A tensor of the same values that a model learns: a leaf that requires a gradient.",
                    ModelBuiltins::param)
            .row(
                    "buffer(tensor)",
                    "A tensor of the same values that belongs to a model's state but is not learnt.",
                    ModelBuiltins::buffer)
            .row(
                    "params(model)",
                    "Every parameter below the model, each once, in the order of fields.",
                    call -> new ListValue(ModelState.of(call.value(0)).parameters()))
            .row(
                    "state(model)",
                    "A dict of names such as `layers.0.weight` to parameters and buffers.",
                    call -> ModelState.of(call.value(0)).tensors())
            .row(
                    "load_state(model, state)",
                    "Copies the tensors of a dict, as `state` gives it, into the model's.",
                    ModelBuiltins::loadState)
            .row("train(model)", "Sets the mode of training; returns the model.", call -> setMode(call, true))
            .row("eval(model)", "Sets the mode of evaluation; returns the model.", call -> setMode(call, false));

    private ModelBuiltins() {}

    private static Object param(BuiltinCall call) {
        Tensor tensor = ownCopy(call);
        tensor.requiresGrad(true);
        Origin.mark(tensor, Origin.Role.PARAMETER, call.site());
        return tensor;
    }

    private static Object buffer(BuiltinCall call) {
        Tensor tensor = ownCopy(call);
        Origin.mark(tensor, Origin.Role.BUFFER, call.site());
        return tensor;
    }

    /// A new tensor object, so that marking it does not mark the argument as well; the values are shared.
    private static Tensor ownCopy(BuiltinCall call) {
        return Tensors.asTensor(call.site(), call.value(0)).detach();
    }

    private static Object setMode(BuiltinCall call, boolean training) {
        ModelState.of(call.value(0)).objects().forEach(object -> object.setTraining(training));
        return call.value(0);
    }

    private static Object loadState(BuiltinCall call) {
        DictValue own = ModelState.of(call.value(0)).tensors();
        DictValue given = call.typed(1, DictValue.class, "a dict of tensors");
        requireSameNames(call, own, given);
        boolean previous = GradMode.set(false);
        try {
            own.entries().forEach((name, target) -> copy(call, name, (Tensor) target, given.get(name)));
        } finally {
            GradMode.set(previous);
        }
        return None.VALUE;
    }

    private static void requireSameNames(BuiltinCall call, DictValue own, DictValue given) {
        for (Object name : own.entries().keySet()) {
            if (!given.contains(name)) {
                throw call.error(ErrorKind.VALUE, "the state lacks %s", name);
            }
        }
        for (Object name : given.entries().keySet()) {
            if (!own.contains(name)) {
                var names =
                        own.entries().keySet().stream().map(Object::toString).toList();
                String suggestion = Suggestion.of(name.toString(), names);
                throw call.error(ErrorKind.VALUE, "the model has no %s%s", name, suggestion);
            }
        }
    }

    private static void copy(BuiltinCall call, Object name, Tensor target, Object value) {
        if (!(value instanceof Tensor source)) {
            throw call.error(ErrorKind.TYPE, "%s must be a tensor, not %s", name, Kinds.describe(value));
        }
        if (!target.layout().hasShape(source.shape())) {
            throw call.error(ErrorKind.SHAPE, "%s is %s, the state has %s", name, target.describe(), source.describe());
        }
        target.copy_(source);
    }
}
