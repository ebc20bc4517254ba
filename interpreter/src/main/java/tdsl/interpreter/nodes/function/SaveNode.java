package tdsl.interpreter.nodes.function;

import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import com.oracle.truffle.api.frame.VirtualFrame;
import tdsl.interpreter.nodes.ExpressionNode;
import tdsl.interpreter.values.None;
import tdsl.interpreter.values.functions.ScriptOp;

/// `save name` in the forward block of an operator: keeps a value for backward.
public final class SaveNode extends ExpressionNode {
    @Child
    private ExpressionNode value;

    private final String name;

    public SaveNode(String name, ExpressionNode value) {
        this.name = name;
        this.value = value;
    }

    @Override
    public Object executeGeneric(VirtualFrame frame) {
        save((ScriptOp.Run) frame.getArguments()[ScriptOp.RUN_ARGUMENT], value.executeGeneric(frame));
        return None.VALUE;
    }

    @TruffleBoundary
    private void save(ScriptOp.Run run, Object saved) {
        run.save(name, saved);
    }
}
