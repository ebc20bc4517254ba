package tdsl.interpreter.nodes.function;

import com.oracle.truffle.api.frame.VirtualFrame;
import com.oracle.truffle.api.profiles.ConditionProfile;
import tdsl.interpreter.nodes.ExpressionNode;

/// An argument that may be left out; its default is evaluated then, each time anew.
public final class DefaultedArgumentNode extends ExpressionNode {
    private final int index;

    @Child
    private ExpressionNode defaultValue;

    private final ConditionProfile isGiven = ConditionProfile.create();

    public DefaultedArgumentNode(int index, ExpressionNode defaultValue) {
        this.index = index;
        this.defaultValue = defaultValue;
    }

    @Override
    public Object executeGeneric(VirtualFrame frame) {
        Object argument = frame.getArguments()[index];
        return isGiven.profile(argument != null) ? argument : defaultValue.executeGeneric(frame);
    }
}
