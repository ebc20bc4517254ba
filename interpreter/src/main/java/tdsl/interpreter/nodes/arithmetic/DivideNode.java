package tdsl.interpreter.nodes.arithmetic;

import com.oracle.truffle.api.dsl.Fallback;
import com.oracle.truffle.api.dsl.Specialization;

/// `left / right`, always a float between plain numbers.
public abstract class DivideNode extends BinaryNode {
    protected DivideNode(boolean updates) {
        super(BinaryOperator.DIVIDE, updates);
    }

    @Specialization
    double integers(long left, long right) {
        if (right == 0) {
            throw divisionByZero();
        }
        return (double) left / right;
    }

    @Specialization
    double floats(double left, double right) {
        if (right == 0) {
            throw divisionByZero();
        }
        return left / right;
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
