package tdsl.interpreter.builtins.members;

import com.oracle.truffle.api.nodes.Node;
import tdsl.interpreter.values.functions.CallableValue;

/// A method of a built-in type, or an op, together with the value that it was taken from: `xs.append`, `x.sum`.
final class BoundBuiltin extends CallableValue {
    private final Object receiver;
    private final CallableValue function;

    /// @param function takes the receiver as its first argument
    BoundBuiltin(Object receiver, CallableValue function) {
        this.receiver = receiver;
        this.function = function;
    }

    @Override
    public String name() {
        return function.name();
    }

    @Override
    public Object call(Node site, Object[] positional, String[] names, Object[] named) {
        Object[] all = new Object[positional.length + 1];
        all[0] = receiver;
        System.arraycopy(positional, 0, all, 1, positional.length);
        return function.call(site, all, names, named);
    }

    @Override
    public String toString() {
        return "<method " + name() + ">";
    }
}
