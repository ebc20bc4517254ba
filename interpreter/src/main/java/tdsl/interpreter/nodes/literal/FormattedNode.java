package tdsl.interpreter.nodes.literal;

import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import com.oracle.truffle.api.frame.VirtualFrame;
import tdsl.interpreter.diagnostics.ErrorKind;
import tdsl.interpreter.nodes.ExpressionNode;
import tdsl.interpreter.values.text.FormatSpec;

/// `{value:.3f}` in a string.
public final class FormattedNode extends ExpressionNode {
    @Child
    private ExpressionNode value;

    private final FormatSpec format;

    public FormattedNode(ExpressionNode value, FormatSpec format) {
        this.value = value;
        this.format = format;
    }

    @Override
    public Object executeGeneric(VirtualFrame frame) {
        return format(value.executeGeneric(frame));
    }

    @TruffleBoundary
    private String format(Object shown) {
        try {
            return format.apply(shown);
        } catch (IllegalArgumentException e) {
            throw error(ErrorKind.VALUE, "%s", e.getMessage());
        }
    }
}
