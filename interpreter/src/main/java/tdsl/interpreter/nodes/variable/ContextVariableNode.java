package tdsl.interpreter.nodes.variable;

import com.oracle.truffle.api.frame.VirtualFrame;
import tdsl.interpreter.TdslContext;
import tdsl.interpreter.builtins.ContextVariable;
import tdsl.interpreter.nodes.ExpressionNode;

/// A name whose value the context knows.
public final class ContextVariableNode extends ExpressionNode {
    private final ContextVariable variable;

    public ContextVariableNode(ContextVariable variable) {
        this.variable = variable;
    }

    @Override
    public Object executeGeneric(VirtualFrame frame) {
        return variable.read(TdslContext.get(this));
    }
}
