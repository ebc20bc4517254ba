package tdsl.interpreter.nodes.literal;

import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import com.oracle.truffle.api.frame.VirtualFrame;
import com.oracle.truffle.api.nodes.ExplodeLoop;
import tdsl.interpreter.nodes.ExpressionNode;
import tdsl.interpreter.values.text.Display;

/// `"step {step}: loss {loss:.4f}"`.
public final class InterpolationNode extends ExpressionNode {
    @Children
    private final ExpressionNode[] parts;

    /// @param parts their values are shown one after the other
    public InterpolationNode(ExpressionNode[] parts) {
        this.parts = parts;
    }

    @Override
    @ExplodeLoop
    public Object executeGeneric(VirtualFrame frame) {
        Object[] values = new Object[parts.length];
        for (int i = 0; i < parts.length; i++) {
            values[i] = parts[i].executeGeneric(frame);
        }
        return join(values);
    }

    @TruffleBoundary
    private static String join(Object[] values) {
        StringBuilder text = new StringBuilder();
        for (Object value : values) {
            switch (value) {
                // Most values are one of these, and need no text of their own.
                case String part -> text.append(part);
                case Long number -> text.append(number.longValue());
                default -> text.append(Display.bare(value));
            }
        }
        return text.toString();
    }
}
