package tdsl.interpreter.nodes.call;

import com.oracle.truffle.api.frame.VirtualFrame;
import com.oracle.truffle.api.instrumentation.StandardTags;
import com.oracle.truffle.api.instrumentation.Tag;
import tdsl.interpreter.nodes.ExpressionNode;

/// `callee(arguments)`.
public final class CallNode extends ExpressionNode {
    @Child
    private ExpressionNode callee;

    @Child
    private ArgumentsNode arguments;

    @Child
    private DispatchNode dispatch;

    public CallNode(ExpressionNode callee, ArgumentsNode arguments) {
        this.callee = callee;
        this.arguments = arguments;
        int positionalCount = arguments.hasSpread() ? -1 : arguments.positionalCount();
        this.dispatch = DispatchNodeGen.create(positionalCount, arguments.names());
    }

    @Override
    public Object executeGeneric(VirtualFrame frame) {
        Object function = callee.executeGeneric(frame);
        return dispatch.execute(function, arguments.execute(frame));
    }

    @Override
    public boolean hasTag(Class<? extends Tag> tag) {
        return tag == StandardTags.CallTag.class || super.hasTag(tag);
    }
}
