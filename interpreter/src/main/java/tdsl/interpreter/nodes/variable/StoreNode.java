package tdsl.interpreter.nodes.variable;

import com.oracle.truffle.api.frame.VirtualFrame;
import tdsl.interpreter.nodes.ScriptNode;

/// A place that a value can be put into: the left side of an assignment, the variable of a loop.
public abstract class StoreNode extends ScriptNode {
    public abstract void execute(VirtualFrame frame, Object value);

    public void executeLong(VirtualFrame frame, long value) {
        execute(frame, value);
    }

    public void executeDouble(VirtualFrame frame, double value) {
        execute(frame, value);
    }

    public void executeBoolean(VirtualFrame frame, boolean value) {
        execute(frame, value);
    }
}
