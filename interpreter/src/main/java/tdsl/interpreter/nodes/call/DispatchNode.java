package tdsl.interpreter.nodes.call;

import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import com.oracle.truffle.api.dsl.Cached;
import com.oracle.truffle.api.dsl.Idempotent;
import com.oracle.truffle.api.dsl.Specialization;
import com.oracle.truffle.api.nodes.DirectCallNode;
import com.oracle.truffle.api.nodes.Node;
import java.util.Arrays;
import tdsl.interpreter.builtins.Builtin;
import tdsl.interpreter.runtime.Calls;
import tdsl.interpreter.values.functions.ArgumentPlan;
import tdsl.interpreter.values.functions.BoundMethod;
import tdsl.interpreter.values.functions.ClassDefinition;
import tdsl.interpreter.values.functions.ClassValue;
import tdsl.interpreter.values.functions.FunctionCode;
import tdsl.interpreter.values.functions.FunctionValue;
import tdsl.interpreter.values.functions.ObjectValue;

/// Calls a value with evaluated arguments. Remembers the last few functions, so that matching arguments to parameters
/// costs nothing and the callee can be inlined.
public abstract class DispatchNode extends Node {
    static final int CACHE_SIZE = 4;

    final int positionalCount;
    final String[] names;

    /// @param positionalCount how many arguments come by position, or -1 if that differs from call to call
    protected DispatchNode(int positionalCount, String[] names) {
        this.positionalCount = positionalCount;
        this.names = names;
    }

    /// @param supplied the positional values, then the named ones
    public abstract Object execute(Object callee, Object[] supplied);

    @Specialization(
            guards = {"isFixed()", "function.code() == code"},
            limit = "CACHE_SIZE")
    Object function(
            FunctionValue function,
            Object[] supplied,
            @Cached("function.code()") FunctionCode code,
            @Cached("plan(code)") ArgumentPlan plan,
            @Cached("create(code.callTarget())") DirectCallNode call) {
        Object[] arguments = plan.arrange(supplied, 1);
        arguments[0] = function.captured();
        return call.call(arguments);
    }

    @Specialization(
            guards = {"isFixed()", "bound.method().code() == code"},
            limit = "CACHE_SIZE")
    Object method(
            BoundMethod bound,
            Object[] supplied,
            @Cached("bound.method().code()") FunctionCode code,
            @Cached("plan(code)") ArgumentPlan plan,
            @Cached("create(code.callTarget())") DirectCallNode call) {
        return callMethod(bound.receiver(), bound.method(), supplied, plan, call);
    }

    @Specialization(
            guards = {"isFixed()", "object.definition() == definition", "index >= 0"},
            limit = "CACHE_SIZE")
    Object object(
            ObjectValue object,
            Object[] supplied,
            @Cached("object.definition()") ClassDefinition definition,
            @Cached("definition.methodIndex(CALL)") int index,
            @Cached("plan(object.type().method(index).code())") ArgumentPlan plan,
            @Cached("create(object.type().method(index).callTarget())") DirectCallNode call) {
        return callMethod(object, object.type().method(index), supplied, plan, call);
    }

    @Specialization(
            guards = {"isFixed()", "type.definition() == definition"},
            limit = "CACHE_SIZE")
    Object construct(
            ClassValue type,
            Object[] supplied,
            @Cached("type.definition()") ClassDefinition definition,
            @Cached("plan(definition.constructor())") ArgumentPlan plan,
            @Cached("create(definition.constructor().callTarget())") DirectCallNode call) {
        ObjectValue object = new ObjectValue(type);
        Object[] arguments = plan.arrange(supplied, 2);
        arguments[0] = type.captured();
        arguments[1] = object;
        call.call(arguments);
        return object;
    }

    @Specialization(
            guards = {"isFixed()", "callee == builtin"},
            limit = "CACHE_SIZE")
    Object builtin(
            @SuppressWarnings("unused") Builtin callee,
            Object[] supplied,
            @Cached("callee") Builtin builtin,
            @Cached("plan(builtin)") ArgumentPlan plan) {
        return builtin.run(this, plan.arrange(supplied, 0));
    }

    @Specialization(replaces = {"function", "method", "object", "construct", "builtin"})
    @TruffleBoundary
    Object others(Object callee, Object[] supplied) {
        int count = supplied.length - names.length;
        Object[] positional = Arrays.copyOf(supplied, count);
        return Calls.call(this, callee, positional, names, Arrays.copyOfRange(supplied, count, supplied.length));
    }

    static Object callMethod(
            ObjectValue receiver, FunctionValue method, Object[] supplied, ArgumentPlan plan, DirectCallNode call) {
        Object[] arguments = plan.arrange(supplied, 2);
        arguments[0] = method.captured();
        arguments[1] = receiver;
        return call.call(arguments);
    }

    static final String CALL = ObjectValue.CALL;

    @Idempotent
    final boolean isFixed() {
        return positionalCount >= 0;
    }

    final ArgumentPlan plan(Builtin builtin) {
        return builtin.parameters().plan(this, positionalCount, names);
    }

    final ArgumentPlan plan(FunctionCode code) {
        return code.parameters().plan(this, positionalCount, names);
    }
}
