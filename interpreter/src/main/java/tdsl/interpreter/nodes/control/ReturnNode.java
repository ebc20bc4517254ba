package tdsl.interpreter.nodes.control;

import com.oracle.truffle.api.frame.VirtualFrame;
import tdsl.interpreter.nodes.ExpressionNode;

/// `return value` where more code follows; at the end of a function the value alone is enough.
public final class ReturnNode extends ExpressionNode {
    @Child
    private ExpressionNode value;

    public ReturnNode(ExpressionNode value) {
        this.value = value;
    }

    @Override
    public Object executeGeneric(VirtualFrame frame) {
        throw new Jump.Return(value.executeGeneric(frame));
    }
}
