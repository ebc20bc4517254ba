package tdsl.interpreter.runtime;

import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import com.oracle.truffle.api.interop.ArityException;
import com.oracle.truffle.api.interop.InteropLibrary;
import com.oracle.truffle.api.interop.UnknownIdentifierException;
import com.oracle.truffle.api.interop.UnsupportedMessageException;
import com.oracle.truffle.api.interop.UnsupportedTypeException;
import com.oracle.truffle.api.nodes.Node;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import tdsl.interpreter.TdslContext;
import tdsl.interpreter.diagnostics.ErrorKind;
import tdsl.interpreter.diagnostics.ScriptException;
import tdsl.interpreter.values.Boundary;
import tdsl.interpreter.values.Kinds;
import tdsl.interpreter.values.collections.ListValue;
import tdsl.interpreter.values.functions.BoundMethod;
import tdsl.interpreter.values.functions.CallableValue;
import tdsl.interpreter.values.functions.FunctionValue;
import tdsl.interpreter.values.functions.ObjectValue;
import tdsl.tensor.Tensor;

/// Calls of values of any kind.
public final class Calls {
    private static final String[] NO_NAMES = {};
    private static final Object[] NO_VALUES = {};

    /// The member of a foreign function that takes a list of names, and then the arguments, those of the names last.
    private static final String WITH_NAMES = "with_names";

    private Calls() {}

    /// Calls a value with positional arguments.
    public static Object call(Node site, Object callee, Object... positional) {
        return call(site, callee, positional, NO_NAMES, NO_VALUES);
    }

    /// Calls a value.
    ///
    /// @throws ScriptException TypeError if it cannot be called
    @TruffleBoundary
    public static Object call(Node site, Object callee, Object[] positional, String[] names, Object[] named) {
        CallableValue callable = callableOrNull(callee);
        if (callable != null) {
            return callable.call(site, positional, names, named);
        }
        InteropLibrary library = InteropLibrary.getUncached();
        boolean isForeign = Boundary.answersMessages(callee);
        boolean executable = isForeign && library.isExecutable(callee);
        if (!executable && !(isForeign && library.isInstantiable(callee))) {
            throw new ScriptException(ErrorKind.TYPE, Kinds.describe(callee) + " cannot be called", site);
        }
        if (names.length > 0) {
            return callForeign(library, site, withNames(library, callee, site), all(positional, names, named), true);
        }
        return callForeign(library, site, callee, positional, executable);
    }

    /// What calls a foreign function with named arguments: its member, if it has such a one.
    private static Object withNames(InteropLibrary library, Object callee, Node site) {
        try {
            return library.readMember(callee, WITH_NAMES);
        } catch (UnsupportedMessageException | UnknownIdentifierException e) {
            throw new ScriptException(ErrorKind.TYPE, "this foreign function takes no named arguments", site)
                    .withHint("of other languages' functions, those of Python alone do; give the arguments in order");
        }
    }

    /// The arguments of {@link #withNames}: the names, and all arguments with the named ones last.
    private static Object[] all(Object[] positional, String[] names, Object[] named) {
        List<Object> all = new ArrayList<>();
        all.add(new ListValue(List.of(names)));
        all.addAll(Arrays.asList(positional));
        all.addAll(Arrays.asList(named));
        return all.toArray();
    }

    /// @throws ScriptException TypeError if the value cannot be called
    @TruffleBoundary
    public static void requireCallable(Node site, Object value) {
        InteropLibrary library = InteropLibrary.getUncached();
        boolean isForeign = Boundary.answersMessages(value) && library.isExecutable(value);
        if (callableOrNull(value) == null && !isForeign) {
            throw new ScriptException(ErrorKind.TYPE, Kinds.describe(value) + " cannot be called", site);
        }
    }

    /// The function that calling a value calls; null if it has none.
    private static CallableValue callableOrNull(Object callee) {
        if (callee instanceof ObjectValue object) {
            FunctionValue method = object.type().findMethod(ObjectValue.CALL);
            return method == null ? null : new BoundMethod(object, method);
        }
        return callee instanceof CallableValue callable ? callable : null;
    }

    private static Object callForeign(
            InteropLibrary library, Node site, Object callee, Object[] positional, boolean executable) {
        // Java's own functions take tensors as the Java objects that they are.
        TdslContext context = TdslContext.get(site);
        boolean isHost = context.env().isHostObject(callee) || context.env().isHostFunction(callee);
        Object[] arguments = Arrays.stream(positional)
                .map(value ->
                        isHost && value instanceof Tensor ? Boundary.toHost(context, value) : Boundary.toForeign(value))
                .toArray();
        try {
            Object result = executable ? library.execute(callee, arguments) : library.instantiate(callee, arguments);
            return Boundary.toScript(result);
        } catch (ArityException | UnsupportedTypeException | UnsupportedMessageException e) {
            throw new ScriptException(ErrorKind.TYPE, "the foreign function refuses the arguments: " + e, site);
        }
    }
}
