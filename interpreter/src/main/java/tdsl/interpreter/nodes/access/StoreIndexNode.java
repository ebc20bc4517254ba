package tdsl.interpreter.nodes.access;

import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import com.oracle.truffle.api.frame.VirtualFrame;
import tdsl.interpreter.diagnostics.ScriptException;
import tdsl.interpreter.nodes.ExpressionNode;
import tdsl.interpreter.nodes.call.LabelledOpCalls;
import tdsl.interpreter.nodes.variable.StoreNode;
import tdsl.interpreter.runtime.Containers;

/// `container[subscripts] = value`.
public final class StoreIndexNode extends StoreNode {
    @Child
    private ExpressionNode container;

    @Children
    private final ExpressionNode[] subscripts;

    public StoreIndexNode(ExpressionNode container, ExpressionNode[] subscripts) {
        this.container = container;
        this.subscripts = subscripts;
    }

    @Override
    public void execute(VirtualFrame frame, Object value) {
        Object target = container.executeGeneric(frame);
        store(target, IndexNode.evaluate(frame, subscripts), value);
    }

    @TruffleBoundary
    private void store(Object target, Object[] items, Object value) {
        try {
            Containers.set(this, target, items, value);
        } catch (ScriptException error) {
            LabelledOpCalls.label(error, new ExpressionNode[] {container}, new Object[] {target});
            throw error;
        }
    }
}
