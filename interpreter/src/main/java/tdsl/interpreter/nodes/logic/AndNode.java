package tdsl.interpreter.nodes.logic;

import com.oracle.truffle.api.frame.VirtualFrame;
import tdsl.interpreter.nodes.ExpressionNode;

/// `left and right`; the right operand is evaluated only when the left one does not decide.
public final class AndNode extends ExpressionNode {
    @Child
    private TruthNode left;

    @Child
    private TruthNode right;

    public AndNode(TruthNode left, TruthNode right) {
        this.left = left;
        this.right = right;
    }

    @Override
    public Object executeGeneric(VirtualFrame frame) {
        return executeBoolean(frame);
    }

    @Override
    public boolean executeBoolean(VirtualFrame frame) {
        return left.executeBoolean(frame) && right.executeBoolean(frame);
    }
}
