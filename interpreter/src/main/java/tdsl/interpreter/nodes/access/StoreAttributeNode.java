package tdsl.interpreter.nodes.access;

import com.oracle.truffle.api.frame.VirtualFrame;
import tdsl.interpreter.builtins.members.Members;
import tdsl.interpreter.nodes.ExpressionNode;
import tdsl.interpreter.nodes.variable.StoreNode;

/// `receiver.name = value`.
public final class StoreAttributeNode extends StoreNode {
    @Child
    private ExpressionNode receiver;

    private final String name;

    public StoreAttributeNode(ExpressionNode receiver, String name) {
        this.receiver = receiver;
        this.name = name;
    }

    @Override
    public void execute(VirtualFrame frame, Object value) {
        Members.write(this, receiver.executeGeneric(frame), name, value);
    }
}
