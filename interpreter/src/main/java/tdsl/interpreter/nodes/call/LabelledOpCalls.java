package tdsl.interpreter.nodes.call;

import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import com.oracle.truffle.api.nodes.Node;
import com.oracle.truffle.api.source.SourceSection;
import java.util.Arrays;
import java.util.Map;
import tdsl.interpreter.diagnostics.Locations;
import tdsl.interpreter.diagnostics.Origin;
import tdsl.interpreter.diagnostics.ScriptException;
import tdsl.interpreter.nodes.ExpressionNode;
import tdsl.interpreter.values.functions.OpCalls;
import tdsl.tensor.Tensor;
import tdsl.tensor.dispatch.Op;

/// Calls of ops whose operands stand in the source, so that errors can show what each operand was.
public final class LabelledOpCalls {
    /// Longer operands are pointed at, not repeated.
    private static final int MAX_LABEL_LENGTH = 24;

    private LabelledOpCalls() {}

    /// Calls an op with positional arguments.
    ///
    /// @param operands the nodes that gave the values
    @TruffleBoundary
    public static Object call(Node site, Op op, ExpressionNode[] operands, Object... values) {
        return call(site, op, operands, values, Map.of());
    }

    /// Calls an op that takes two operands, each a tensor or a plain number.
    ///
    /// @param leftNode the node that gave `left`
    @TruffleBoundary
    public static Object callBinary(
            Node site, Op op, ExpressionNode leftNode, Object left, ExpressionNode rightNode, Object right) {
        try {
            return OpCalls.callBinary(site, op, left, right);
        } catch (ScriptException error) {
            label(error, new ExpressionNode[] {leftNode, rightNode}, new Object[] {left, right});
            throw error;
        }
    }

    /// Calls an op with positional and named arguments.
    ///
    /// @param operands the nodes that gave the positional values
    @TruffleBoundary
    public static Object call(Node site, Op op, ExpressionNode[] operands, Object[] positional, Map<String, ?> named) {
        try {
            return OpCalls.call(site, op, Arrays.asList(positional), named);
        } catch (ScriptException error) {
            label(error, operands, positional);
            throw error;
        }
    }

    /// Adds what is known about the tensors among some operands.
    public static void label(ScriptException error, ExpressionNode[] operands, Object[] values) {
        for (int i = 0; i < operands.length; i++) {
            SourceSection section = operands[i].unwrapped().getSourceSection();
            if (values[i] instanceof Tensor tensor && section != null && section.isAvailable()) {
                error.withLabel(section, text(section, tensor));
            }
        }
    }

    private static String text(SourceSection section, Tensor tensor) {
        String code = section.getCharacters().toString();
        boolean isShort = code.length() <= MAX_LABEL_LENGTH && code.indexOf('\n') < 0;
        SourceSection origin = Origin.sectionOf(tensor);
        String made = origin == null || origin.equals(section) ? "" : ", made at " + Locations.of(origin);
        return (isShort ? code + ": " : "") + tensor.describe() + made;
    }
}
