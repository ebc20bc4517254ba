package tdsl.interpreter.builtins.models;

import tdsl.interpreter.builtins.BuiltinTable;

/// Contexts that act on every operation called in them.
public final class CallContexts {
    public static final BuiltinTable TABLE = new BuiltinTable()
            .row(
                    "profile()",
                    "A context that counts the operations called in it and takes their time: after `let p = profile()` and"
                            + " `with p { … }`, `print(p)` shows a table, and `p.rows()` has it as a list of dicts.",
                    _ -> new ProfileValue());

    private CallContexts() {}
}
