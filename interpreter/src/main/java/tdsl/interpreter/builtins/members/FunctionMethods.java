package tdsl.interpreter.builtins.members;

import java.util.Map;
import tdsl.interpreter.builtins.BuiltinCall;
import tdsl.interpreter.builtins.BuiltinTable;
import tdsl.interpreter.diagnostics.ErrorKind;
import tdsl.interpreter.runtime.ForeignDicts;
import tdsl.interpreter.values.Kinds;
import tdsl.interpreter.values.functions.CallableValue;

/// Methods of functions, classes and whatever else can be called.
final class FunctionMethods {
    static final BuiltinTable TABLE = new BuiltinTable()
            .row(
                    "call(function, positional=none, named=none)",
                    "Calls it with the elements of a list as positional and those of a dict as named arguments.",
                    FunctionMethods::call);

    private FunctionMethods() {}

    private static Object call(BuiltinCall call) {
        CallableValue function = call.typed(0, CallableValue.class, "a function");
        Object[] positional = call.has(1) ? call.list(1).toArray() : new Object[0];
        Map<String, Object> named = call.has(2) ? named(call) : Map.of();
        return function.call(
                call.site(),
                positional,
                named.keySet().toArray(String[]::new),
                named.values().toArray());
    }

    private static Map<String, Object> named(BuiltinCall call) {
        Map<String, Object> named = ForeignDicts.entriesByName(call.site(), call.value(2));
        if (named == null) {
            throw call.error(
                    ErrorKind.TYPE,
                    "named arguments come in a dict with their names as keys, not in %s",
                    Kinds.describe(call.value(2)));
        }
        return named;
    }
}
