package tdsl.interpreter.nodes.literal;

import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import com.oracle.truffle.api.frame.VirtualFrame;
import java.util.Optional;
import tdsl.interpreter.diagnostics.ErrorKind;
import tdsl.interpreter.nodes.ExpressionNode;
import tdsl.interpreter.values.collections.ListValue;
import tdsl.interpreter.values.text.FormatSpec;
import tdsl.tensor.Tensor;

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

    private static Optional<String> hint(Object shown) {
        return Optional.ofNullable(
                switch (shown) {
                    case Double _ -> "`.0f` rounds to a whole number";
                    case Tensor _ -> "a format shows one number; without it all elements are shown";
                    case String _ -> "int(s) and float(s) read a number from a string";
                    case ListValue _ -> "each element can have its own: [\"{x:.3f}\" for x in xs]";
                    default -> null;
                });
    }

    @TruffleBoundary
    private String format(Object shown) {
        try {
            return format.apply(shown);
        } catch (IllegalArgumentException e) {
            throw error(ErrorKind.VALUE, "%s", e.getMessage()).withHint(hint(shown));
        }
    }
}
