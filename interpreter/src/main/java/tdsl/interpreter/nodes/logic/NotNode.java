package tdsl.interpreter.nodes.logic;

import com.oracle.truffle.api.frame.VirtualFrame;
import tdsl.interpreter.nodes.ExpressionNode;

/// `not condition`.
public final class NotNode extends ExpressionNode {
    @Child
    private TruthNode condition;

    public NotNode(TruthNode condition) {
        this.condition = condition;
    }

    @Override
    public Object executeGeneric(VirtualFrame frame) {
        return executeBoolean(frame);
    }

    @Override
    public boolean executeBoolean(VirtualFrame frame) {
        return !condition.executeBoolean(frame);
    }
}
