package tdsl.interpreter.nodes.control;

import com.oracle.truffle.api.frame.VirtualFrame;
import tdsl.interpreter.nodes.ExpressionNode;
import tdsl.interpreter.nodes.variable.StoreNode;
import tdsl.interpreter.runtime.ContextValue;

/// `with context as name { … }`: enters the context, and leaves it however the block is left.
public final class WithNode extends ExpressionNode {
    @Child
    private ExpressionNode context;

    @Child
    private StoreNode name;

    @Child
    private ExpressionNode body;

    /// @param name null if what entering gives needs no name
    public WithNode(ExpressionNode context, StoreNode name, ExpressionNode body) {
        this.context = context;
        this.name = name;
        this.body = body;
    }

    @Override
    public Object executeGeneric(VirtualFrame frame) {
        ContextValue entered = ContextValue.of(context, context.executeGeneric(frame));
        Object given = entered.enter();
        try {
            if (name != null) {
                name.execute(frame, given);
            }
            return body.executeGeneric(frame);
        } finally {
            entered.exit();
        }
    }
}
