package tdsl.interpreter.nodes.compare;

import com.oracle.truffle.api.frame.VirtualFrame;
import tdsl.interpreter.nodes.ExpressionNode;
import tdsl.interpreter.runtime.Containers;

/// `element in container` and `element not in container`.
public final class InNode extends ExpressionNode {
    @Child
    private ExpressionNode element;

    @Child
    private ExpressionNode container;

    private final boolean negated;

    public InNode(ExpressionNode element, ExpressionNode container, boolean negated) {
        this.element = element;
        this.container = container;
        this.negated = negated;
    }

    @Override
    public Object executeGeneric(VirtualFrame frame) {
        return executeBoolean(frame);
    }

    @Override
    public boolean executeBoolean(VirtualFrame frame) {
        Object value = element.executeGeneric(frame);
        return Containers.contains(this, container.executeGeneric(frame), value) != negated;
    }
}
