package tdsl.interpreter.diagnostics.habits;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Members that values of other languages have: what to write instead.
public final class MemberHabits {
    /// By the kind of value, then by name.
    private static final Map<String, Map<String, String>> HINTS = new HashMap<>();

    static {
        String length = "write len(x)";
        String contains = "write `value in x`";
        String map = "write map(f, xs), or [f(x) for x in xs]";
        add("list", length, "length", "size", "len");
        add("list", "write append(value)", "push", "add", "push_back");
        add("list", contains, "contains", "includes", "has");
        add("list", map, "map", "forEach", "each", "apply");
        add("list", "write filter(f, xs), or [x for x in xs if f(x)]", "filter", "where");
        add("list", "write \", \".join(xs)", "join");
        add("list", "write xs[0]", "first", "head");
        add("list", "write xs[-1]", "last");
        add("list", "write xs[start:stop]", "slice", "sublist", "subList");
        add("list", "tensor(xs) makes a tensor of it", "shape", "dtype", "reshape", "T", "mean", "sum", "view");

        add("string", length, "length", "len", "size");
        add("string", contains, "contains", "includes");
        add("string", "a value goes into a string in braces: \"{x:.3f}\"", "format", "formatted");
        add("string", "write strip()", "trim");
        add("string", "write upper()", "toUpperCase", "uppercase");
        add("string", "write lower()", "toLowerCase", "lowercase");
        add("string", "write s[start:stop]", "substring", "substr", "slice");
        add("string", "write startswith(prefix)", "startsWith", "starts_with");
        add("string", "write endswith(suffix)", "endsWith", "ends_with");
        add("string", "`+` joins strings", "concat", "append");

        add("dict", length, "length", "size", "len");
        add("dict", "write `key in d`", "has", "has_key", "contains", "containsKey", "hasOwnProperty");
        add("dict", "write d[key] = value", "put", "set", "add", "insert");
        add("dict", "write pop(key)", "remove", "delete", "discard");
        add("dict", "write items()", "iteritems", "entries");

        add("tensor", "write x.to(\"cuda\"), or x.to(\"cpu\")", "cuda", "cpu", "gpu");
        add("tensor", "x.tolist() gives lists, and save(path, x) writes .npy files", "numpy", "__array__");
        add("tensor", "write x.to(dtype)", "type");
        addConversions("f32", "float", "float32");
        addConversions("f64", "double", "float64");
        addConversions("f16", "half", "float16");
        addConversions("bf16", "bfloat16");
        addConversions("i64", "long", "int64");
        addConversions("i32", "int", "int32");
        addConversions("i16", "short");
        addConversions("i8", "char");
        addConversions("u8", "byte");
        addConversions("bool", "bool", "boolean");
        add("tensor", "write x.clone()", "copy");
        add("tensor", "write cat([x, y])", "append", "extend", "concat", "concatenate");
        add("tensor", "len(x) is the size of its first axis, x.numel() counts its elements", "length", "len", "count");
        add("tensor", "x.ndim is the number of axes", "rank", "dims");
        add(
                "tensor",
                "x.detach() has the same values without history; in `with no_grad()` x itself can change",
                "data");
        add("tensor", "write x.device", "is_cuda", "get_device");
        add("tensor", "x.tolist() gives its elements as lists", "values", "items", "toarray");
        add("tensor", "write x.requires_grad = false, or x.detach()", "freeze");

        add("range", "list(r) makes a list of it", "append", "map", "filter", "tolist", "reshape");
        add("tuple", "a tuple cannot change; list(t) makes a list of it", "append", "extend", "insert", "sort", "pop");
        add("none", "did a function forget to `return`?", "backward", "append", "shape", "item", "sum", "mean");
    }

    private MemberHabits() {}

    private static void add(String kind, String hint, String... names) {
        Map<String, String> hints = HINTS.computeIfAbsent(kind, _ -> new HashMap<>());
        for (String name : names) {
            hints.put(name, hint);
        }
    }

    private static void addConversions(String dtype, String... names) {
        add("tensor", "write x.to(" + dtype + ")", names);
    }

    /// @param kind the name of a type of the language, such as `list`
    public static Optional<String> hint(String kind, String name) {
        return Optional.ofNullable(HINTS.getOrDefault(kind, Map.of()).get(name));
    }
}
