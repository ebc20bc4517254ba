package tdsl.interpreter.diagnostics.habits;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Names that users of Python, NumPy and PyTorch bring along: what to write instead.
public final class NameHabits {
    private static final Map<String, String> NAMES = new HashMap<>();
    private static final Map<String, String> MODULES = new HashMap<>();
    /// Functions of NumPy by the name that the same has here.
    private static final Map<String, String> FUNCTIONS = Map.ofEntries(
            Map.entry("array", "tensor"),
            Map.entry("asarray", "tensor"),
            Map.entry("as_tensor", "tensor"),
            Map.entry("from_numpy", "tensor"),
            Map.entry("power", "pow"),
            Map.entry("repeat", "repeat_interleave"),
            Map.entry("mod", "remainder"),
            Map.entry("str", "string"),
            Map.entry("repr", "string"),
            Map.entry("Tensor", "tensor"));

    static {
        String builtIn = "its operations are built in: zeros(3), exp(x), …";
        add(NAMES, builtIn, "torch", "np", "numpy", "jnp", "tf", "F");
        add(NAMES, "mathematical functions are built in: sqrt(x), floor(x), pi, inf, nan", "math");
        add(NAMES, "write none", "null", "nil", "undefined", "NULL", "NaN");
        add(NAMES, "in a method, the object is self", "this");
        add(NAMES, "an empty block is { }", "pass");
        add(NAMES, "write x is int, or x is Name for a class", "isinstance", "issubclass", "instanceof", "typeof");
        add(NAMES, "read_text(path) and write_text(path, text) read and write files", "open");
        add(NAMES, "a script ends with its last line; `throw ValueError(\"…\")` ends it early", "exit", "quit");
        add(NAMES, "throw ValueError(\"…\"), or another kind of error", "Exception", "RuntimeError", "Error");
        add(NAMES, "a failed assert is a ValueError", "AssertionError");
        add(NAMES, "a missing key is an IndexError", "KeyError");
        add(NAMES, "a missing attribute is a NameError", "AttributeError");
        add(NAMES, "there is no inheritance: hold the other object in a field", "super");
        add(NAMES, "a list or a dict can stand for a set: `x in xs`", "set", "frozenset");
        add(NAMES, "a value goes into a string in braces: \"{x:.3f}\"", "format", "sprintf", "printf");
        add(NAMES, "write print(…)", "console", "println", "puts");
        add(NAMES, "an attribute is read with a dot: x.name", "getattr", "setattr", "hasattr");
        add(NAMES, "tdsl doc NAME, or :doc NAME in a session, explains it", "help", "dir");

        add(MODULES, builtIn, "torch", "numpy", "tensorflow", "jax");
        add(MODULES, "mathematical functions are built in: sqrt(x), floor(x), pi", "math", "cmath");
        add(MODULES, "json(value) and parse_json(text) are built in", "json");
        add(MODULES, "time() is built in", "time", "datetime", "timeit");
        add(MODULES, "args and env(name) are built in", "sys", "os", "argparse");
        add(MODULES, "read_text, write_text, load and save are built in", "pathlib", "pickle", "csv");
        add(MODULES, "save and load are built in, and read .safetensors", "safetensors", "h5py");
        add(MODULES, "progress(values) is built in", "tqdm");
        add(MODULES, "import plot", "matplotlib");
        add(MODULES, "import sparse", "spconv");
    }

    private NameHabits() {}

    private static void add(Map<String, String> table, String hint, String... names) {
        Arrays.stream(names).forEach(name -> table.put(name, hint));
    }

    /// The name of the same thing here.
    public static Optional<String> replacement(String name) {
        return Optional.ofNullable(FUNCTIONS.get(name));
    }

    /// What to do instead of using an unknown name.
    public static Optional<String> hint(String name) {
        return Optional.ofNullable(NAMES.get(name));
    }

    /// What to do instead of importing a module that there is not.
    public static Optional<String> moduleHint(String name) {
        return Optional.ofNullable(MODULES.get(name));
    }
}
