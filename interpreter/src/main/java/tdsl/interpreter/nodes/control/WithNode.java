package tdsl.interpreter.nodes.control;

import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import com.oracle.truffle.api.frame.VirtualFrame;
import com.oracle.truffle.api.nodes.ControlFlowException;
import tdsl.interpreter.diagnostics.Failures;
import tdsl.interpreter.nodes.ExpressionNode;
import tdsl.interpreter.nodes.variable.StoreNode;
import tdsl.interpreter.runtime.ContextValue;
import tdsl.tensor.error.TensorException;

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
        Object given = enter(entered);
        Object value;
        try {
            if (name != null) {
                name.execute(frame, given);
            }
            value = body.executeGeneric(frame);
        } catch (ControlFlowException leaving) {
            exit(entered);
            throw leaving;
        } catch (Throwable failure) {
            entered.abandon();
            throw failure;
        }
        exit(entered);
        return value;
    }

    @TruffleBoundary
    private Object enter(ContextValue entered) {
        try {
            return entered.enter();
        } catch (TensorException failure) {
            throw Failures.fromTensor(failure, context);
        }
    }

    @TruffleBoundary
    private void exit(ContextValue entered) {
        try {
            entered.exit();
        } catch (TensorException failure) {
            throw Failures.fromTensor(failure, context);
        }
    }
}
