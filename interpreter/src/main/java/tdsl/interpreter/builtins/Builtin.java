package tdsl.interpreter.builtins;

import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import com.oracle.truffle.api.nodes.Node;
import tdsl.interpreter.diagnostics.Failures;
import tdsl.interpreter.values.functions.CallableValue;
import tdsl.interpreter.values.functions.ParameterList;
import tdsl.tensor.error.TensorException;

/// A function that is part of the language: its signature, what it does in words, and in Java.
public final class Builtin extends CallableValue {
    /// What a builtin does.
    @FunctionalInterface
    public interface Action {
        /// @return a value of the language
        Object run(BuiltinCall call);
    }

    private final ParameterList parameters;
    private final String documentation;
    private final Action action;

    private Builtin(ParameterList parameters, String documentation, Action action) {
        this.parameters = parameters;
        this.documentation = documentation;
        this.action = action;
    }

    /// A builtin.
    ///
    /// @param signature as people read it, such as `sorted(items, key=none, reverse=false)`; a method has what it
    ///     is called on as its first parameter
    public static Builtin of(String signature, String documentation, Action action) {
        return new Builtin(ParameterList.parse(signature), documentation, action);
    }

    public ParameterList parameters() {
        return parameters;
    }

    public String documentation() {
        return documentation;
    }

    @Override
    public String name() {
        return parameters.owner();
    }

    @Override
    @TruffleBoundary
    public Object call(Node site, Object[] positional, String[] names, Object[] named) {
        return run(site, parameters.bind(site, positional, names, named, 0));
    }

    /// Runs it with one argument per parameter, null where the default is meant.
    @TruffleBoundary
    public Object run(Node site, Object[] arguments) {
        try {
            return action.run(new BuiltinCall(this, site, arguments));
        } catch (TensorException failure) {
            throw Failures.fromTensor(failure, site);
        }
    }

    @Override
    public String toString() {
        return "<fn " + parameters + ">";
    }
}
