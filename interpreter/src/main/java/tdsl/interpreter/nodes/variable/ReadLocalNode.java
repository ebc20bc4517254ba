package tdsl.interpreter.nodes.variable;

import com.oracle.truffle.api.CompilerDirectives;
import com.oracle.truffle.api.dsl.Specialization;
import com.oracle.truffle.api.frame.VirtualFrame;
import com.oracle.truffle.api.instrumentation.StandardTags;
import com.oracle.truffle.api.instrumentation.Tag;
import tdsl.interpreter.nodes.ExpressionNode;

/// Reads a variable of the frame.
public abstract class ReadLocalNode extends ExpressionNode {
    final int slot;

    protected ReadLocalNode(int slot) {
        this.slot = slot;
    }

    @Specialization(guards = "frame.isLong(slot)")
    long readLong(VirtualFrame frame) {
        return frame.getLong(slot);
    }

    @Specialization(guards = "frame.isDouble(slot)")
    double readDouble(VirtualFrame frame) {
        return frame.getDouble(slot);
    }

    @Specialization(guards = "frame.isBoolean(slot)")
    boolean readBoolean(VirtualFrame frame) {
        return frame.getBoolean(slot);
    }

    @Specialization(replaces = {"readLong", "readDouble", "readBoolean"})
    Object readObject(VirtualFrame frame) {
        if (!frame.isObject(slot)) {
            // The variable held a primitive when this frame began; from now on all its values are objects.
            CompilerDirectives.transferToInterpreter();
            Object value = frame.getValue(slot);
            frame.setObject(slot, value);
            return value;
        }
        return frame.getObject(slot);
    }

    @Override
    public boolean hasTag(Class<? extends Tag> tag) {
        return tag == StandardTags.ReadVariableTag.class || super.hasTag(tag);
    }
}
