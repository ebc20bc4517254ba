package tdsl.interpreter.nodes.control;

import com.oracle.truffle.api.frame.VirtualFrame;
import tdsl.interpreter.diagnostics.Failures;
import tdsl.interpreter.nodes.ExpressionNode;

/// `try { … } finally { … }`: the second block runs however the first one is left.
public final class FinallyNode extends ExpressionNode {
    @Child
    private ExpressionNode body;

    @Child
    private ExpressionNode cleanup;

    public FinallyNode(ExpressionNode body, ExpressionNode cleanup) {
        this.body = body;
        this.cleanup = cleanup;
    }

    @Override
    public Object executeGeneric(VirtualFrame frame) {
        Object result;
        try {
            result = body.executeGeneric(frame);
        } catch (Throwable thrown) {
            if (Failures.allowsCleanup(thrown)) {
                cleanup.executeVoid(frame);
            }
            throw thrown;
        }
        cleanup.executeVoid(frame);
        return result;
    }
}
