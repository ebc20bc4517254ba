package tdsl.interpreter.nodes.variable;

import com.oracle.truffle.api.frame.VirtualFrame;
import com.oracle.truffle.api.nodes.ExplodeLoop;
import tdsl.interpreter.runtime.Iteration;

/// `(a, b)` on the left: takes a value apart into as many places as it has elements.
public final class StoreElementsNode extends StoreNode {
    @Children
    private final StoreNode[] targets;

    public StoreElementsNode(StoreNode[] targets) {
        this.targets = targets;
    }

    @Override
    @ExplodeLoop
    public void execute(VirtualFrame frame, Object value) {
        Object[] elements = Iteration.exactly(this, value, targets.length);
        for (int i = 0; i < targets.length; i++) {
            targets[i].execute(frame, elements[i]);
        }
    }
}
