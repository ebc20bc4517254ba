package tdsl.interpreter.nodes.compare;

import com.oracle.truffle.api.frame.VirtualFrame;
import tdsl.interpreter.nodes.ExpressionNode;
import tdsl.interpreter.values.Kinds;

/// `value is other` and `value is not other`: of the kind that `other` names, or the same object.
public final class IsNode extends ExpressionNode {
    @Child
    private ExpressionNode value;

    @Child
    private ExpressionNode other;

    private final boolean negated;

    public IsNode(ExpressionNode value, ExpressionNode other, boolean negated) {
        this.value = value;
        this.other = other;
        this.negated = negated;
    }

    @Override
    public Object executeGeneric(VirtualFrame frame) {
        return executeBoolean(frame);
    }

    @Override
    public boolean executeBoolean(VirtualFrame frame) {
        Object left = value.executeGeneric(frame);
        return Kinds.is(left, other.executeGeneric(frame)) != negated;
    }
}
