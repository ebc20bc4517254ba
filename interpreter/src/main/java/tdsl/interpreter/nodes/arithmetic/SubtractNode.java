package tdsl.interpreter.nodes.arithmetic;

import com.oracle.truffle.api.dsl.Fallback;
import com.oracle.truffle.api.dsl.Specialization;

/// `left - right`.
public abstract class SubtractNode extends BinaryNode {
    protected SubtractNode(boolean updates) {
        super(BinaryOperator.SUBTRACT, updates);
    }

    @Specialization
    long integers(long left, long right) {
        try {
            return Math.subtractExact(left, right);
        } catch (ArithmeticException _) {
            throw overflow(left, right);
        }
    }

    @Specialization
    double floats(double left, double right) {
        return left - right;
    }

    @Specialization
    double intAndFloat(long left, double right) {
        return left - right;
    }

    @Specialization
    double floatAndInt(double left, long right) {
        return left - right;
    }

    @Fallback
    Object others(Object left, Object right) {
        return general(left, right);
    }
}
