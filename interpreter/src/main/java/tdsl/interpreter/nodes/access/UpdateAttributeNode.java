package tdsl.interpreter.nodes.access;

import com.oracle.truffle.api.frame.VirtualFrame;
import tdsl.interpreter.builtins.members.Members;
import tdsl.interpreter.nodes.ExpressionNode;
import tdsl.interpreter.values.None;

/// `receiver.name op= value`, evaluating the receiver once.
public final class UpdateAttributeNode extends ExpressionNode {
    @Child
    private ExpressionNode receiver;

    @Child
    private ExpressionNode operation;

    private final String name;
    private final int oldValueSlot;

    /// @param operation computes the new value from the old one, which it reads from the frame
    public UpdateAttributeNode(ExpressionNode receiver, String name, ExpressionNode operation, int oldValueSlot) {
        this.receiver = receiver;
        this.name = name;
        this.operation = operation;
        this.oldValueSlot = oldValueSlot;
    }

    @Override
    public Object executeGeneric(VirtualFrame frame) {
        Object target = receiver.executeGeneric(frame);
        Object oldValue = Members.read(this, target, name);
        frame.setObject(oldValueSlot, oldValue);
        Object newValue = operation.executeGeneric(frame);
        // A tensor was changed in place and is still where it was.
        if (newValue != oldValue) {
            Members.write(this, target, name, newValue);
        }
        return None.VALUE;
    }
}
