package tdsl.interpreter.nodes.variable;

import com.oracle.truffle.api.dsl.NodeChild;
import com.oracle.truffle.api.dsl.Specialization;
import com.oracle.truffle.api.frame.VirtualFrame;
import com.oracle.truffle.api.instrumentation.StandardTags;
import com.oracle.truffle.api.instrumentation.Tag;
import tdsl.interpreter.nodes.ExpressionNode;
import tdsl.interpreter.values.None;

/// `let name = value`, `target = value`: evaluates the value first, then whatever the target needs.
@NodeChild("value")
public abstract class AssignNode extends ExpressionNode {
    @Child
    private StoreNode target;

    protected AssignNode(StoreNode target) {
        this.target = target;
    }

    @Specialization
    Object assignLong(VirtualFrame frame, long value) {
        target.executeLong(frame, value);
        return None.VALUE;
    }

    @Specialization
    Object assignDouble(VirtualFrame frame, double value) {
        target.executeDouble(frame, value);
        return None.VALUE;
    }

    @Specialization
    Object assignBoolean(VirtualFrame frame, boolean value) {
        target.executeBoolean(frame, value);
        return None.VALUE;
    }

    @Specialization(replaces = {"assignLong", "assignDouble", "assignBoolean"})
    Object assign(VirtualFrame frame, Object value) {
        target.execute(frame, value);
        return None.VALUE;
    }

    @Override
    public boolean hasTag(Class<? extends Tag> tag) {
        return tag == StandardTags.WriteVariableTag.class || super.hasTag(tag);
    }
}
