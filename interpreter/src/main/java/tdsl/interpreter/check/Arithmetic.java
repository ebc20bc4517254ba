package tdsl.interpreter.check;

import java.util.Optional;
import tdsl.grammar.ast.Operator;

/// Arithmetic of plain numbers that are known.
final class Arithmetic {
    private Arithmetic() {}

    /// @return a Long or Double; empty if the operands are no numbers or have no result
    static Optional<Object> of(Operator.Binary operator, Object left, Object right) {
        if (left instanceof Long a && right instanceof Long b) {
            return ofIntegers(operator, a, b);
        }
        return left instanceof Number a && right instanceof Number b
                ? ofReals(operator, a.doubleValue(), b.doubleValue())
                : Optional.empty();
    }

    private static Optional<Object> ofIntegers(Operator.Binary operator, long a, long b) {
        try {
            return switch (operator) {
                case ADD -> Optional.of(Math.addExact(a, b));
                case SUBTRACT -> Optional.of(Math.subtractExact(a, b));
                case MULTIPLY -> Optional.of(Math.multiplyExact(a, b));
                case FLOOR_DIVIDE -> b == 0 ? Optional.empty() : Optional.of(Math.floorDiv(a, b));
                case REMAINDER -> b == 0 ? Optional.empty() : Optional.of(Math.floorMod(a, b));
                default -> ofReals(operator, a, b);
            };
        } catch (ArithmeticException _) {
            return Optional.empty();
        }
    }

    private static Optional<Object> ofReals(Operator.Binary operator, double a, double b) {
        return switch (operator) {
            case ADD -> Optional.of(a + b);
            case SUBTRACT -> Optional.of(a - b);
            case MULTIPLY -> Optional.of(a * b);
            case DIVIDE -> Optional.of(a / b);
            default -> Optional.empty();
        };
    }
}
