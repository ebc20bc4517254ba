package tdsl.interpreter.nodes.access;

import com.oracle.truffle.api.frame.VirtualFrame;
import tdsl.interpreter.builtins.members.Members;
import tdsl.interpreter.nodes.ExpressionNode;
import tdsl.interpreter.nodes.variable.StoreNode;

/// `receiver.name = value`.
public final class StoreAttributeNode extends StoreNode {
    @Child
    private ExpressionNode receiver;

    @Child
    private MemberNameNode memberName;

    public StoreAttributeNode(ExpressionNode receiver, MemberNameNode memberName) {
        this.receiver = receiver;
        this.memberName = memberName;
    }

    @Override
    public void execute(VirtualFrame frame, Object value) {
        Members.write(memberName, receiver.executeGeneric(frame), memberName.name(), value);
    }
}
