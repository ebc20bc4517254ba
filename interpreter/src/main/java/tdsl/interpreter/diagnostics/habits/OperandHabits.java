package tdsl.interpreter.diagnostics.habits;

import java.util.Optional;
import tdsl.interpreter.values.None;
import tdsl.interpreter.values.collections.ListValue;
import tdsl.interpreter.values.collections.TupleValue;
import tdsl.interpreter.values.functions.CallableValue;
import tdsl.tensor.Tensor;

/// What may have been meant where an operator, a condition or a loop has operands that it is not for.
public final class OperandHabits {
    private OperandHabits() {}

    /// @param symbol the operator between the operands
    public static Optional<String> hint(String symbol, Object left, Object right) {
        if (left instanceof None || right instanceof None) {
            return Optional.of("did a function forget to return its value?");
        } else if (left instanceof String || right instanceof String) {
            return ofText(symbol, left, right);
        } else if (left instanceof Boolean || right instanceof Boolean) {
            return Optional.of("int(b) makes 1 or 0 of a bool");
        } else if (isSequence(left) && isSequence(right)) {
            return Optional.of("list(x) makes a list of either, and tensor(x) one that calculates with its elements");
        } else if (isSequence(left) || isSequence(right)) {
            return Optional.of("tensor(x) makes one of a list that calculates with its elements");
        }
        boolean isFunction = left instanceof CallableValue || right instanceof CallableValue;
        return isFunction ? Optional.of("a function is called with parentheses: f(x)") : Optional.empty();
    }

    private static Optional<String> ofText(String symbol, Object left, Object right) {
        boolean readsNumber = isNumber(left) || isNumber(right);
        return switch (symbol) {
            case "+", "%" -> Optional.of("a value goes into a string in braces: \"total: {value}\"");
            case "&", "|", "^", "@", "<<", ">>" -> Optional.empty();
            default -> readsNumber ? Optional.of("int(s) and float(s) read a number from a string") : Optional.empty();
        };
    }

    /// @param value what stands where a bool is needed
    public static Optional<String> conditionHint(Object value) {
        return Optional.ofNullable(
                switch (value) {
                    case Long _, Double _ -> "compare it: x != 0";
                    case String _ -> "compare it: s != \"\"";
                    case None _ -> "ask for none: x is none, x is not none";
                    case CallableValue _ -> "a function is called with parentheses: f(x)";
                    default -> isSequence(value) ? "ask for its length: len(xs) > 0" : null;
                });
    }

    /// @param value what stands where something with elements is needed
    public static Optional<String> iterationHint(Object value) {
        return Optional.ofNullable(
                switch (value) {
                    case Long number
                    when number > 0 -> "0..%d has the numbers from 0 to %d".formatted(number, number - 1);
                    case Tensor _ -> "a tensor without axes has one element: item()";
                    case CallableValue _ -> "a function is called with parentheses: f(x)";
                    case None _ -> "did a function forget to return its value?";
                    default -> null;
                });
    }

    private static boolean isNumber(Object value) {
        return value instanceof Long || value instanceof Double;
    }

    private static boolean isSequence(Object value) {
        return value instanceof ListValue || value instanceof TupleValue;
    }
}
