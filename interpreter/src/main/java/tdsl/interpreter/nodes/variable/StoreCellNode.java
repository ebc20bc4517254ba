package tdsl.interpreter.nodes.variable;

import com.oracle.truffle.api.frame.VirtualFrame;

/// Writes a variable that is shared between frames.
public final class StoreCellNode extends StoreNode {
    @Child
    private CellNode cell;

    public StoreCellNode(CellNode cell) {
        this.cell = cell;
    }

    @Override
    public void execute(VirtualFrame frame, Object value) {
        cell.execute(frame).set(value);
    }

    @Override
    public void executeLong(VirtualFrame frame, long value) {
        cell.execute(frame).setLong(value);
    }

    @Override
    public void executeDouble(VirtualFrame frame, double value) {
        cell.execute(frame).setDouble(value);
    }

    @Override
    public void executeBoolean(VirtualFrame frame, boolean value) {
        cell.execute(frame).setBoolean(value);
    }
}
