package tdsl.interpreter.builtins.members;

import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import com.oracle.truffle.api.interop.InteropException;
import com.oracle.truffle.api.interop.InteropLibrary;
import com.oracle.truffle.api.nodes.Node;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import tdsl.interpreter.builtins.Builtin;
import tdsl.interpreter.builtins.BuiltinTable;
import tdsl.interpreter.builtins.autograd.Hooks;
import tdsl.interpreter.builtins.devices.GraphContext;
import tdsl.interpreter.builtins.models.ProfileValue;
import tdsl.interpreter.diagnostics.ErrorKind;
import tdsl.interpreter.diagnostics.ScriptException;
import tdsl.interpreter.diagnostics.Suggestion;
import tdsl.interpreter.runtime.Containers;
import tdsl.interpreter.runtime.Truth;
import tdsl.interpreter.values.Boundary;
import tdsl.interpreter.values.ErrorValue;
import tdsl.interpreter.values.Kinds;
import tdsl.interpreter.values.ModuleValue;
import tdsl.interpreter.values.collections.DictValue;
import tdsl.interpreter.values.collections.ListValue;
import tdsl.interpreter.values.collections.RangeValue;
import tdsl.interpreter.values.collections.TupleValue;
import tdsl.interpreter.values.functions.BoundMethod;
import tdsl.interpreter.values.functions.CallableValue;
import tdsl.interpreter.values.functions.FunctionValue;
import tdsl.interpreter.values.functions.ObjectValue;
import tdsl.interpreter.values.functions.OpFunction;
import tdsl.tensor.Tensor;
import tdsl.tensor.autograd.hooks.HookHandle;
import tdsl.tensor.dispatch.Op;

/// `value.name`: fields, methods, attributes and keys.
public final class Members {
    private static final BuiltinTable NO_METHODS = new BuiltinTable();

    private Members() {}

    /// The op that `tensor.name(…)` calls; null if it is an attribute, something of the language's own, or nothing.
    public static Op tensorOp(String name) {
        OpFunction function = TensorMembers.isMember(name) ? null : OpFunction.find(name);
        return function == null ? null : function.op();
    }

    /// What a call of a tensor's method runs, with the tensor as its first argument; null if there is no such method.
    @TruffleBoundary
    public static CallableValue tensorMethod(String name) {
        Builtin method = TensorMembers.method(name);
        return method != null ? method : OpFunction.find(name);
    }

    /// The names of all methods of tensors, the op table's among them.
    @TruffleBoundary
    public static Collection<String> tensorMethods() {
        return TensorMembers.names().stream()
                .filter(name -> tensorMethod(name) != null)
                .toList();
    }

    /// The method of the language's own that `receiver.name(…)` calls, the same for all receivers of one Java class;
    /// null if it is something else.
    @TruffleBoundary
    public static Builtin builtinMethod(Object receiver, String name) {
        return switch (receiver) {
            case Tensor _ -> TensorMembers.method(name);
            case ObjectValue _, ModuleValue _, ErrorValue _ -> null;
            default -> methodsOf(receiver).find(name);
        };
    }

    /// `receiver.name`.
    ///
    /// @param site the whole expression
    /// @param nameSite the name in it, for errors
    /// @throws ScriptException NameError if there is no such member
    @TruffleBoundary
    public static Object read(Node site, Node nameSite, Object receiver, String name) {
        Object value = find(site, receiver, name);
        if (value != null) {
            return value;
        }
        Optional<String> hint = MissingMembers.hint(site, receiver, name);
        ScriptException error = receiver instanceof DictValue dict
                ? Containers.missingKey(nameSite, dict, name)
                : new ScriptException(
                        ErrorKind.NAME,
                        "%s has no member %s%s"
                                .formatted(
                                        Kinds.describe(receiver),
                                        name,
                                        hint.isPresent() ? "" : suggestion(receiver, name)),
                        nameSite);
        hint.ifPresent(error::withHint);
        throw error;
    }

    /// Null if there is no such member.
    static Object find(Node site, Object receiver, String name) {
        return switch (receiver) {
            case ObjectValue object -> objectMember(site, object, name);
            case ModuleValue module -> module.member(name);
            case ErrorValue error -> error.member(name);
            case Tensor tensor -> TensorMembers.find(site, tensor, name);
            case DictValue dict -> {
                Object method = method(dict, name);
                yield method != null ? method : dict.get(name);
            }
            case CallableValue _ -> method(receiver, name);
            default -> {
                Object method = method(receiver, name);
                yield method != null ? method : foreign(receiver, name);
            }
        };
    }

    private static Object objectMember(Node site, ObjectValue object, String name) {
        int field = object.definition().fieldIndex(name);
        if (field >= 0) {
            if (object.field(field) == null) {
                throw new ScriptException(
                        ErrorKind.NAME, "the field " + name + " is used before it is initialised", site);
            }
            return object.field(field);
        }
        FunctionValue method = object.type().findMethod(name);
        if (method != null) {
            return new BoundMethod(object, method);
        }
        return name.equals(ObjectValue.TRAINING) ? object.isTraining() : null;
    }

    private static Object method(Object receiver, String name) {
        Builtin method = methodsOf(receiver).find(name);
        return method == null ? null : new BoundBuiltin(receiver, method);
    }

    private static BuiltinTable methodsOf(Object receiver) {
        return switch (receiver) {
            case ListValue _ -> ListMethods.TABLE;
            case TupleValue _, RangeValue _ -> ListMethods.OF_FIXED_SEQUENCES;
            case DictValue _ -> DictMethods.TABLE;
            case String _ -> StringMethods.TABLE;
            case CallableValue _ -> FunctionMethods.TABLE;
            case HookHandle _ -> Hooks.HANDLE_METHODS;
            case GraphContext _ -> GraphContext.METHODS;
            case ProfileValue _ -> ProfileValue.METHODS;
            default -> NO_METHODS;
        };
    }

    private static Object foreign(Object receiver, String name) {
        InteropLibrary library = InteropLibrary.getUncached();
        try {
            return Boundary.answersMessages(receiver) && library.isMemberReadable(receiver, name)
                    ? Boundary.toScript(library.readMember(receiver, name))
                    : null;
        } catch (InteropException e) {
            throw new IllegalStateException("a foreign object denies a member that it said it has", e);
        }
    }

    private static String suggestion(Object receiver, String name) {
        return Suggestion.of(name, names(receiver));
    }

    /// What can follow the dot, for completion and suggestions.
    @TruffleBoundary
    public static Collection<String> names(Object receiver) {
        return switch (receiver) {
            case ObjectValue object -> object.definition().memberNames();
            case ModuleValue module -> module.memberNames();
            case ErrorValue _ -> ErrorValue.MEMBERS;
            case Tensor _ -> TensorMembers.names();
            case DictValue dict -> {
                List<String> names = new ArrayList<>(DictMethods.TABLE.names());
                dict.entries().keySet().forEach(key -> names.add(key.toString()));
                yield names;
            }
            default -> methodsOf(receiver).names();
        };
    }

    /// `receiver.name = value`.
    ///
    /// @throws ScriptException NameError or TypeError if that cannot be set
    @TruffleBoundary
    public static void write(Node site, Object receiver, String name, Object value) {
        switch (receiver) {
            case ObjectValue object -> writeField(site, object, name, value);
            case Tensor tensor -> TensorMembers.write(site, tensor, name, value);
            case DictValue dict -> dict.put(name, value);
            default -> writeForeign(site, receiver, name, value);
        }
    }

    private static void writeField(Node site, ObjectValue object, String name, Object value) {
        int field = object.definition().fieldIndex(name);
        if (field >= 0) {
            object.setField(field, value);
        } else if (name.equals(ObjectValue.TRAINING)) {
            object.setTraining(Truth.of(site, value, "training"));
        } else {
            String message = "%s has no field %s%s".formatted(Kinds.describe(object), name, suggestion(object, name));
            throw new ScriptException(ErrorKind.NAME, message, site)
                    .withHint("fields are declared in the class: let " + name + " = …");
        }
    }

    private static void writeForeign(Node site, Object receiver, String name, Object value) {
        InteropLibrary library = InteropLibrary.getUncached();
        try {
            boolean isForeign = Boundary.answersMessages(receiver) && !(receiver instanceof ModuleValue);
            if (isForeign && library.isMemberWritable(receiver, name)) {
                library.writeMember(receiver, name, Boundary.toForeign(value));
                return;
            }
        } catch (InteropException e) {
            throw new ScriptException(ErrorKind.TYPE, "the foreign object refuses the value: " + e, site);
        }
        throw new ScriptException(ErrorKind.TYPE, "members of " + Kinds.describe(receiver) + " cannot be set", site);
    }
}
