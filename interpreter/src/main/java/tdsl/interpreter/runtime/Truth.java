package tdsl.interpreter.runtime;

import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import com.oracle.truffle.api.nodes.Node;
import java.util.Set;
import tdsl.interpreter.diagnostics.ErrorKind;
import tdsl.interpreter.diagnostics.ScriptException;
import tdsl.interpreter.diagnostics.habits.OperandHabits;
import tdsl.interpreter.values.Kinds;
import tdsl.tensor.Tensor;

/// Values as conditions: bools, and tensors with one element.
public final class Truth {
    private static final Set<String> OPERATORS = Set.of("and", "or", "not");

    private Truth() {}

    /// Whether a condition holds.
    ///
    /// @param user what needs the condition, for messages: `if`, `and`
    /// @throws ScriptException TypeError if the value is no condition
    @TruffleBoundary
    public static boolean of(Node site, Object condition, String user) {
        return switch (condition) {
            case Boolean truth -> truth;
            case Tensor tensor -> ofTensor(site, tensor, user);
            default -> {
                String message = "%s needs a bool, not %s".formatted(user, Kinds.describe(condition));
                throw new ScriptException(ErrorKind.TYPE, message, site)
                        .withHint(OperandHabits.conditionHint(condition));
            }
        };
    }

    private static boolean ofTensor(Node site, Tensor condition, String user) {
        if (condition.elementCount() == 1) {
            return isTrue(condition.item());
        }
        String message = "%s needs one bool, and %s has %d elements"
                .formatted(user, condition.describe(), condition.elementCount());
        String reduce = ".any() or .all() makes one bool of them";
        throw new ScriptException(ErrorKind.TYPE, message, site)
                .withHint(OPERATORS.contains(user) ? "&, | and ~ work element by element; " + reduce : reduce);
    }

    private static boolean isTrue(Object element) {
        return switch (element) {
            case Boolean truth -> truth;
            case Number number -> number.doubleValue() != 0;
            default -> throw new IllegalArgumentException("not an element of a tensor");
        };
    }
}
