package tdsl.interpreter.nodes.literal;

import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import com.oracle.truffle.api.frame.VirtualFrame;
import com.oracle.truffle.api.nodes.ExplodeLoop;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import tdsl.interpreter.diagnostics.Failures;
import tdsl.interpreter.nodes.ExpressionNode;
import tdsl.interpreter.values.collections.ListValue;
import tdsl.interpreter.values.functions.OpCalls;
import tdsl.tensor.Tensor;
import tdsl.tensor.dispatch.Op;
import tdsl.tensor.error.TensorException;
import tdsl.tensor.ops.OpIndex;

/// `[1, 2; 3, 4]`: rows of numbers; where an element is a tensor, rows are stacked with its axes behind.
public final class TensorLiteralNode extends ExpressionNode {
    private static final Op STACK = OpIndex.find("stack");

    @Children
    private final ListNode[] rows;

    /// @param rows the elements of each row
    public TensorLiteralNode(ListNode[] rows) {
        this.rows = rows;
    }

    @Override
    @ExplodeLoop
    public Object executeGeneric(VirtualFrame frame) {
        ListValue[] values = new ListValue[rows.length];
        for (int i = 0; i < rows.length; i++) {
            values[i] = rows[i].executeGeneric(frame);
        }
        return tensor(values);
    }

    @TruffleBoundary
    private Object tensor(ListValue[] values) {
        boolean hasTensors =
                Arrays.stream(values).flatMap(row -> row.elements().stream()).anyMatch(Tensor.class::isInstance);
        try {
            return hasTensors ? stacked(values) : OpCalls.toScript(this, Tensor.of(nested(values)));
        } catch (TensorException failure) {
            throw Failures.fromTensor(failure, this);
        }
    }

    private static Object nested(ListValue[] rows) {
        return Arrays.stream(rows).map(ListValue::elements).toList();
    }

    /// Keeps the gradient of the elements.
    private Object stacked(ListValue[] rows) {
        return stack(Arrays.stream(rows).map(this::stack).toList());
    }

    private Object stack(Iterable<?> elements) {
        ListValue list = new ListValue();
        for (Object element : elements) {
            list.add(element instanceof Tensor ? element : Tensor.of(element));
        }
        return OpCalls.call(this, STACK, List.of(list), Map.of());
    }
}
