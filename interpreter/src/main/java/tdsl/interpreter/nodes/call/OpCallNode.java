package tdsl.interpreter.nodes.call;

import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import com.oracle.truffle.api.frame.VirtualFrame;
import com.oracle.truffle.api.instrumentation.StandardTags;
import com.oracle.truffle.api.instrumentation.Tag;
import java.util.Arrays;
import tdsl.interpreter.nodes.ExpressionNode;
import tdsl.interpreter.values.functions.OpCalls;
import tdsl.tensor.dispatch.Op;

/// `op(arguments)`, where the name is known to mean an op of the tensor library.
public final class OpCallNode extends ExpressionNode {
    private final Op op;

    @Child
    private ArgumentsNode arguments;

    public OpCallNode(Op op, ArgumentsNode arguments) {
        this.op = op;
        this.arguments = arguments;
    }

    @Override
    public Object executeGeneric(VirtualFrame frame) {
        return call(arguments.execute(frame));
    }

    @TruffleBoundary
    private Object call(Object[] supplied) {
        String[] names = arguments.names();
        int count = supplied.length - names.length;
        Object[] positional = Arrays.copyOf(supplied, count);
        Object[] named = Arrays.copyOfRange(supplied, count, supplied.length);
        return LabelledOpCalls.call(this, op, arguments.positionalNodes(), positional, OpCalls.named(names, named));
    }

    @Override
    public boolean hasTag(Class<? extends Tag> tag) {
        return tag == StandardTags.CallTag.class || super.hasTag(tag);
    }
}
