package tdsl.interpreter.nodes.bits;

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

/// `~operand`: the bits of an int inverted, the opposite of a bool.
@NodeChild("operand")
public abstract class InvertNode extends ExpressionNode {
    private static final Op OP = OpIndex.find("bitwise_not");

    protected abstract ExpressionNode getOperand();

    @Specialization
    long integer(long operand) {
        return ~operand;
    }

    @Specialization
    boolean bool(boolean operand) {
        return !operand;
    }

    @Specialization
    Object tensor(Tensor operand) {
        return LabelledOpCalls.call(this, OP, new ExpressionNode[] {getOperand()}, operand);
    }

    @Fallback
    Object others(Object operand) {
        throw error(ErrorKind.TYPE, "~ is not defined for %s", Kinds.describe(operand));
    }
}
