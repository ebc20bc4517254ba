package tdsl.interpreter.nodes.control;

import com.oracle.truffle.api.frame.VirtualFrame;
import tdsl.interpreter.diagnostics.ErrorKind;
import tdsl.interpreter.nodes.ExpressionNode;
import tdsl.interpreter.values.ErrorValue;
import tdsl.interpreter.values.Kinds;

/// `throw error`.
public final class ThrowNode extends ExpressionNode {
    @Child
    private ExpressionNode value;

    public ThrowNode(ExpressionNode value) {
        this.value = value;
    }

    @Override
    public Object executeGeneric(VirtualFrame frame) {
        Object thrown = value.executeGeneric(frame);
        if (thrown instanceof ErrorValue error) {
            throw error.toThrow(this);
        }
        throw error(ErrorKind.TYPE, "throw needs an error, not %s", Kinds.describe(thrown))
                .withHint("throw ValueError(\"what is wrong\")");
    }
}
