package tdsl.interpreter.nodes.access;

import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import com.oracle.truffle.api.frame.VirtualFrame;
import com.oracle.truffle.api.nodes.ExplodeLoop;
import tdsl.interpreter.diagnostics.ScriptException;
import tdsl.interpreter.nodes.ExpressionNode;
import tdsl.interpreter.nodes.call.LabelledOpCalls;
import tdsl.interpreter.runtime.Containers;
import tdsl.interpreter.values.collections.DictValue;
import tdsl.interpreter.values.collections.ListValue;

/// `container[subscripts]`.
public final class IndexNode extends ExpressionNode {
    @Child
    private ExpressionNode container;

    @Children
    private final ExpressionNode[] subscripts;

    public IndexNode(ExpressionNode container, ExpressionNode[] subscripts) {
        this.container = container;
        this.subscripts = subscripts;
    }

    @Override
    public Object executeGeneric(VirtualFrame frame) {
        Object value = container.executeGeneric(frame);
        Object[] items = evaluate(frame, subscripts);
        Object element = items.length == 1 ? elementOrNull(value, items[0]) : null;
        return element != null ? element : general(value, items);
    }

    /// The element of a list or dict, where it takes no more than looking it up; null for anything else.
    static Object elementOrNull(Object container, Object subscript) {
        if (container instanceof ListValue list && subscript instanceof Long position && isIndex(list, position)) {
            return list.get((int) (long) position);
        }
        return container instanceof DictValue dict ? dict.get(subscript) : null;
    }

    static boolean isIndex(ListValue list, long position) {
        return position >= 0 && position < list.size();
    }

    @TruffleBoundary
    private Object general(Object value, Object[] items) {
        try {
            return Containers.get(this, value, items);
        } catch (ScriptException error) {
            LabelledOpCalls.label(error, new ExpressionNode[] {container}, new Object[] {value});
            throw error;
        }
    }

    @ExplodeLoop
    static Object[] evaluate(VirtualFrame frame, ExpressionNode[] subscripts) {
        Object[] items = new Object[subscripts.length];
        for (int i = 0; i < subscripts.length; i++) {
            items[i] = subscripts[i].executeGeneric(frame);
        }
        return items;
    }
}
