package tdsl.interpreter.values.functions;

import com.oracle.truffle.api.nodes.Node;

/// A method together with the object that it was taken from: `o.method`.
public final class BoundMethod extends CallableValue {
    private final ObjectValue receiver;
    private final FunctionValue method;

    public BoundMethod(ObjectValue receiver, FunctionValue method) {
        this.receiver = receiver;
        this.method = method;
    }

    public ObjectValue receiver() {
        return receiver;
    }

    public FunctionValue method() {
        return method;
    }

    @Override
    public String name() {
        return method.name();
    }

    @Override
    public Object call(Node site, Object[] positional, String[] names, Object[] named) {
        return method.callOn(site, receiver, positional, names, named);
    }

    @Override
    public String toString() {
        return "<method " + receiver.type().name() + "." + name()
                + method.code().parameters().shortForm() + ">";
    }
}
