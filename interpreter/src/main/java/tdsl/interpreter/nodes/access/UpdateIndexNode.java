package tdsl.interpreter.nodes.access;

import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import com.oracle.truffle.api.frame.VirtualFrame;
import tdsl.interpreter.diagnostics.ScriptException;
import tdsl.interpreter.nodes.ExpressionNode;
import tdsl.interpreter.nodes.call.LabelledOpCalls;
import tdsl.interpreter.runtime.Containers;
import tdsl.interpreter.runtime.Subscripts;
import tdsl.interpreter.values.None;
import tdsl.tensor.Tensor;

/// `container[subscripts] op= value`, evaluating the container and the subscripts once.
public final class UpdateIndexNode extends ExpressionNode {
    @Child
    private ExpressionNode container;

    @Children
    private final ExpressionNode[] subscripts;

    @Child
    private ExpressionNode operation;

    private final int oldValueSlot;

    /// @param operation computes the new value from the old one, which it reads from the frame
    public UpdateIndexNode(
            ExpressionNode container, ExpressionNode[] subscripts, ExpressionNode operation, int oldValueSlot) {
        this.container = container;
        this.subscripts = subscripts;
        this.operation = operation;
        this.oldValueSlot = oldValueSlot;
    }

    @Override
    public Object executeGeneric(VirtualFrame frame) {
        Object target = container.executeGeneric(frame);
        Object[] items = IndexNode.evaluate(frame, subscripts);
        Object element = items.length == 1 ? IndexNode.elementOrNull(target, items[0]) : null;
        Object oldValue = element != null ? element : get(target, items);
        frame.setObject(oldValueSlot, oldValue);
        Object newValue = operation.executeGeneric(frame);
        boolean isStored = items.length == 1 && StoreIndexNode.storeElement(target, items[0], newValue);
        if (!isStored && !wasChangedInPlace(target, items, oldValue, newValue)) {
            set(target, items, newValue);
        }
        return None.VALUE;
    }

    /// True if the old value was a view of the container, which the operation has written through.
    @TruffleBoundary
    private static boolean wasChangedInPlace(Object target, Object[] items, Object oldValue, Object newValue) {
        return oldValue == newValue && target instanceof Tensor && Subscripts.areBasic(items);
    }

    @TruffleBoundary
    private Object get(Object target, Object[] items) {
        try {
            return Containers.get(this, target, items);
        } catch (ScriptException error) {
            throw labelled(error, target);
        }
    }

    @TruffleBoundary
    private void set(Object target, Object[] items, Object value) {
        try {
            Containers.set(this, target, items, value);
        } catch (ScriptException error) {
            throw labelled(error, target);
        }
    }

    private ScriptException labelled(ScriptException error, Object target) {
        LabelledOpCalls.label(error, new ExpressionNode[] {container}, new Object[] {target});
        return error;
    }
}
