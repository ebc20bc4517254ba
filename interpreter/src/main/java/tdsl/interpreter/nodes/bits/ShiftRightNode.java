package tdsl.interpreter.nodes.bits;

import com.oracle.truffle.api.dsl.Fallback;
import com.oracle.truffle.api.dsl.Specialization;
import tdsl.interpreter.diagnostics.ErrorKind;
import tdsl.interpreter.nodes.arithmetic.BinaryNode;
import tdsl.interpreter.nodes.arithmetic.BinaryOperator;

/// `left >> right`, keeping the sign.
public abstract class ShiftRightNode extends BinaryNode {
    protected ShiftRightNode(boolean updates) {
        super(BinaryOperator.SHIFT_RIGHT, updates);
    }

    @Specialization
    long integers(long left, long right) {
        if (right < 0) {
            throw error(ErrorKind.VALUE, "cannot shift by a negative count: %d", right);
        }
        return left >> Math.min(right, Long.SIZE - 1);
    }

    @Fallback
    Object others(Object left, Object right) {
        return general(left, right);
    }
}
