package tdsl.interpreter.runtime;

import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import com.oracle.truffle.api.interop.TruffleObject;
import com.oracle.truffle.api.nodes.Node;
import tdsl.interpreter.diagnostics.ErrorKind;
import tdsl.interpreter.diagnostics.ScriptException;
import tdsl.interpreter.values.Kinds;
import tdsl.interpreter.values.functions.BoundMethod;
import tdsl.interpreter.values.functions.CallableValue;
import tdsl.interpreter.values.functions.FunctionValue;
import tdsl.interpreter.values.functions.ObjectValue;
import tdsl.tensor.Device;

/// What `with` takes: something that is entered before a block and left after it.
public interface ContextValue extends TruffleObject {
    /// Enters the context.
    ///
    /// @return what `with … as name` binds
    Object enter();

    /// Leaves the context after the block has ended.
    void exit();

    /// Leaves the context after the block has failed.
    default void abandon() {
        exit();
    }

    /// A value as a context: one of the language's, or an object with the methods `enter` and `exit`.
    ///
    /// @throws ScriptException TypeError if it is neither
    @TruffleBoundary
    public static ContextValue of(Node site, Object value) {
        if (value instanceof ContextValue context) {
            return context;
        }
        if (value instanceof Device device) {
            return new DeviceContext(device);
        }
        if (value instanceof ObjectValue object) {
            FunctionValue enter = object.type().findMethod("enter");
            FunctionValue exit = object.type().findMethod("exit");
            if (enter != null && exit != null) {
                return new OfObject(site, new BoundMethod(object, enter), new BoundMethod(object, exit));
            }
        }
        throw new ScriptException(ErrorKind.TYPE, Kinds.describe(value) + " is not a context", site)
                .withHint(
                        value instanceof CallableValue callable
                                ? "call it: with " + callable.name() + "() { … }"
                                : "an object with the methods enter and exit is one");
    }

    /// A context written in the language.
    record OfObject(Node site, BoundMethod enterMethod, BoundMethod exitMethod) implements ContextValue {
        @Override
        @TruffleBoundary
        public Object enter() {
            return enterMethod.call(site);
        }

        @Override
        @TruffleBoundary
        public void exit() {
            exitMethod.call(site);
        }
    }
}
