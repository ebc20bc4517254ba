package tdsl.interpreter.nodes.bits;

import com.oracle.truffle.api.dsl.Fallback;
import com.oracle.truffle.api.dsl.Specialization;
import tdsl.interpreter.nodes.arithmetic.BinaryNode;
import tdsl.interpreter.nodes.arithmetic.BinaryOperator;

/// `left ^ right`, of ints, bools or tensors.
public abstract class BitXorNode extends BinaryNode {
    protected BitXorNode(boolean updates) {
        super(BinaryOperator.BIT_XOR, updates);
    }

    @Specialization
    long integers(long left, long right) {
        return left ^ right;
    }

    @Specialization
    boolean booleans(boolean left, boolean right) {
        return left ^ right;
    }

    @Fallback
    Object others(Object left, Object right) {
        return general(left, right);
    }
}
