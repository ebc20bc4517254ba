package tdsl.interpreter.nodes.arithmetic;

import com.oracle.truffle.api.dsl.Specialization;

/// `left | right`, of ints, bools or tensors; unlike `or`, it always evaluates both.
public abstract class BitOrNode extends BinaryNode {
    protected BitOrNode(boolean updates) {
        super(BinaryOperator.BIT_OR, updates);
    }

    @Specialization
    long integers(long left, long right) {
        return left | right;
    }

    @Specialization
    boolean booleans(boolean left, boolean right) {
        return left | right;
    }

    @Specialization
    Object others(Object left, Object right) {
        return general(left, right);
    }
}
