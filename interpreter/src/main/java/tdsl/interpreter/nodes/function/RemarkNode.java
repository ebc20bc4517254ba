package tdsl.interpreter.nodes.function;

import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import com.oracle.truffle.api.frame.VirtualFrame;
import com.oracle.truffle.api.nodes.ExplodeLoop;
import tdsl.interpreter.nodes.ExpressionNode;
import tdsl.interpreter.values.None;
import tdsl.interpreter.values.functions.ScriptOp;

/// `mark_dirty(x)` and the like in the forward block of an operator: says something about its results.
public final class RemarkNode extends ExpressionNode {
    private final ScriptOp.Remark remark;

    @Children
    private final ExpressionNode[] values;

    public RemarkNode(ScriptOp.Remark remark, ExpressionNode[] values) {
        this.remark = remark;
        this.values = values;
    }

    @Override
    @ExplodeLoop
    public Object executeGeneric(VirtualFrame frame) {
        Object[] arguments = new Object[values.length];
        for (int i = 0; i < arguments.length; i++) {
            arguments[i] = values[i].executeGeneric(frame);
        }
        note((ScriptOp.Run) frame.getArguments()[ScriptOp.RUN_ARGUMENT], arguments);
        return None.VALUE;
    }

    @TruffleBoundary
    private void note(ScriptOp.Run run, Object[] arguments) {
        run.note(remark, arguments);
    }
}
