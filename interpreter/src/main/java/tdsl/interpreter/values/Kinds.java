package tdsl.interpreter.values;

import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import com.oracle.truffle.api.interop.TruffleObject;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;
import tdsl.interpreter.values.collections.DictValue;
import tdsl.interpreter.values.collections.ListValue;
import tdsl.interpreter.values.collections.RangeValue;
import tdsl.interpreter.values.collections.SequenceView;
import tdsl.interpreter.values.collections.SliceValue;
import tdsl.interpreter.values.collections.TupleValue;
import tdsl.interpreter.values.functions.CallableValue;
import tdsl.interpreter.values.functions.ClassValue;
import tdsl.interpreter.values.functions.ObjectValue;
import tdsl.tensor.DType;
import tdsl.tensor.Device;
import tdsl.tensor.Tensor;

/// What kind of value a value is.
public final class Kinds {
    private static final Map<String, TypeValue> TYPES = new LinkedHashMap<>();

    static {
        add("int", Long.class::isInstance);
        add("float", Double.class::isInstance);
        add("bool", Boolean.class::isInstance);
        add("string", String.class::isInstance);
        add("tensor", Tensor.class::isInstance);
        add("list", ListValue.class::isInstance);
        add("tuple", TupleValue.class::isInstance);
        add("dict", DictValue.class::isInstance);
        add("range", RangeValue.class::isInstance);
        add("slice", SliceValue.class::isInstance);
        add("module", ModuleValue.class::isInstance);
        add("dtype", DType.class::isInstance);
        add("device", Device.class::isInstance);
        add("error", ErrorValue.class::isInstance);
        add("sequence", SequenceView.class::isInstance);
        add("type", value -> value instanceof ClassValue || value instanceof TypeValue || value instanceof ErrorType);
        add("function", CallableValue.class::isInstance);
    }

    private Kinds() {}

    private static void add(String name, Predicate<Object> test) {
        TYPES.put(name, new TypeValue(name, test));
    }

    /// The built-in types by name, those that scripts know as names first.
    public static Map<String, TypeValue> types() {
        return TYPES;
    }

    /// What `type(value)` gives: a built-in type, a class, a kind of error, or none for none.
    @TruffleBoundary
    public static Object typeOf(Object value) {
        return switch (value) {
            case None none -> none;
            case ObjectValue object -> object.type();
            case ErrorValue error -> ErrorType.of(error.kind());
            default ->
                TYPES.values().stream()
                        .filter(type -> type.contains(value))
                        .findFirst()
                        .orElseGet(() -> typeOfOther(value));
        };
    }

    /// Objects of the tensor library have the names of their classes; whatever else there is, is foreign.
    private static TypeValue typeOfOther(Object value) {
        return new TypeValue(
                value instanceof TruffleObject
                        ? "foreign value"
                        : value.getClass().getSimpleName(),
                _ -> true);
    }

    /// What `value is kind` means: membership if `kind` is a type, class or error kind, else identity.
    @TruffleBoundary
    public static boolean is(Object value, Object kind) {
        boolean isMember = switch (kind) {
            case TypeValue type -> type.contains(value);
            case ClassValue type -> value instanceof ObjectValue object && object.type() == type;
            case ErrorType type ->
                value instanceof ErrorValue error && error.kind().isA(type.kind());
            default -> false;
        };
        return isMember || isSame(value, kind);
    }

    private static boolean isSame(Object left, Object right) {
        return switch (left) {
            case Long _, Double _, Boolean _, String _, Device _ -> left.equals(right);
            case DType _ -> Equality.areEqual(left, right);
            default -> left == right;
        };
    }

    /// A value's kind in a message: `an int`, `f32[2, 3]`, `a Linear`.
    @TruffleBoundary
    public static String describe(Object value) {
        return switch (value) {
            case Tensor tensor -> tensor.describe();
            case None _ -> "none";
            case ObjectValue object -> withArticle(object.type().name());
            case ClassValue type -> "the class " + type.name();
            case ErrorType type -> "the error kind " + type.name();
            case TypeValue type -> "the type " + type.name();
            case ModuleValue module -> "the module " + module.name();
            case CallableValue callable -> "the function " + callable.name();
            case ErrorValue error -> withArticle(error.kind().label());
            default -> withArticle(typeOf(value).toString());
        };
    }

    /// A noun with `a` or `an` before it.
    public static String withArticle(String noun) {
        boolean startsWithVowel = "aeiouAEIOU".indexOf(noun.charAt(0)) >= 0;
        return (startsWithVowel ? "an " : "a ") + noun;
    }
}
