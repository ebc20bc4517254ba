package tdsl.interpreter.nodes.bits;

import com.oracle.truffle.api.dsl.Fallback;
import com.oracle.truffle.api.dsl.Specialization;
import tdsl.interpreter.nodes.arithmetic.BinaryNode;
import tdsl.interpreter.nodes.arithmetic.BinaryOperator;

/// `left & right`, of ints, bools or tensors; unlike `and`, it always evaluates both.
public abstract class BitAndNode extends BinaryNode {
    protected BitAndNode(boolean updates) {
        super(BinaryOperator.BIT_AND, updates);
    }

    @Specialization
    long integers(long left, long right) {
        return left & right;
    }

    @Specialization
    boolean booleans(boolean left, boolean right) {
        return left & right;
    }

    @Fallback
    Object others(Object left, Object right) {
        return general(left, right);
    }
}
