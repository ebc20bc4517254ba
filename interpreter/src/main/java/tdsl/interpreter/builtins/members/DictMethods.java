package tdsl.interpreter.builtins.members;

import java.util.List;
import java.util.Map;
import tdsl.interpreter.builtins.BuiltinCall;
import tdsl.interpreter.builtins.BuiltinTable;
import tdsl.interpreter.runtime.Containers;
import tdsl.interpreter.values.None;
import tdsl.interpreter.values.collections.DictValue;
import tdsl.interpreter.values.collections.ListValue;
import tdsl.interpreter.values.collections.TupleValue;

/// Methods of dicts.
final class DictMethods {
    static final BuiltinTable TABLE = new BuiltinTable()
            .row(
                    "keys(dict)",
                    "The keys, in the order of their insertion.",
                    call -> new ListValue(List.copyOf(entries(call).keySet())))
            .row(
                    "values(dict)",
                    "The values, in the order of their keys.",
                    call -> new ListValue(List.copyOf(entries(call).values())))
            .row(
                    "items(dict)",
                    "Pairs of key and value.",
                    call -> new ListValue(entries(call).entrySet().stream()
                            .map(entry -> TupleValue.of(entry.getKey(), entry.getValue()))
                            .toList()))
            .row("get(dict, key, default=none)", "The value under a key, or the default.", call -> {
                Object value = dict(call).get(call.value(1));
                return value != null ? value : absent(call);
            })
            .row("update(dict, other)", "Sets every key of another dict to its value there.", call -> {
                entries(call).putAll(call.typed(1, DictValue.class, "a dict").entries());
                return None.VALUE;
            })
            .row(
                    "pop(dict, key, default=none)",
                    "Removes a key and returns its value; without the key, the default if one is given.",
                    DictMethods::pop)
            .row("clear(dict)", "Removes all entries.", call -> {
                entries(call).clear();
                return None.VALUE;
            })
            .row("copy(dict)", "A new dict of the same entries.", call -> new DictValue(dict(call)));

    private DictMethods() {}

    private static DictValue dict(BuiltinCall call) {
        return call.typed(0, DictValue.class, "a dict");
    }

    private static Map<Object, Object> entries(BuiltinCall call) {
        return dict(call).entries();
    }

    private static Object absent(BuiltinCall call) {
        return call.value(2) == null ? None.VALUE : call.value(2);
    }

    private static Object pop(BuiltinCall call) {
        Object value = dict(call).remove(call.value(1));
        if (value == null && call.value(2) == null) {
            throw Containers.missingKey(call.site(), dict(call), call.value(1));
        }
        return value != null ? value : call.value(2);
    }
}
