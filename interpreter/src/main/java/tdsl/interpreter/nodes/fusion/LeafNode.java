package tdsl.interpreter.nodes.fusion;

import com.oracle.truffle.api.frame.VirtualFrame;
import com.oracle.truffle.api.nodes.UnexpectedResultException;
import tdsl.interpreter.nodes.ExpressionNode;

/// An operand of a fused expression that is not computed by it. Where the expression is evaluated call by call after
/// its leaves, this has the value that the leaf had then.
public final class LeafNode extends ExpressionNode {
    private final int slot;
    private final int number;

    @Child
    private ExpressionNode value;

    /// @param slot   of the frame, where the values of all leaves are if they were found before
    /// @param number of this leaf among them
    public LeafNode(int slot, int number, ExpressionNode value) {
        this.slot = slot;
        this.number = number;
        this.value = value;
    }

    /// The value, evaluated now.
    Object evaluate(VirtualFrame frame) {
        return value.executeGeneric(frame);
    }

    /// The value that was found before; null if there is none.
    private Object known(VirtualFrame frame) {
        Object[] values = (Object[]) frame.getObject(slot);
        return values == null ? null : values[number];
    }

    @Override
    public Object executeGeneric(VirtualFrame frame) {
        Object known = known(frame);
        return known != null ? known : value.executeGeneric(frame);
    }

    @Override
    public long executeLong(VirtualFrame frame) throws UnexpectedResultException {
        Object known = known(frame);
        if (known == null) {
            return value.executeLong(frame);
        }
        if (known instanceof Long integer) {
            return integer;
        }
        throw new UnexpectedResultException(known);
    }

    @Override
    public double executeDouble(VirtualFrame frame) throws UnexpectedResultException {
        Object known = known(frame);
        if (known == null) {
            return value.executeDouble(frame);
        }
        if (known instanceof Double real) {
            return real;
        }
        throw new UnexpectedResultException(known);
    }

    @Override
    public boolean executeBoolean(VirtualFrame frame) throws UnexpectedResultException {
        Object known = known(frame);
        if (known == null) {
            return value.executeBoolean(frame);
        }
        if (known instanceof Boolean flag) {
            return flag;
        }
        throw new UnexpectedResultException(known);
    }

    /// Instruments see the node within.
    @Override
    public boolean isInstrumentable() {
        return false;
    }
}
