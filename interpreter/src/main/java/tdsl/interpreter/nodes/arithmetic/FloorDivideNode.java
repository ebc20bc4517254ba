package tdsl.interpreter.nodes.arithmetic;

import com.oracle.truffle.api.dsl.Fallback;
import com.oracle.truffle.api.dsl.Specialization;

/// `left // right`, rounded towards negative infinity.
public abstract class FloorDivideNode extends BinaryNode {
    protected FloorDivideNode(boolean updates) {
        super(BinaryOperator.FLOOR_DIVIDE, updates);
    }

    @Specialization
    long integers(long left, long right) {
        if (right == 0) {
            throw divisionByZero();
        }
        if (left == Long.MIN_VALUE && right == -1) {
            throw overflow(left, right);
        }
        return Math.floorDiv(left, right);
    }

    @Specialization
    double floats(double left, double right) {
        if (right == 0) {
            throw divisionByZero();
        }
        return Math.floor(left / right);
    }

    @Specialization
    double intAndFloat(long left, double right) {
        return floats(left, right);
    }

    @Specialization
    double floatAndInt(double left, long right) {
        return floats(left, right);
    }

    @Fallback
    Object others(Object left, Object right) {
        return general(left, right);
    }
}
