package tdsl.interpreter.nodes.literal;

import com.oracle.truffle.api.frame.VirtualFrame;
import com.oracle.truffle.api.nodes.ExplodeLoop;
import tdsl.interpreter.nodes.ExpressionNode;
import tdsl.interpreter.values.collections.TupleValue;

/// `(a, b)`.
public final class TupleNode extends ExpressionNode {
    @Children
    private final ExpressionNode[] elements;

    public TupleNode(ExpressionNode[] elements) {
        this.elements = elements;
    }

    @Override
    @ExplodeLoop
    public Object executeGeneric(VirtualFrame frame) {
        Object[] values = new Object[elements.length];
        for (int i = 0; i < elements.length; i++) {
            values[i] = elements[i].executeGeneric(frame);
        }
        return TupleValue.of(values);
    }
}
