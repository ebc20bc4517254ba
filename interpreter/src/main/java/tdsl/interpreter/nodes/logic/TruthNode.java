package tdsl.interpreter.nodes.logic;

import com.oracle.truffle.api.dsl.NodeChild;
import com.oracle.truffle.api.dsl.Specialization;
import com.oracle.truffle.api.frame.VirtualFrame;
import tdsl.interpreter.nodes.ExpressionNode;
import tdsl.interpreter.runtime.Truth;

/// A condition: a bool, or a tensor with one element.
@NodeChild("condition")
public abstract class TruthNode extends ExpressionNode {
    private final String user;

    /// @param user what needs the condition, for messages: `if`, `and`
    protected TruthNode(String user) {
        this.user = user;
    }

    @Override
    public abstract boolean executeBoolean(VirtualFrame frame);

    protected abstract ExpressionNode getCondition();

    @Specialization
    boolean bool(boolean condition) {
        return condition;
    }

    @Specialization
    boolean others(Object condition) {
        return Truth.of(getCondition().unwrapped(), condition, user);
    }
}
