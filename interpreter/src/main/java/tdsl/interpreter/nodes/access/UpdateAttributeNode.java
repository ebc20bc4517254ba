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

    @Child
    private MemberNameNode memberName;

    private final int oldValueSlot;

    /// @param operation computes the new value from the old one, which it reads from the frame
    public UpdateAttributeNode(
            ExpressionNode receiver, MemberNameNode memberName, ExpressionNode operation, int oldValueSlot) {
        this.receiver = receiver;
        this.memberName = memberName;
        this.operation = operation;
        this.oldValueSlot = oldValueSlot;
    }

    @Override
    public Object executeGeneric(VirtualFrame frame) {
        Object target = receiver.executeGeneric(frame);
        Object oldValue = memberName.read(this, target);
        frame.setObject(oldValueSlot, oldValue);
        Object newValue = operation.executeGeneric(frame);
        // A tensor was changed in place and is still where it was.
        if (newValue != oldValue) {
            Members.write(memberName, target, memberName.name(), newValue);
        }
        return None.VALUE;
    }
}
