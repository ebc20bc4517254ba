package tdsl.interpreter.nodes.arithmetic;

import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import com.oracle.truffle.api.nodes.Node;
import tdsl.interpreter.values.functions.BoundMethod;
import tdsl.interpreter.values.functions.FunctionValue;
import tdsl.interpreter.values.functions.ObjectValue;

/// Operators on objects of scripts' classes: each is a call of the method that has the name of the operator's op, such
/// as `add` for `+`. Where the left operand has none, it is the right one's method with an `r` before the name, and the
/// left operand is the argument.
final class OperatorMethods {
    private OperatorMethods() {}

    /// What the operands' method gives; null if they have none.
    @TruffleBoundary
    static Object binaryOrNull(Node site, BinaryOperator operator, Object left, Object right) {
        BoundMethod method = methodOrNull(left, operator.methodName());
        if (method != null) {
            return method.call(site, right);
        }
        BoundMethod reflected = methodOrNull(right, "r" + operator.methodName());
        return reflected == null ? null : reflected.call(site, left);
    }

    /// What the operand's method gives; null if it has none.
    @TruffleBoundary
    static Object unaryOrNull(Node site, String name, Object operand) {
        BoundMethod method = methodOrNull(operand, name);
        return method == null ? null : method.call(site);
    }

    private static BoundMethod methodOrNull(Object value, String name) {
        if (!(value instanceof ObjectValue object)) {
            return null;
        }
        FunctionValue method = object.type().findMethod(name);
        return method == null ? null : new BoundMethod(object, method);
    }
}
