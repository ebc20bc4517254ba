package tdsl.interpreter.nodes.arithmetic;

import com.oracle.truffle.api.dsl.Fallback;
import com.oracle.truffle.api.dsl.NodeChild;
import com.oracle.truffle.api.dsl.Specialization;
import tdsl.interpreter.diagnostics.ErrorKind;
import tdsl.interpreter.nodes.ExpressionNode;
import tdsl.interpreter.values.Kinds;
import tdsl.tensor.Tensor;

/// `+operand`: the operand, which must be a number or tensor.
@NodeChild("operand")
public abstract class PlusNode extends ExpressionNode {
    @Specialization
    long integer(long operand) {
        return operand;
    }

    @Specialization
    double real(double operand) {
        return operand;
    }

    @Specialization
    Object tensor(Tensor operand) {
        return operand;
    }

    @Fallback
    Object others(Object operand) {
        throw error(ErrorKind.TYPE, "unary + is not defined for %s", Kinds.describe(operand));
    }
}
