package tdsl.interpreter.nodes.bits;

import com.oracle.truffle.api.dsl.Fallback;
import com.oracle.truffle.api.dsl.Specialization;
import tdsl.interpreter.diagnostics.ErrorKind;
import tdsl.interpreter.nodes.arithmetic.BinaryNode;
import tdsl.interpreter.nodes.arithmetic.BinaryOperator;

/// `left << right`; bits must not be lost.
public abstract class ShiftLeftNode extends BinaryNode {
    protected ShiftLeftNode(boolean updates) {
        super(BinaryOperator.SHIFT_LEFT, updates);
    }

    @Specialization
    long integers(long left, long right) {
        if (right < 0) {
            throw error(ErrorKind.VALUE, "cannot shift by a negative count: %d", right);
        }
        long shifted = right < Long.SIZE ? left << right : 0;
        boolean fits = right < Long.SIZE ? shifted >> right == left : left == 0;
        if (!fits) {
            throw overflow(left, right);
        }
        return shifted;
    }

    @Fallback
    Object others(Object left, Object right) {
        return general(left, right);
    }
}
