package tdsl.interpreter.nodes.check;

import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import com.oracle.truffle.api.frame.VirtualFrame;
import tdsl.interpreter.diagnostics.ErrorKind;
import tdsl.interpreter.nodes.ExpressionNode;
import tdsl.interpreter.values.ErrorType;
import tdsl.interpreter.values.Kinds;
import tdsl.interpreter.values.None;
import tdsl.interpreter.values.TypeValue;
import tdsl.interpreter.values.functions.CallableValue;
import tdsl.interpreter.values.functions.ClassValue;
import tdsl.tensor.DType;
import tdsl.tensor.Tensor;

/// `x: int`, `x: Linear`, `x: f32`: a built-in type, class, kind of error, or a tensor of a dtype.
public final class KindCheckNode extends TypeCheckNode {
    private final String subject;
    private final boolean acceptsNone;

    @Child
    private ExpressionNode kind;

    /// @param subject what is checked, for messages: `f: x`
    /// @param kind gives the type
    public KindCheckNode(String subject, ExpressionNode kind, boolean acceptsNone) {
        this.subject = subject;
        this.kind = kind;
        this.acceptsNone = acceptsNone;
    }

    @Override
    public void execute(VirtualFrame frame, Object value) {
        check(value, kind.executeGeneric(frame));
    }

    @TruffleBoundary
    private void check(Object value, Object wanted) {
        if (acceptsNone && value == None.VALUE) {
            return;
        }
        boolean fits = switch (wanted) {
            // A whole number stands for a float wherever a float is computed with.
            case TypeValue type when type.name().equals("float") && value instanceof Long -> true;
            case TypeValue type -> type.contains(value);
            case ClassValue _, ErrorType _ -> Kinds.is(value, wanted);
            case DType dtype -> value instanceof Tensor tensor && tensor.dtype() == dtype;
            default -> throw error(ErrorKind.TYPE, "%s is not a type", Kinds.describe(wanted));
        };
        if (!fits) {
            throw error(ErrorKind.TYPE, "%s must be %s, not %s", subject, nameOf(wanted), Kinds.describe(value));
        }
    }

    private static String nameOf(Object type) {
        return switch (type) {
            case ClassValue named -> Kinds.withArticle(named.name());
            case CallableValue named -> "of type " + named.name();
            default -> "a tensor of " + type;
        };
    }
}
