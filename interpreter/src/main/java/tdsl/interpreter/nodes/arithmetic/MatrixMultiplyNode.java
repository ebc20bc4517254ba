package tdsl.interpreter.nodes.arithmetic;

import com.oracle.truffle.api.dsl.Specialization;

/// `left @ right`, of tensors.
public abstract class MatrixMultiplyNode extends BinaryNode {
    protected MatrixMultiplyNode(boolean updates) {
        super(BinaryOperator.MATRIX_MULTIPLY, updates);
    }

    @Specialization
    Object others(Object left, Object right) {
        return general(left, right);
    }
}
