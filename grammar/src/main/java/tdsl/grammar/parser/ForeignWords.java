package tdsl.grammar.parser;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Words that are keywords elsewhere and plain names here: what to write instead.
final class ForeignWords {
    private static final Map<String, String> HINTS = new HashMap<>();

    static {
        add("a function is written `fn name(x) { … }`", "def", "func", "fun", "function");
        add("a function without a name is written `fn(x) => …`", "lambda");
        add("write `else if`", "elif", "elsif", "elseif");
        add("a variable is declared with `let`", "var", "val", "const", "auto", "int", "float", "string", "bool");
        add("every variable can be assigned: write `let x = …`", "mut");
        add("assign to the outer variable directly", "global", "nonlocal");
        add("variables end with their block; `d.pop(key)` removes from a dict or list", "del", "delete");
        add("write `catch`", "except", "rescue");
        add("write `throw`", "raise");
        add("call it: `print(…)`", "print", "println", "echo");
        add("call it: `assert(condition, message)`", "assert");
        add("a block stands in braces: `{ … }`", "then", "begin");
        add("write `while condition { … }`", "do", "until");
        add("write `while true { … }`", "loop");
        add("write `for x in xs { … }`", "foreach");
        add("write `if not condition { … }`", "unless");
        add("write `if … { } else if … { }`", "switch", "match", "case");
        add("an object is made by calling its class: `Name(…)`", "new");
        add("write `class Name(parameters) { … }`", "struct", "interface", "enum");
        add(
                "a name that begins with `_` is private; every other one is public",
                "public",
                "private",
                "static",
                "export");
        add("there is no `yield`: return a list, or take a function to call", "yield");
        add("functions run to their end when called; nothing needs awaiting", "async", "await");
        add("write `by`, as in `0..10 by 2`", "step");
        add("a range is written `0..10`", "to");
        add("a context is entered by `with no_grad() { … }`", "no_grad", "enable_grad", "inference_mode");
        add("write `import name` or `import \"file.tdsl\" as name`", "include", "require", "use", "using");
    }

    private ForeignWords() {}

    private static void add(String hint, String... words) {
        for (String word : words) {
            HINTS.put(word, hint);
        }
    }

    static Optional<String> hintFor(String word) {
        return Optional.ofNullable(HINTS.get(word));
    }
}
