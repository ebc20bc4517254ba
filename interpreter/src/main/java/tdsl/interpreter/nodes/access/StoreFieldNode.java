package tdsl.interpreter.nodes.access;

import com.oracle.truffle.api.frame.VirtualFrame;
import tdsl.interpreter.nodes.ExpressionNode;
import tdsl.interpreter.nodes.variable.StoreNode;
import tdsl.interpreter.values.functions.ObjectValue;

/// Writes a field by its bare name, in the code of its class.
public final class StoreFieldNode extends StoreNode {
    @Child
    private ExpressionNode self;

    private final int index;

    public StoreFieldNode(ExpressionNode self, int index) {
        this.self = self;
        this.index = index;
    }

    @Override
    public void execute(VirtualFrame frame, Object value) {
        ((ObjectValue) self.executeGeneric(frame)).setField(index, value);
    }
}
