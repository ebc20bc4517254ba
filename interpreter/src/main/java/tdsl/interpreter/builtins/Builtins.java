package tdsl.interpreter.builtins;

import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import tdsl.interpreter.builtins.autograd.CheckBuiltins;
import tdsl.interpreter.builtins.autograd.MappingBuiltins;
import tdsl.interpreter.builtins.autograd.RecordingBuiltins;
import tdsl.interpreter.builtins.autograd.SavingBuiltins;
import tdsl.interpreter.builtins.autograd.TransformBuiltins;
import tdsl.interpreter.builtins.devices.DeviceBuiltins;
import tdsl.interpreter.builtins.files.IoBuiltins;
import tdsl.interpreter.builtins.files.TensorFiles;
import tdsl.interpreter.builtins.models.CallContexts;
import tdsl.interpreter.builtins.models.ContextBuiltins;
import tdsl.interpreter.builtins.models.ModelBuiltins;
import tdsl.interpreter.diagnostics.ErrorKind;
import tdsl.interpreter.values.ErrorType;
import tdsl.interpreter.values.Kinds;
import tdsl.interpreter.values.None;
import tdsl.interpreter.values.TypeValue;
import tdsl.interpreter.values.functions.CallableValue;
import tdsl.interpreter.values.functions.OpFunction;
import tdsl.tensor.DType;

/// Every name that scripts know without declaring it: builtins, types, dtypes, kinds of error, and all ops.
public final class Builtins {
    /// Values that are not functions, and functions of the language. Ops are found in their own index.
    private static final Map<String, Object> VALUES = new LinkedHashMap<>();

    private static final Map<String, CallableValue> CONVERSIONS = new LinkedHashMap<>();

    static {
        Conversions.TABLE.all().forEach(CONVERSIONS::put);
        CONVERSIONS.put("tensor", OpFunction.find("tensor"));
        addTypes();
        for (DType dtype : DType.values()) {
            VALUES.putIfAbsent(dtype.label(), dtype);
        }
        for (ErrorKind kind : ErrorKind.values()) {
            ErrorType.find(kind.label()).ifPresent(type -> VALUES.put(type.name(), type));
        }
        VALUES.put("args", ContextVariable.ARGUMENTS);
        VALUES.put("newaxis", None.VALUE);
        VALUES.put("inf", Double.POSITIVE_INFINITY);
        VALUES.put("nan", Double.NaN);
        VALUES.put("pi", Math.PI);
        Stream.of(
                        CoreBuiltins.TABLE,
                        NumberBuiltins.TABLE,
                        SequenceBuiltins.TABLE,
                        IoBuiltins.TABLE,
                        TensorFiles.TABLE,
                        ModelBuiltins.TABLE,
                        ContextBuiltins.TABLE,
                        CallContexts.TABLE,
                        RecordingBuiltins.TABLE,
                        TransformBuiltins.TABLE,
                        MappingBuiltins.TABLE,
                        SavingBuiltins.TABLE,
                        CheckBuiltins.TABLE,
                        LibraryBuiltins.TABLE,
                        DTypeBuiltins.TABLE,
                        BufferBuiltins.TABLE,
                        DeviceBuiltins.TABLE)
                .forEach(Builtins::addFunctions);
    }

    private Builtins() {}

    private static void addFunctions(BuiltinTable table) {
        table.all().forEach((name, builtin) -> {
            OpFunction op = OpFunction.find(name);
            VALUES.put(name, op == null ? builtin : new SharedFunction(op, builtin));
        });
    }

    private static void addTypes() {
        for (TypeValue type : Kinds.types().values()) {
            CallableValue conversion = CONVERSIONS.get(type.name());
            if (conversion != null) {
                type.constructWith(conversion);
            }
            VALUES.put(type.name(), type);
        }
    }

    /// The value of a name that needs no declaration; null if there is none.
    @TruffleBoundary
    public static Object find(String name) {
        Object value = VALUES.get(name);
        return value != null ? value : OpFunction.find(name);
    }

    /// The signature and text of a function's documentation, in Markdown; null if the name has none.
    @TruffleBoundary
    public static String documentation(String name) {
        Object value = find(name);
        return documentationOf(value instanceof TypeValue ? CONVERSIONS.get(name) : value);
    }

    /// As {@link #documentation}, of a function itself.
    @TruffleBoundary
    public static String documentationOf(Object function) {
        return switch (function) {
            case SharedFunction shared -> text(shared.builtin()) + "\n\n" + text(shared.op());
            case Builtin builtin -> text(builtin);
            case OpFunction op -> text(op);
            case null, default -> null;
        };
    }

    private static String text(Builtin builtin) {
        return builtin.parameters() + "\n\n" + builtin.documentation();
    }

    private static String text(OpFunction function) {
        return function.op().signature() + "\n\n" + function.op().documentation();
    }

    /// All names, in alphabetical order.
    @TruffleBoundary
    public static Set<String> names() {
        Set<String> names = new TreeSet<>(VALUES.keySet());
        names.addAll(OpFunction.names());
        return names;
    }
}
