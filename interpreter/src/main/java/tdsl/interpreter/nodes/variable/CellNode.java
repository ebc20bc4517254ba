package tdsl.interpreter.nodes.variable;

import com.oracle.truffle.api.frame.VirtualFrame;
import com.oracle.truffle.api.nodes.Node;
import tdsl.interpreter.values.Cell;

/// Finds the cell of a variable that is shared between frames.
public abstract class CellNode extends Node {
    public abstract Cell execute(VirtualFrame frame);

    /// The cell of a variable of this frame, which functions within capture.
    public static final class Local extends CellNode {
        private final int slot;

        public Local(int slot) {
            this.slot = slot;
        }

        @Override
        public Cell execute(VirtualFrame frame) {
            return (Cell) frame.getObject(slot);
        }
    }

    /// The cell of a variable around this function, which the function captured when it was made.
    public static final class Captured extends CellNode {
        private final int index;

        public Captured(int index) {
            this.index = index;
        }

        @Override
        public Cell execute(VirtualFrame frame) {
            return ((Cell[]) frame.getArguments()[0])[index];
        }
    }
}
