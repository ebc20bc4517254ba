package tdsl.interpreter.values.functions;

import java.util.Arrays;
import tdsl.tensor.DType;
import tdsl.tensor.Tensor;
import tdsl.tensor.dispatch.Op;

/// Ops called with plain numbers where they could have tensors: `sqrt(2)` is a plain float, not a tensor.
final class PlainNumbers {
    private PlainNumbers() {}

    /// True if the op is one of its first operand, and every operand was given as a plain number.
    static boolean areAll(Op op, Object[] arguments) {
        if (op.signature().parameters().isEmpty() || !(arguments[0] instanceof Tensor)) {
            return false;
        }
        for (Object argument : arguments) {
            if (argument instanceof Tensor operand && !operand.isWeak()) {
                return false;
            }
        }
        return true;
    }

    /// The result, computed in full precision, and as a plain number if it has no axes.
    static Object call(Op op, Object[] arguments) {
        Tensor[] operands =
                Arrays.stream(arguments).filter(Tensor.class::isInstance).toArray(Tensor[]::new);
        boolean computesReals =
                op.pointwise().isPresent() && op.computeDType(operands).isFloating();
        Object[] converted = arguments.clone();
        for (int i = 0; i < converted.length; i++) {
            if (converted[i] instanceof Tensor operand) {
                converted[i] = strong(operand, computesReals);
            }
        }
        Object result = op.call(converted);
        return result instanceof Tensor tensor && tensor.rank() == 0 ? tensor.item() : result;
    }

    /// A weak scalar as a tensor with a dtype of its own: f64 where the op computes with floating numbers.
    private static Tensor strong(Tensor scalar, boolean isReal) {
        Object value = scalar.item();
        boolean isFloat = value instanceof Double || isReal && value instanceof Long;
        return isFloat ? Tensor.of(((Number) value).doubleValue(), DType.FLOAT64) : Tensor.of(value);
    }
}
