package tdsl.interpreter.nodes.compare;

import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import com.oracle.truffle.api.dsl.Fallback;
import com.oracle.truffle.api.dsl.Specialization;
import tdsl.interpreter.nodes.arithmetic.BinaryNode;
import tdsl.interpreter.nodes.arithmetic.BinaryOperator;
import tdsl.interpreter.values.Ordering;

/// `left >= right`: of numbers by value, of strings, lists and tuples from the front, of tensors element by element.
public abstract class GreaterOrEqualNode extends BinaryNode {
    protected GreaterOrEqualNode() {
        super(BinaryOperator.GREATER_OR_EQUAL, false);
    }

    @Specialization
    boolean integers(long left, long right) {
        return left >= right;
    }

    @Specialization
    boolean floats(double left, double right) {
        return left >= right;
    }

    @Specialization
    boolean intAndFloat(long left, double right) {
        return left >= right;
    }

    @Specialization
    boolean floatAndInt(double left, long right) {
        return left >= right;
    }

    @Specialization(guards = "haveOrder(left, right)")
    @TruffleBoundary
    boolean ordered(Object left, Object right) {
        return Ordering.compare(left, right) >= 0;
    }

    @Fallback
    Object others(Object left, Object right) {
        return general(left, right);
    }

    @TruffleBoundary
    static boolean haveOrder(Object left, Object right) {
        return !(left instanceof Number) && Ordering.isDefined(left, right);
    }
}
