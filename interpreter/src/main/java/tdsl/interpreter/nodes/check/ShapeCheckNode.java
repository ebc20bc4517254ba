package tdsl.interpreter.nodes.check;

import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import com.oracle.truffle.api.frame.VirtualFrame;
import com.oracle.truffle.api.nodes.ExplodeLoop;
import com.oracle.truffle.api.source.SourceSection;
import java.util.Optional;
import tdsl.interpreter.diagnostics.ErrorKind;
import tdsl.interpreter.diagnostics.Origin;
import tdsl.interpreter.diagnostics.ScriptException;
import tdsl.interpreter.values.Kinds;
import tdsl.interpreter.values.None;
import tdsl.interpreter.values.collections.ListValue;
import tdsl.tensor.DType;
import tdsl.tensor.Tensor;

/// `x: f32[b, 3, _]`: a tensor's dtype and shape.
public final class ShapeCheckNode extends TypeCheckNode {
    private final String subject;
    private final String annotation;
    private final DType dtype;
    private final boolean acceptsNone;

    /// The position of `..` among the dimensions; -1 without one.
    private final int restIndex;

    @Children
    private final DimensionNode[] dimensions;

    /// What the signature has bound so far, to explain an error.
    @Children
    private final BindingNode[] bindings;

    /// @param subject what is checked, for messages: `f: x`
    /// @param annotation as written
    /// @param dtype null for any
    /// @param dimensions without `..`
    /// @param restIndex how many dimensions stand before `..`; -1 without one
    public ShapeCheckNode(
            String subject,
            String annotation,
            DType dtype,
            boolean acceptsNone,
            DimensionNode[] dimensions,
            int restIndex,
            BindingNode[] bindings) {
        this.subject = subject;
        this.annotation = annotation;
        this.dtype = dtype;
        this.acceptsNone = acceptsNone;
        this.dimensions = dimensions;
        this.restIndex = restIndex;
        this.bindings = bindings;
    }

    @Override
    @ExplodeLoop
    public void execute(VirtualFrame frame, Object value) {
        if (acceptsNone && value == None.VALUE) {
            return;
        }
        if (!(value instanceof Tensor tensor) || !hasRankAndDtype(tensor)) {
            throw mismatch(frame, value, "");
        }
        int skipped = tensor.rank() - dimensions.length;
        for (int i = 0; i < dimensions.length; i++) {
            int axis = restIndex >= 0 && i >= restIndex ? i + skipped : i;
            if (!dimensions[i].accepts(frame, tensor.size(axis))) {
                throw mismatch(frame, value, explanation(axis, tensor.size(axis), dimensions[i].expected(frame)));
            }
        }
    }

    @TruffleBoundary
    private boolean hasRankAndDtype(Tensor tensor) {
        boolean hasRank = restIndex >= 0 ? tensor.rank() >= dimensions.length : tensor.rank() == dimensions.length;
        return hasRank && (dtype == null || tensor.dtype() == dtype);
    }

    @TruffleBoundary
    private static String explanation(int axis, long size, String expected) {
        return ": axis %d is %d, not %s".formatted(axis, size, expected);
    }

    private Optional<String> conversion(ErrorKind kind, Object value) {
        return Optional.ofNullable(
                switch (kind) {
                    case DTYPE -> "x.to(" + dtype + ") converts a tensor x";
                    case TYPE -> value instanceof ListValue ? "tensor(x) makes a tensor of a list x" : null;
                    default -> null;
                });
    }

    @ExplodeLoop
    private ScriptException mismatch(VirtualFrame frame, Object value, String explanation) {
        Object[] bound = new Object[bindings.length];
        for (int i = 0; i < bindings.length; i++) {
            bound[i] = bindings[i].describe(frame);
        }
        return mismatch(value, explanation, bound);
    }

    @TruffleBoundary
    private ScriptException mismatch(Object value, String explanation, Object[] bound) {
        ErrorKind kind = !(value instanceof Tensor tensor)
                ? ErrorKind.TYPE
                : dtype != null && tensor.dtype() != dtype ? ErrorKind.DTYPE : ErrorKind.SHAPE;
        ScriptException error =
                error(kind, "%s must be %s, not %s%s", subject, annotation, Kinds.describe(value), explanation);
        SourceSection section = getEncapsulatingSourceSection();
        if (value instanceof Tensor tensor && section != null) {
            error.withLabel(section, Origin.describe(subject.substring(subject.indexOf(' ') + 1), tensor, section));
        }
        String known = BindingNode.join(bound);
        return error.withHint(known.isEmpty() ? conversion(kind, value) : Optional.of(known));
    }
}
