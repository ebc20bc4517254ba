package tdsl.interpreter.nodes.call;

import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import com.oracle.truffle.api.nodes.Node;
import com.oracle.truffle.api.source.SourceSection;
import java.util.Arrays;
import java.util.Map;
import java.util.regex.Pattern;
import tdsl.interpreter.diagnostics.Origin;
import tdsl.interpreter.diagnostics.ScriptException;
import tdsl.interpreter.nodes.ExpressionNode;
import tdsl.interpreter.values.functions.OpCalls;
import tdsl.tensor.Tensor;
import tdsl.tensor.dispatch.Op;
import tdsl.tensor.ops.OpIndex;

/// Calls of ops whose operands stand in the source, so that errors can show what each operand was.
public final class LabelledOpCalls {
    /// Longer operands are pointed at, not repeated.
    private static final int MAX_LABEL_LENGTH = 24;

    private static final Pattern NAME = Pattern.compile("[\\p{L}_][\\p{L}\\p{M}\\p{Nd}_.]*");

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
            throw explained(error, op, new ExpressionNode[] {leftNode, rightNode}, new Object[] {left, right});
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
            throw explained(error, op, operands, positional);
        }
    }

    /// The error of an op, with its operands by their names in the script.
    private static ScriptException explained(ScriptException error, Op op, ExpressionNode[] operands, Object[] values) {
        label(error, operands, values);
        String speaker = isSaidBy(op, error.getMessage()) ? "" : op.name() + ": ";
        return error.reworded(message -> speaker + named(message, operands), hint -> named(hint, operands));
    }

    /// Whether a message begins with the op, and not with one that it is composed of.
    private static boolean isSaidBy(Op op, String message) {
        int colon = message.indexOf(": ");
        String speaker = colon < 0 ? "" : message.substring(0, colon);
        return speaker.equals(op.name()) || !speaker.isEmpty() && OpIndex.find(speaker) == null;
    }

    private static String named(String text, ExpressionNode[] operands) {
        String[] roles = {"the left operand", "the right operand"};
        String[] names = Arrays.stream(operands).map(LabelledOpCalls::name).toArray(String[]::new);
        if (names.length < roles.length || names[0].equals(names[1]) || !text.contains(" operand")) {
            return text;
        }
        String named = text;
        for (int i = 0; i < roles.length; i++) {
            named = names[i].isEmpty() ? named : named.replace(roles[i], names[i]);
        }
        return named;
    }

    /// The code of an operand that is a name or a path of names; empty for any other.
    private static String name(ExpressionNode operand) {
        SourceSection section = operand.unwrapped().getSourceSection();
        String code = section == null || !section.isAvailable()
                ? ""
                : section.getCharacters().toString();
        return NAME.matcher(code).matches() ? code : "";
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
        return Origin.describe(isShort ? code : "", tensor, section);
    }
}
