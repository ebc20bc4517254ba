package tdsl.interpreter.nodes.access;

import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import com.oracle.truffle.api.frame.VirtualFrame;
import tdsl.interpreter.diagnostics.ScriptException;
import tdsl.interpreter.nodes.ExpressionNode;
import tdsl.interpreter.nodes.call.LabelledOpCalls;
import tdsl.interpreter.nodes.variable.StoreNode;
import tdsl.interpreter.runtime.Containers;
import tdsl.interpreter.values.collections.DictValue;
import tdsl.interpreter.values.collections.ListValue;

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
        Object[] items = IndexNode.evaluate(frame, subscripts);
        if (items.length != 1 || !storeElement(target, items[0], value)) {
            store(target, items, value);
        }
    }

    /// Whether the container is a list or dict where storing takes no more than doing so, and has now been done.
    static boolean storeElement(Object container, Object subscript, Object value) {
        if (container instanceof ListValue list
                && subscript instanceof Long position
                && IndexNode.isIndex(list, position)) {
            list.set((int) (long) position, value);
            return true;
        }
        if (container instanceof DictValue dict && (subscript instanceof String || subscript instanceof Long)) {
            dict.put(subscript, value);
            return true;
        }
        return false;
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
