package tdsl.interpreter.nodes.check;

import com.oracle.truffle.api.frame.VirtualFrame;
import tdsl.interpreter.nodes.ExpressionNode;

/// A value that must fit an annotation: an argument, or the result of a function.
public final class CheckedNode extends ExpressionNode {
    @Child
    private ExpressionNode value;

    @Child
    private TypeCheckNode check;

    public CheckedNode(ExpressionNode value, TypeCheckNode check) {
        this.value = value;
        this.check = check;
    }

    @Override
    public Object executeGeneric(VirtualFrame frame) {
        Object checked = value.executeGeneric(frame);
        check.execute(frame, checked);
        return checked;
    }
}
