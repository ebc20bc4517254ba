package tdsl.interpreter.nodes.fusion;

import com.oracle.truffle.api.frame.VirtualFrame;
import com.oracle.truffle.api.nodes.UnexpectedResultException;
import tdsl.interpreter.nodes.ExpressionNode;

/// An operand of a fused expression that is not computed by it. Where the expression is evaluated call by call after
/// its leaves, this has the value that the leaf had then.
public final class LeafNode extends ExpressionNode {
    private final KnownValues known;
    private final int number;

    @Child
    private ExpressionNode value;

    /// @param known  the values of all leaves, where they were found before
    /// @param number of this leaf among them
    public LeafNode(KnownValues known, int number, ExpressionNode value) {
        this.known = known;
        this.number = number;
        this.value = value;
    }

    /// The value, evaluated now.
    Object evaluate(VirtualFrame frame) {
        return value.executeGeneric(frame);
    }

    @Override
    public Object executeGeneric(VirtualFrame frame) {
        Object found = known.of(frame, number);
        return found != null ? found : value.executeGeneric(frame);
    }

    @Override
    public long executeLong(VirtualFrame frame) throws UnexpectedResultException {
        Object found = known.of(frame, number);
        if (found == null) {
            return value.executeLong(frame);
        }
        if (found instanceof Long integer) {
            return integer;
        }
        throw new UnexpectedResultException(found);
    }

    @Override
    public double executeDouble(VirtualFrame frame) throws UnexpectedResultException {
        Object found = known.of(frame, number);
        if (found == null) {
            return value.executeDouble(frame);
        }
        if (found instanceof Double real) {
            return real;
        }
        throw new UnexpectedResultException(found);
    }

    @Override
    public boolean executeBoolean(VirtualFrame frame) throws UnexpectedResultException {
        Object found = known.of(frame, number);
        if (found == null) {
            return value.executeBoolean(frame);
        }
        if (found instanceof Boolean flag) {
            return flag;
        }
        throw new UnexpectedResultException(found);
    }

    /// Instruments see the node within.
    @Override
    public boolean isInstrumentable() {
        return false;
    }
}
