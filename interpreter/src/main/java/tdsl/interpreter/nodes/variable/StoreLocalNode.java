package tdsl.interpreter.nodes.variable;

import com.oracle.truffle.api.dsl.Specialization;
import com.oracle.truffle.api.frame.FrameSlotKind;
import com.oracle.truffle.api.frame.VirtualFrame;

/// Writes a variable of the frame, unboxed as long as all its values are of one primitive kind.
public abstract class StoreLocalNode extends StoreNode {
    private final int slot;

    protected StoreLocalNode(int slot) {
        this.slot = slot;
    }

    @Override
    public abstract void executeLong(VirtualFrame frame, long value);

    @Override
    public abstract void executeDouble(VirtualFrame frame, double value);

    @Override
    public abstract void executeBoolean(VirtualFrame frame, boolean value);

    @Specialization(guards = "accepts(frame, LONG)")
    void storeLong(VirtualFrame frame, long value) {
        frame.getFrameDescriptor().setSlotKind(slot, FrameSlotKind.Long);
        frame.setLong(slot, value);
    }

    @Specialization(guards = "accepts(frame, DOUBLE)")
    void storeDouble(VirtualFrame frame, double value) {
        frame.getFrameDescriptor().setSlotKind(slot, FrameSlotKind.Double);
        frame.setDouble(slot, value);
    }

    @Specialization(guards = "accepts(frame, BOOLEAN)")
    void storeBoolean(VirtualFrame frame, boolean value) {
        frame.getFrameDescriptor().setSlotKind(slot, FrameSlotKind.Boolean);
        frame.setBoolean(slot, value);
    }

    @Specialization(replaces = {"storeLong", "storeDouble", "storeBoolean"})
    void storeObject(VirtualFrame frame, Object value) {
        frame.getFrameDescriptor().setSlotKind(slot, FrameSlotKind.Object);
        frame.setObject(slot, value);
    }

    static final FrameSlotKind LONG = FrameSlotKind.Long;
    static final FrameSlotKind DOUBLE = FrameSlotKind.Double;
    static final FrameSlotKind BOOLEAN = FrameSlotKind.Boolean;

    final boolean accepts(VirtualFrame frame, FrameSlotKind kind) {
        FrameSlotKind current = frame.getFrameDescriptor().getSlotKind(slot);
        return current == kind || current == FrameSlotKind.Illegal;
    }
}
