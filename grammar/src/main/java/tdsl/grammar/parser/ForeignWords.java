package tdsl.grammar.parser;

import java.util.Map;
import java.util.Optional;

/// Words that are keywords in other languages but plain names here. They are only looked at where the source is wrong
/// already.
final class ForeignWords {
    private static final String FUNCTION = "a function is written `fn name(x) { … }`";
    private static final String VARIABLE = "a variable is declared with `let`";
    private static final String ELSE_IF = "write `else if`";

    private static final Map<String, String> HINTS = Map.ofEntries(
            Map.entry("def", FUNCTION),
            Map.entry("func", FUNCTION),
            Map.entry("function", FUNCTION),
            Map.entry("lambda", "a function without a name is written `fn(x) => …`"),
            Map.entry("elif", ELSE_IF),
            Map.entry("elsif", ELSE_IF),
            Map.entry("elseif", ELSE_IF),
            Map.entry("var", VARIABLE),
            Map.entry("val", VARIABLE),
            Map.entry("const", VARIABLE),
            Map.entry("except", "write `catch`"),
            Map.entry("raise", "write `throw`"),
            Map.entry("print", "call it: `print(…)`"),
            Map.entry("assert", "call it: `assert(condition, message)`"),
            Map.entry("del", "variables end with their block; `d.pop(key)` removes from a dict or list"),
            Map.entry("global", "assign to the outer variable directly"),
            Map.entry("nonlocal", "assign to the outer variable directly"),
            Map.entry("step", "write `by`, as in `0..10 by 2`"),
            Map.entry("to", "a range is written `0..10`"));

    private ForeignWords() {}

    static Optional<String> hintFor(String word) {
        return Optional.ofNullable(HINTS.get(word));
    }
}
