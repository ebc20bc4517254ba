package tdsl.interpreter.python;

import java.util.ArrayList;
import java.util.List;
import tdsl.interpreter.builtins.Builtin;
import tdsl.interpreter.values.None;
import tdsl.interpreter.values.collections.ListValue;
import tdsl.interpreter.values.collections.TupleValue;
import tdsl.interpreter.values.functions.FormalParameter;
import tdsl.interpreter.values.functions.OpFunction;
import tdsl.tensor.dispatch.Op;
import tdsl.tensor.dispatch.Parameter;

/// The parameters of a function, as the package needs them to make a Python function of the same signature.
///
/// @param result what an op returns, as its row writes it; empty where that is not declared
/// @param isOverloaded whether there are other parameters, too
record CallSignature(String name, List<Entry> parameters, String result, boolean isOverloaded) {
    /// One parameter.
    ///
    /// @param kind "ordinary", "rest" for what takes the remaining positional arguments, or "named"
    /// @param defaultText as a script would write it; null if the argument must be given
    record Entry(String name, String kind, String defaultText) {
        private TupleValue toValue() {
            return TupleValue.of(name, kind, defaultText == null ? None.VALUE : defaultText);
        }
    }

    /// @return null if the value does not tell
    static CallSignature of(Object function) {
        return switch (function) {
            case Builtin builtin -> ofBuiltin(builtin);
            case OpFunction op -> ofOp(op.op());
            default -> null;
        };
    }

    private static CallSignature ofBuiltin(Builtin builtin) {
        List<Entry> entries = new ArrayList<>();
        for (FormalParameter parameter : builtin.parameters().parameters()) {
            String kind = switch (parameter.kind()) {
                case ORDINARY -> "ordinary";
                case REST -> "rest";
                case NAME_ONLY -> "named";
            };
            entries.add(new Entry(parameter.name(), kind, parameter.defaultText()));
        }
        return new CallSignature(builtin.name(), entries, "", false);
    }

    private static CallSignature ofOp(Op op) {
        List<Entry> entries = new ArrayList<>();
        for (Parameter parameter : op.signature().parameters()) {
            String kind = parameter.variadic() ? "rest" : "ordinary";
            entries.add(new Entry(parameter.name(), kind, parameter.required() ? null : parameter.defaultText()));
        }
        return new CallSignature(op.name(), entries, op.signature().result(), op.hasAlternative());
    }

    /// A tuple of the components, the parameters as a list of tuples.
    Object toValue() {
        return TupleValue.of(
                name,
                new ListValue(
                        List.copyOf(parameters.stream().map(Entry::toValue).toList())),
                result,
                isOverloaded);
    }
}
