package tdsl.interpreter.nodes.variable;

import com.oracle.truffle.api.frame.VirtualFrame;
import com.oracle.truffle.api.nodes.ExplodeLoop;
import tdsl.interpreter.runtime.Iteration;
import tdsl.interpreter.values.collections.TupleValue;

/// `(a, b)` on the left: takes a value apart into as many places as it has elements.
public final class StoreElementsNode extends StoreNode {
    @Children
    private final StoreNode[] targets;

    public StoreElementsNode(StoreNode[] targets) {
        this.targets = targets;
    }

    /// The elements of a tuple are stored as they are: that of `(a, b) = (b, a)` is then never made.
    @Override
    @ExplodeLoop
    public void execute(VirtualFrame frame, Object value) {
        if (!(value instanceof TupleValue tuple) || tuple.size() != targets.length) {
            storeOthers(frame, value);
            return;
        }
        for (int i = 0; i < targets.length; i++) {
            targets[i].execute(frame, tuple.get(i));
        }
    }

    @ExplodeLoop
    private void storeOthers(VirtualFrame frame, Object value) {
        Object[] elements = Iteration.exactly(this, value, targets.length);
        for (int i = 0; i < targets.length; i++) {
            targets[i].execute(frame, elements[i]);
        }
    }
}
