package tdsl.interpreter.nodes.arithmetic;

import com.oracle.truffle.api.dsl.Fallback;
import com.oracle.truffle.api.dsl.Specialization;

/// `left % right`, with the sign of the divisor.
public abstract class RemainderNode extends BinaryNode {
    protected RemainderNode(boolean updates) {
        super(BinaryOperator.REMAINDER, updates);
    }

    @Specialization
    long integers(long left, long right) {
        if (right == 0) {
            throw divisionByZero();
        }
        return Math.floorMod(left, right);
    }

    @Specialization
    double floats(double left, double right) {
        if (right == 0) {
            throw divisionByZero();
        }
        return floorRemainder(left, right);
    }

    @Specialization
    double intAndFloat(long left, double right) {
        return floats(left, right);
    }

    @Specialization
    double floatAndInt(double left, long right) {
        return floats(left, right);
    }

    private static double floorRemainder(double left, double right) {
        double remainder = left % right;
        if (remainder == 0) {
            return Math.copySign(0.0, right);
        }
        return remainder < 0 != right < 0 ? remainder + right : remainder;
    }

    @Fallback
    Object others(Object left, Object right) {
        return general(left, right);
    }
}
