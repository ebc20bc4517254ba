package tdsl.interpreter.builtins;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/// Builtins by name: the functions of one topic, or the methods of one type.
public final class BuiltinTable {
    private final Map<String, Builtin> builtins = new LinkedHashMap<>();

    /// Adds a row; see {@link Builtin#of}.
    public BuiltinTable row(String signature, String documentation, Builtin.Action action) {
        Builtin builtin = Builtin.of(signature, documentation, action);
        builtins.put(builtin.name(), builtin);
        return this;
    }

    /// Null if there is none.
    public Builtin find(String name) {
        return builtins.get(name);
    }

    public Set<String> names() {
        return builtins.keySet();
    }

    public Map<String, Builtin> all() {
        return builtins;
    }
}
