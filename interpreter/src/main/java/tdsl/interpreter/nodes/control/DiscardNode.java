package tdsl.interpreter.nodes.control;

import com.oracle.truffle.api.frame.VirtualFrame;
import tdsl.interpreter.nodes.ExpressionNode;
import tdsl.interpreter.values.None;

/// An expression as a statement: its value is dropped.
public final class DiscardNode extends ExpressionNode {
    @Child
    private ExpressionNode expression;

    public DiscardNode(ExpressionNode expression) {
        this.expression = expression;
    }

    @Override
    public Object executeGeneric(VirtualFrame frame) {
        expression.executeVoid(frame);
        return None.VALUE;
    }

    @Override
    public void executeVoid(VirtualFrame frame) {
        expression.executeVoid(frame);
    }
}
