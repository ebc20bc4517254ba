package tdsl.interpreter.builtins.members;

import com.oracle.truffle.api.interop.UnknownIdentifierException;
import com.oracle.truffle.api.interop.UnsupportedMessageException;
import com.oracle.truffle.api.nodes.Node;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import tdsl.interpreter.TdslContext;
import tdsl.interpreter.values.Boundary;
import tdsl.interpreter.values.None;
import tdsl.interpreter.values.collections.ListValue;
import tdsl.interpreter.values.functions.CallableValue;
import tdsl.tensor.Tensor;

/// The members of a value as other languages see them: what scripts write after the dot, and for tensors what those
/// need who have no `x[1:3] = 0`.
public final class ForeignMembers {
    private ForeignMembers() {}

    /// All names, as an array of other languages.
    public static ListValue names(Object receiver) {
        Set<String> names = new TreeSet<>(Members.names(receiver));
        if (receiver instanceof Tensor) {
            names.addAll(TensorExchange.METHODS.names());
        }
        names.removeIf(name -> isAbsent(receiver, name));
        return new ListValue(List.copyOf(names));
    }

    public static boolean isReadable(Node site, Object receiver, String name) {
        return isMethod(receiver, name) || !isAbsent(receiver, name) && find(site, receiver, name) != null;
    }

    /// A vector has no last two axes to exchange; for scripts that is an error with a message.
    private static boolean isAbsent(Object receiver, String name) {
        return name.equals("mT") && receiver instanceof Tensor tensor && tensor.rank() < 2;
    }

    public static boolean isInvocable(Node site, Object receiver, String name) {
        return isMethod(receiver, name) || find(site, receiver, name) instanceof CallableValue;
    }

    /// True for most methods, which need not be made to know that they exist.
    private static boolean isMethod(Object receiver, String name) {
        return receiver instanceof Tensor && Members.tensorOp(name) != null;
    }

    public static boolean isWritable(Object receiver, String name) {
        return receiver instanceof Tensor && TensorMembers.WRITABLE.contains(name);
    }

    public static Object read(Node site, Object receiver, String name) throws UnknownIdentifierException {
        return Boundary.toForeign(required(site, receiver, name));
    }

    public static Object invoke(Node site, Object receiver, String name, Object[] arguments)
            throws UnknownIdentifierException, UnsupportedMessageException {
        if (!(required(site, receiver, name) instanceof CallableValue method)) {
            throw UnsupportedMessageException.create();
        }
        return TdslContext.get(site).entered(() -> Boundary.toForeign(method.call(site, Boundary.toScript(arguments))));
    }

    public static void write(Node site, Object receiver, String name, Object value) throws UnknownIdentifierException {
        if (!isWritable(receiver, name)) {
            throw UnknownIdentifierException.create(name);
        }
        TdslContext.get(site).entered(() -> {
            Members.write(site, receiver, name, Boundary.toScript(value));
            return None.VALUE;
        });
    }

    private static Object required(Node site, Object receiver, String name) throws UnknownIdentifierException {
        Object value = find(site, receiver, name);
        if (value == null) {
            throw UnknownIdentifierException.create(name);
        }
        return value;
    }

    private static Object find(Node site, Object receiver, String name) {
        var exchange = receiver instanceof Tensor ? TensorExchange.METHODS.find(name) : null;
        return exchange != null
                ? new BoundBuiltin(receiver, exchange)
                : TdslContext.get(site).entered(() -> Members.find(site, receiver, name));
    }
}
