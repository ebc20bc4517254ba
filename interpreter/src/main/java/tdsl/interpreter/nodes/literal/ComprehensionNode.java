package tdsl.interpreter.nodes.literal;

import com.oracle.truffle.api.frame.VirtualFrame;
import tdsl.interpreter.nodes.ExpressionNode;
import tdsl.interpreter.values.None;
import tdsl.interpreter.values.collections.ListValue;

/// `[element for x in xs if condition]`.
public final class ComprehensionNode extends ExpressionNode {
    @Child
    private ExpressionNode loop;

    private final int listSlot;

    /// @param loop appends the elements, by {@link Append}
    /// @param listSlot where the frame keeps the list meanwhile
    public ComprehensionNode(ExpressionNode loop, int listSlot) {
        this.loop = loop;
        this.listSlot = listSlot;
    }

    @Override
    public Object executeGeneric(VirtualFrame frame) {
        ListValue list = new ListValue();
        frame.setObject(listSlot, list);
        loop.executeVoid(frame);
        return list;
    }

    /// Adds an element to the list of a comprehension.
    public static final class Append extends ExpressionNode {
        @Child
        private ExpressionNode element;

        private final int listSlot;

        public Append(ExpressionNode element, int listSlot) {
            this.element = element;
            this.listSlot = listSlot;
        }

        @Override
        public Object executeGeneric(VirtualFrame frame) {
            Object value = element.executeGeneric(frame);
            ((ListValue) frame.getObject(listSlot)).add(value);
            return None.VALUE;
        }
    }
}
