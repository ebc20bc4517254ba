package tdsl.tensor.dispatch;

import java.util.ArrayList;
import java.util.List;
import tdsl.tensor.DType;
import tdsl.tensor.Tensor;

/// Mixed precision: while a narrow dtype is set on a thread, ops whose rows say so convert their floating operands,
/// those of products to the narrow dtype, and those that need range or digits to f32; all others take what comes. As in
/// PyTorch, f64 is left alone, and gradients have the dtypes of the operands as they were.
public enum Autocast {
    /// To the narrow dtype.
    NARROW,
    /// To f32.
    SINGLE;

    private static final ThreadLocal<DType> CURRENT = new ThreadLocal<>();
    /// Whether any thread ever set a dtype, so that no other has to ask. A thread sees what it wrote itself, which is
    /// enough.
    private static boolean isUsed;

    /// The narrow dtype of this thread; null if there is none.
    public static DType current() {
        return isUsed ? CURRENT.get() : null;
    }

    /// @param dtype null for none
    /// @return the dtype before, to be restored by the caller
    public static DType set(DType dtype) {
        DType previous = CURRENT.get();
        isUsed |= dtype != null;
        CURRENT.set(dtype);
        return previous;
    }

    Args applied(Args args) {
        DType narrow = current();
        if (narrow == null) {
            return args;
        }
        DType target = this == NARROW ? narrow : DType.FLOAT32;
        Args converted = args;
        for (int i = 0; i < args.count(); i++) {
            Object value = converted(args.value(i), target);
            converted = value == args.value(i) ? converted : converted.with(i, value);
        }
        return converted;
    }

    private static Object converted(Object value, DType target) {
        return switch (value) {
            case Tensor tensor -> {
                boolean concerns = tensor.dtype().isFloating() && tensor.dtype() != DType.FLOAT64 && !tensor.isWeak();
                yield concerns && tensor.dtype() != target ? tensor.to(target) : tensor;
            }
            case List<?> list -> {
                List<Object> elements = new ArrayList<>(list.size());
                list.forEach(element -> elements.add(converted(element, target)));
                yield elements.equals(list) ? list : elements;
            }
            case null -> null;
            default -> value;
        };
    }
}
