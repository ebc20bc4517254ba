package tdsl.interpreter.builtins.autograd;

import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import com.oracle.truffle.api.nodes.Node;
import tdsl.interpreter.diagnostics.Failures;
import tdsl.interpreter.values.functions.CallableValue;
import tdsl.tensor.error.TensorException;

/// A function made of another one.
final class TransformedFunction extends CallableValue {
    /// What a call does.
    @FunctionalInterface
    interface Action {
        Object call(Node site, Object[] positional, String[] names, Object[] named);
    }

    private final String name;
    private final Action action;

    /// @param name as messages show it, such as `grad(loss)`
    TransformedFunction(String name, Action action) {
        this.name = name;
        this.action = action;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    @TruffleBoundary
    public Object call(Node site, Object[] positional, String[] names, Object[] named) {
        try {
            return action.call(site, positional, names, named);
        } catch (TensorException failure) {
            throw Failures.fromTensor(failure, site);
        }
    }

    @Override
    public String toString() {
        return "<fn " + name + ">";
    }
}
