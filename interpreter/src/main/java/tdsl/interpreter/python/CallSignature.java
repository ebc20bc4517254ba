package tdsl.interpreter.python;

import java.util.ArrayList;
import java.util.List;
import tdsl.interpreter.builtins.Builtin;
import tdsl.interpreter.values.None;
import tdsl.interpreter.values.collections.ListValue;
import tdsl.interpreter.values.collections.TupleValue;
import tdsl.interpreter.values.functions.ClassValue;
import tdsl.interpreter.values.functions.FormalParameter;
import tdsl.interpreter.values.functions.FunctionValue;
import tdsl.interpreter.values.functions.OpFunction;
import tdsl.interpreter.values.functions.ParameterList;
import tdsl.interpreter.values.functions.ScriptOp;
import tdsl.tensor.dispatch.Op;
import tdsl.tensor.dispatch.Parameter;

/// The parameters of a function, as the package needs them to make a Python function of the same signature,
/// and the stub for it.
///
/// @param result what an op returns, as its row writes it; empty where that is not declared
/// @param alternative of the calls that this one does not fit; null if there are none
record CallSignature(String name, List<Entry> parameters, String result, CallSignature alternative) {
    /// One parameter.
    ///
    /// @param kind "ordinary", "rest" for what takes the remaining positional arguments, or "named"
    /// @param type as the row of an op writes it; empty where none is declared
    /// @param defaultText as a script would write it; null if the argument must be given
    record Entry(String name, String kind, String type, String defaultText) {
        private TupleValue toValue() {
            return TupleValue.of(name, kind, type, defaultText == null ? None.VALUE : defaultText);
        }
    }

    /// @return null if the value does not tell
    static CallSignature of(Object function) {
        return switch (function) {
            case Builtin builtin -> of(builtin.name(), builtin.parameters());
            case OpFunction op -> ofOp(op.op());
            case FunctionValue script -> of(script.name(), script.code().parameters());
            case ClassValue type ->
                of(type.name(), type.definition().constructor().parameters());
            case ScriptOp op -> of(op.name(), op.parameters());
            default -> null;
        };
    }

    private static CallSignature of(String name, ParameterList parameters) {
        List<Entry> entries = new ArrayList<>();
        for (FormalParameter parameter : parameters.parameters()) {
            String kind = switch (parameter.kind()) {
                case ORDINARY -> "ordinary";
                case REST -> "rest";
                case NAME_ONLY -> "named";
            };
            entries.add(new Entry(parameter.name(), kind, "", parameter.defaultText()));
        }
        return new CallSignature(name, entries, "", null);
    }

    private static CallSignature ofOp(Op op) {
        List<Entry> entries = new ArrayList<>();
        for (Parameter parameter : op.signature().parameters()) {
            String kind = parameter.variadic() ? "rest" : "ordinary";
            String type = parameter.type().label() + (parameter.nullable() ? "?" : "");
            entries.add(new Entry(parameter.name(), kind, type, parameter.required() ? null : parameter.defaultText()));
        }
        CallSignature alternative = op.alternative().map(CallSignature::ofOp).orElse(null);
        return new CallSignature(op.name(), entries, op.signature().result(), alternative);
    }

    /// A tuple of the components, the parameters as a list of tuples.
    Object toValue() {
        return TupleValue.of(
                name,
                new ListValue(
                        List.copyOf(parameters.stream().map(Entry::toValue).toList())),
                result,
                alternative == null ? None.VALUE : alternative.toValue());
    }
}
