package tdsl.interpreter.nodes.variable;

import com.oracle.truffle.api.CompilerDirectives;
import com.oracle.truffle.api.frame.VirtualFrame;
import com.oracle.truffle.api.instrumentation.StandardTags;
import com.oracle.truffle.api.instrumentation.Tag;
import com.oracle.truffle.api.nodes.UnexpectedResultException;
import tdsl.interpreter.diagnostics.ErrorKind;
import tdsl.interpreter.nodes.ExpressionNode;
import tdsl.interpreter.values.Cell;

/// Reads a variable that is shared between frames.
public final class ReadCellNode extends ExpressionNode {
    @Child
    private CellNode cell;

    private final String name;

    public ReadCellNode(CellNode cell, String name) {
        this.cell = cell;
        this.name = name;
    }

    @Override
    public Object executeGeneric(VirtualFrame frame) {
        return valueOf(cell.execute(frame));
    }

    @Override
    public long executeLong(VirtualFrame frame) throws UnexpectedResultException {
        Cell variable = cell.execute(frame);
        if (variable.isLong()) {
            return variable.getLong();
        }
        throw unexpected(variable);
    }

    @Override
    public double executeDouble(VirtualFrame frame) throws UnexpectedResultException {
        Cell variable = cell.execute(frame);
        if (variable.isDouble()) {
            return variable.getDouble();
        }
        throw unexpected(variable);
    }

    @Override
    public boolean executeBoolean(VirtualFrame frame) throws UnexpectedResultException {
        Cell variable = cell.execute(frame);
        if (variable.isBoolean()) {
            return variable.getBoolean();
        }
        throw unexpected(variable);
    }

    private UnexpectedResultException unexpected(Cell variable) {
        CompilerDirectives.transferToInterpreterAndInvalidate();
        return new UnexpectedResultException(valueOf(variable));
    }

    private Object valueOf(Cell variable) {
        Object value = variable.get();
        if (value == null) {
            CompilerDirectives.transferToInterpreter();
            throw error(ErrorKind.NAME, "%s is used before it has a value", name)
                    .withHint("its declaration has not run yet");
        }
        return value;
    }

    @Override
    public boolean hasTag(Class<? extends Tag> tag) {
        return tag == StandardTags.ReadVariableTag.class || super.hasTag(tag);
    }
}
