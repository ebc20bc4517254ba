package tdsl.interpreter.nodes.access;

import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import com.oracle.truffle.api.frame.VirtualFrame;
import tdsl.interpreter.nodes.ExpressionNode;
import tdsl.interpreter.runtime.Subscripts;

/// `start:stop:step` in an index.
public final class SliceNode extends ExpressionNode {
    @Child
    private ExpressionNode start;

    @Child
    private ExpressionNode stop;

    @Child
    private ExpressionNode step;

    /// Each part is the constant none where it was omitted.
    public SliceNode(ExpressionNode start, ExpressionNode stop, ExpressionNode step) {
        this.start = start;
        this.stop = stop;
        this.step = step;
    }

    @Override
    public Object executeGeneric(VirtualFrame frame) {
        return slice(start.executeGeneric(frame), stop.executeGeneric(frame), step.executeGeneric(frame));
    }

    @TruffleBoundary
    private Object slice(Object first, Object limit, Object stride) {
        return Subscripts.slice(this, first, limit, stride);
    }
}
