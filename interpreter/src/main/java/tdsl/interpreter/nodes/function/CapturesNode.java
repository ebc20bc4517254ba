package tdsl.interpreter.nodes.function;

import com.oracle.truffle.api.frame.VirtualFrame;
import com.oracle.truffle.api.nodes.ExplodeLoop;
import com.oracle.truffle.api.nodes.Node;
import tdsl.interpreter.nodes.variable.CellNode;
import tdsl.interpreter.values.Cell;

/// Collects the variables that a function captures where it is made.
public final class CapturesNode extends Node {
    @Children
    private final CellNode[] cells;

    public CapturesNode(CellNode[] cells) {
        this.cells = cells;
    }

    @ExplodeLoop
    public Cell[] execute(VirtualFrame frame) {
        Cell[] captured = new Cell[cells.length];
        for (int i = 0; i < cells.length; i++) {
            captured[i] = cells[i].execute(frame);
        }
        return captured;
    }
}
