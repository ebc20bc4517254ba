package tdsl.interpreter.python;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import tdsl.interpreter.builtins.Builtin;
import tdsl.interpreter.builtins.BuiltinCall;
import tdsl.interpreter.builtins.BuiltinTable;
import tdsl.interpreter.builtins.Builtins;
import tdsl.interpreter.builtins.members.Members;
import tdsl.interpreter.runtime.Calls;
import tdsl.interpreter.runtime.Containers;
import tdsl.interpreter.runtime.ContextValue;
import tdsl.interpreter.runtime.Subscripts;
import tdsl.interpreter.values.Boundary;
import tdsl.interpreter.values.Kinds;
import tdsl.interpreter.values.ModuleValue;
import tdsl.interpreter.values.None;
import tdsl.interpreter.values.Scope;
import tdsl.interpreter.values.TensorMemory;
import tdsl.interpreter.values.collections.DictValue;
import tdsl.interpreter.values.collections.EllipsisValue;
import tdsl.interpreter.values.collections.ListValue;
import tdsl.interpreter.values.collections.TupleValue;
import tdsl.interpreter.values.functions.OpFunction;
import tdsl.interpreter.values.text.Display;

/// The module that the Python package `tdsl` is written on: what Python syntax cannot say to objects of this language.
///
/// All of its functions take positional arguments, as foreign functions do. Values pass as {@link Boundary} says;
/// containers are made by {@code list}, {@code tuple} and {@code dict}.
public final class PythonBridge {
    /// The name under which the module is imported; no name for scripts.
    public static final String NAME = "_python";

    private static final BuiltinTable FUNCTIONS = new BuiltinTable()
            .row("list(*items)", "A list of the arguments.", call -> new ListValue(call.rest(0)))
            .row("tuple(*items)", "A tuple of the arguments.", call -> TupleValue.copyOf(call.rest(0)))
            .row("dict(*items)", "A dict of keys and values by turns.", PythonBridge::dict)
            .row("slice(start, stop, step)", "A slice.", PythonBridge::slice)
            .row("kind(value)", "The name of the value's type.", PythonBridge::kind)
            .row("text(value)", "The value as it is shown within others.", call -> Display.quoted(call.value(0)))
            .row("find(name)", "What scripts know by a name; none if nothing.", PythonBridge::find)
            .row("names()", "The names that scripts know.", _ -> new ListValue(List.copyOf(Builtins.names())))
            .row("method(name)", "What calls of a tensor's method run, the tensor first.", PythonBridge::method)
            .row(
                    "methods()",
                    "The names of methods of tensors.",
                    _ -> new ListValue(List.copyOf(Members.tensorMethods())))
            .row("signature(function)", "Its name, parameters and result; none if unknown.", PythonBridge::signature)
            .row("documentation(function)", "What it does; empty if it does not say.", PythonBridge::documentation)
            .row("index(container, *items)", "container[items]", PythonBridge::index)
            .row("assign(container, value, *items)", "container[items] = value", PythonBridge::assign)
            .row("member(object, name)", "object.name", PythonBridge::member)
            .row("set_member(object, name, value)", "object.name = value", PythonBridge::setMember)
            .row("members(object)", "The names of the object's members.", PythonBridge::members)
            .row("call(function, names, *arguments)", "A call, its last arguments by these names.", PythonBridge::call)
            .row("bytes(tensor)", "The bytes of a contiguous tensor, each as a character.", PythonBridge::bytes)
            .row("enter(context)", "Enters a context.", PythonBridge::enter)
            .row("exit(context)", "Leaves a context.", PythonBridge::exit)
            .row("evaluate(code, name)", "The value of a program.", PythonBridge::evaluate)
            .row("module(name)", "The standard module of a name.", PythonBridge::standardModule)
            .row("load_module(path)", "The module in a file.", PythonBridge::loadModule)
            .row("source(module)", "The text of a module of the package; none if there is none.", PythonSources::find)
            .row("stub(module)", "What is written of a module's stub; none if nothing is.", PythonSources::findStub);

    private PythonBridge() {}

    /// The module, made anew for a context.
    public static ModuleValue module() {
        Scope scope = new Scope(NAME);
        FUNCTIONS.all().forEach((name, function) -> scope.cell(name).set(function));
        ForeignFunction.TABLE.all().forEach((name, function) -> scope.cell(name).set(function));
        scope.cell("ellipsis").set(EllipsisValue.VALUE);
        return new ModuleValue(scope);
    }

    private static Object dict(BuiltinCall call) {
        DictValue dict = new DictValue();
        List<Object> items = call.rest(0);
        for (int i = 0; i < items.size(); i += 2) {
            dict.put(Containers.checkedKey(call.site(), items.get(i)), items.get(i + 1));
        }
        return dict;
    }

    private static Object slice(BuiltinCall call) {
        return Subscripts.slice(call.site(), call.value(0), call.value(1), call.value(2));
    }

    private static Object kind(BuiltinCall call) {
        return switch (call.value(0)) {
            case None _ -> "none";
            case ContextValue _ -> "context";
            default -> Kinds.typeOf(call.value(0)).toString();
        };
    }

    private static Object find(BuiltinCall call) {
        // A name that is both an op and a function of plain values, or a type, is the op.
        Object op = OpFunction.find(call.text(0));
        Object value = op != null ? op : Builtins.find(call.text(0));
        return value == null ? None.VALUE : value;
    }

    private static Object method(BuiltinCall call) {
        Object method = Members.tensorMethod(call.text(0));
        return method == null ? None.VALUE : method;
    }

    private static Object signature(BuiltinCall call) {
        CallSignature signature = CallSignature.of(call.value(0));
        return signature == null ? None.VALUE : signature.toValue();
    }

    private static Object documentation(BuiltinCall call) {
        return call.value(0) instanceof Builtin method
                ? method.documentation()
                : String.valueOf(Builtins.documentationOf(call.value(0)));
    }

    private static Object index(BuiltinCall call) {
        return Containers.get(call.site(), call.value(0), call.rest(1).toArray());
    }

    private static Object assign(BuiltinCall call) {
        Containers.set(call.site(), call.value(0), call.rest(2).toArray(), call.value(1));
        return None.VALUE;
    }

    private static Object member(BuiltinCall call) {
        return Members.read(call.site(), call.site(), call.value(0), call.text(1));
    }

    private static Object setMember(BuiltinCall call) {
        Members.write(call.site(), call.value(0), call.text(1), call.value(2));
        return None.VALUE;
    }

    private static Object members(BuiltinCall call) {
        return new ListValue(List.copyOf(Members.names(call.value(0))));
    }

    private static Object call(BuiltinCall call) {
        String[] names = call.list(1).toArray(String[]::new);
        Object[] arguments = call.rest(2).toArray();
        int positional = arguments.length - names.length;
        return Calls.call(
                call.site(),
                call.value(0),
                Arrays.copyOf(arguments, positional),
                names,
                Arrays.copyOfRange(arguments, positional, arguments.length));
    }

    private static Object bytes(BuiltinCall call) {
        ByteBuffer memory = TensorMemory.buffer(call.tensor(0));
        return StandardCharsets.ISO_8859_1.decode(memory).toString();
    }

    private static Object enter(BuiltinCall call) {
        return ContextValue.of(call.site(), call.value(0)).enter();
    }

    private static Object exit(BuiltinCall call) {
        ContextValue.of(call.site(), call.value(0)).exit();
        return None.VALUE;
    }

    private static Object evaluate(BuiltinCall call) {
        return call.context().modules().evaluateText(call.site(), call.text(0), call.text(1));
    }

    private static Object standardModule(BuiltinCall call) {
        return call.context().modules().standard(call.site(), call.text(0));
    }

    private static Object loadModule(BuiltinCall call) {
        return call.context().modules().file(call.site(), call.text(0));
    }
}
