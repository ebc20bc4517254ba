package tdsl.interpreter.builtins;

import java.util.stream.Collectors;
import tdsl.interpreter.diagnostics.ErrorKind;
import tdsl.interpreter.diagnostics.ScriptException;
import tdsl.interpreter.runtime.Containers;
import tdsl.interpreter.runtime.Truth;
import tdsl.interpreter.values.Kinds;
import tdsl.interpreter.values.None;
import tdsl.interpreter.values.text.Display;

/// Printing, types, checks and the clock.
final class CoreBuiltins {
    private static final double NANOS_PER_SECOND = 1e9;

    static final BuiltinTable TABLE = new BuiltinTable()
            .row(
                    "print(*values, sep=\" \", end=\"\\n\")",
                    "Writes the values, separated by `sep`, then `end`.",
                    CoreBuiltins::print)
            .row(
                    "len(value)",
                    "The number of elements; of a tensor, the size of its first axis.",
                    call -> Containers.length(call.site(), call.value(0)))
            .row("type(value)", "The type of a value: `int`, `list`, a class.", call -> Kinds.typeOf(call.value(0)))
            .row(
                    "assert(condition, message=none)",
                    "Fails with a ValueError unless the condition holds.",
                    CoreBuiltins::check)
            .row(
                    "time()",
                    "Seconds, as a float, from an arbitrary start: differences measure durations.",
                    _ -> System.nanoTime() / NANOS_PER_SECOND);

    private CoreBuiltins() {}

    private static Object print(BuiltinCall call) {
        String text = call.rest(0).stream().map(Display::bare).collect(Collectors.joining(call.textOr(1, " ")));
        call.context().output().print(text + call.textOr(2, "\n"));
        return None.VALUE;
    }

    private static Object check(BuiltinCall call) {
        if (!Truth.of(call.site(), call.value(0), "assert")) {
            String message = call.has(1) ? Display.bare(call.value(1)) : "assertion failed";
            throw new ScriptException(ErrorKind.VALUE, message, call.site());
        }
        return None.VALUE;
    }
}
