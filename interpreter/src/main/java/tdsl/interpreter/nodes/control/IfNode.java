package tdsl.interpreter.nodes.control;

import com.oracle.truffle.api.frame.VirtualFrame;
import com.oracle.truffle.api.nodes.UnexpectedResultException;
import com.oracle.truffle.api.profiles.CountingConditionProfile;
import tdsl.interpreter.nodes.ExpressionNode;
import tdsl.interpreter.nodes.logic.TruthNode;

/// `if c { … } else { … }` and `if (c) a else b`.
public final class IfNode extends ExpressionNode {
    @Child
    private TruthNode condition;

    @Child
    private ExpressionNode whenTrue;

    @Child
    private ExpressionNode whenFalse;

    private final CountingConditionProfile profile = CountingConditionProfile.create();

    public IfNode(TruthNode condition, ExpressionNode whenTrue, ExpressionNode whenFalse) {
        this.condition = condition;
        this.whenTrue = whenTrue;
        this.whenFalse = whenFalse;
    }

    @Override
    public Object executeGeneric(VirtualFrame frame) {
        return profile.profile(condition.executeBoolean(frame))
                ? whenTrue.executeGeneric(frame)
                : whenFalse.executeGeneric(frame);
    }

    @Override
    public long executeLong(VirtualFrame frame) throws UnexpectedResultException {
        return profile.profile(condition.executeBoolean(frame))
                ? whenTrue.executeLong(frame)
                : whenFalse.executeLong(frame);
    }

    @Override
    public double executeDouble(VirtualFrame frame) throws UnexpectedResultException {
        return profile.profile(condition.executeBoolean(frame))
                ? whenTrue.executeDouble(frame)
                : whenFalse.executeDouble(frame);
    }

    @Override
    public boolean executeBoolean(VirtualFrame frame) throws UnexpectedResultException {
        return profile.profile(condition.executeBoolean(frame))
                ? whenTrue.executeBoolean(frame)
                : whenFalse.executeBoolean(frame);
    }

    @Override
    public void executeVoid(VirtualFrame frame) {
        if (profile.profile(condition.executeBoolean(frame))) {
            whenTrue.executeVoid(frame);
        } else {
            whenFalse.executeVoid(frame);
        }
    }
}
