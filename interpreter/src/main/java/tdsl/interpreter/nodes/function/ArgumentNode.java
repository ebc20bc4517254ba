package tdsl.interpreter.nodes.function;

import com.oracle.truffle.api.frame.VirtualFrame;
import tdsl.interpreter.nodes.ExpressionNode;

/// An argument as the caller passed it.
public final class ArgumentNode extends ExpressionNode {
    private final int index;

    public ArgumentNode(int index) {
        this.index = index;
    }

    @Override
    public Object executeGeneric(VirtualFrame frame) {
        return frame.getArguments()[index];
    }
}
