package tdsl.interpreter.nodes.arithmetic;

import com.oracle.truffle.api.dsl.Fallback;
import com.oracle.truffle.api.dsl.NodeChild;
import com.oracle.truffle.api.dsl.Specialization;
import tdsl.interpreter.diagnostics.ErrorKind;
import tdsl.interpreter.nodes.ExpressionNode;
import tdsl.interpreter.nodes.call.LabelledOpCalls;
import tdsl.interpreter.values.Kinds;
import tdsl.tensor.Tensor;
import tdsl.tensor.dispatch.Op;
import tdsl.tensor.ops.OpIndex;

/// `-operand`.
@NodeChild("operand")
public abstract class NegateNode extends ExpressionNode {
    private static final Op OP = OpIndex.find("neg");

    protected abstract ExpressionNode getOperand();

    @Specialization
    long integer(long operand) {
        if (operand == Long.MIN_VALUE) {
            throw error(ErrorKind.ARITHMETIC, "-(%d) does not fit into a 64-bit int", operand);
        }
        return -operand;
    }

    @Specialization
    double real(double operand) {
        return -operand;
    }

    @Specialization
    Object tensor(Tensor operand) {
        return LabelledOpCalls.call(this, OP, new ExpressionNode[] {getOperand()}, operand);
    }

    @Fallback
    Object others(Object operand) {
        Object result = OperatorMethods.unaryOrNull(this, "neg", operand);
        if (result != null) {
            return result;
        }
        throw error(ErrorKind.TYPE, "unary - is not defined for %s", Kinds.describe(operand));
    }
}
