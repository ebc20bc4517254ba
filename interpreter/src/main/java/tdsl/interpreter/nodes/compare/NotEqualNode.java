package tdsl.interpreter.nodes.compare;

import com.oracle.truffle.api.dsl.Fallback;
import com.oracle.truffle.api.dsl.Specialization;
import tdsl.interpreter.nodes.arithmetic.BinaryNode;
import tdsl.interpreter.nodes.arithmetic.BinaryOperator;
import tdsl.interpreter.values.Equality;
import tdsl.tensor.Tensor;

/// `left != right`: by value; of tensors element by element.
public abstract class NotEqualNode extends BinaryNode {
    protected NotEqualNode() {
        super(BinaryOperator.NOT_EQUAL, false);
    }

    @Specialization
    boolean integers(long left, long right) {
        return left != right;
    }

    @Specialization
    boolean floats(double left, double right) {
        return left != right;
    }

    @Specialization
    boolean booleans(boolean left, boolean right) {
        return left != right;
    }

    @Specialization(guards = "areTensors(left, right)")
    Object tensors(Object left, Object right) {
        return general(left, right);
    }

    @Fallback
    boolean others(Object left, Object right) {
        return !Equality.areEqual(left, right);
    }

    /// A tensor is compared element by element with a tensor or number, and differs from anything else.
    static boolean areTensors(Object left, Object right) {
        return left instanceof Tensor && isElementwise(right) || right instanceof Tensor && isElementwise(left);
    }

    private static boolean isElementwise(Object value) {
        return value instanceof Tensor || value instanceof Long || value instanceof Double || value instanceof Boolean;
    }
}
