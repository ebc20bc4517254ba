package tdsl.interpreter.nodes.control;

import com.oracle.truffle.api.frame.VirtualFrame;
import tdsl.interpreter.nodes.ExpressionNode;

/// `continue`.
public final class ContinueNode extends ExpressionNode {
    @Override
    public Object executeGeneric(VirtualFrame frame) {
        throw Jump.Continue.INSTANCE;
    }
}
