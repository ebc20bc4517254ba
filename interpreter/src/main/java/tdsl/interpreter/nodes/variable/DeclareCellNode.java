package tdsl.interpreter.nodes.variable;

import com.oracle.truffle.api.frame.VirtualFrame;
import tdsl.interpreter.nodes.ExpressionNode;
import tdsl.interpreter.values.Cell;
import tdsl.interpreter.values.None;

/// Declares a variable of this frame that functions within capture: a new one each time, so that functions made in
/// different rounds of a loop keep their own.
public final class DeclareCellNode extends StoreNode {
    private final int slot;

    public DeclareCellNode(int slot) {
        this.slot = slot;
    }

    @Override
    public void execute(VirtualFrame frame, Object value) {
        frame.setObject(slot, new Cell(value));
    }

    /// Declares such a variable before its value is known, as that of a function that calls itself.
    public static final class Unset extends ExpressionNode {
        private final int slot;

        public Unset(int slot) {
            this.slot = slot;
        }

        @Override
        public Object executeGeneric(VirtualFrame frame) {
            frame.setObject(slot, new Cell());
            return None.VALUE;
        }
    }
}
