package tdsl.interpreter.nodes.function;

import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import com.oracle.truffle.api.frame.VirtualFrame;
import tdsl.interpreter.nodes.ExpressionNode;
import tdsl.interpreter.values.functions.ScriptOp;

/// `needs_grad(argument)` in an operator: whether the gradient of that argument will be used.
public final class NeedsGradNode extends ExpressionNode {
    private final int parameter;

    /// @param parameter the index of the argument among the operator's
    public NeedsGradNode(int parameter) {
        this.parameter = parameter;
    }

    @Override
    public Object executeGeneric(VirtualFrame frame) {
        return executeBoolean(frame);
    }

    @Override
    public boolean executeBoolean(VirtualFrame frame) {
        return needsGrad((ScriptOp.Run) frame.getArguments()[ScriptOp.RUN_ARGUMENT]);
    }

    @TruffleBoundary
    private boolean needsGrad(ScriptOp.Run run) {
        return run.needsGrad(parameter);
    }
}
