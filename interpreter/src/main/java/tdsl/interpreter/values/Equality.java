package tdsl.interpreter.values;

import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import tdsl.interpreter.values.collections.DictValue;
import tdsl.interpreter.values.collections.ListValue;
import tdsl.interpreter.values.collections.TupleValue;
import tdsl.interpreter.values.functions.BoundMethod;
import tdsl.tensor.DType;

/// Whether two values that are not tensors are equal: by value for numbers, strings and containers, else by
/// identity.
public final class Equality {
    private Equality() {}

    @TruffleBoundary
    public static boolean areEqual(Object left, Object right) {
        if (left == right) {
            return !(left instanceof Double number && number.isNaN());
        }
        return switch (left) {
            case Long number when right instanceof Double other -> number.doubleValue() == other;
            case Double number when right instanceof Long other -> number == other.doubleValue();
            case Double number when right instanceof Double other -> number.doubleValue() == other.doubleValue();
            case ListValue list
            when right instanceof ListValue other -> elementsEqual(list.elements(), other.elements());
            case TupleValue tuple
            when right instanceof TupleValue other -> elementsEqual(tuple.elements(), other.elements());
            case DictValue dict when right instanceof DictValue other -> dictsEqual(dict, other);
            case DType dtype when right instanceof TypeValue type -> type.isNameOf(dtype);
            case TypeValue type when right instanceof DType dtype -> type.isNameOf(dtype);
            case BoundMethod method
            when right instanceof BoundMethod other ->
                method.receiver() == other.receiver() && method.method() == other.method();
            default -> left.equals(right);
        };
    }

    /// Whether two lists have equal elements in the same order.
    public static boolean elementsEqual(List<Object> left, List<Object> right) {
        if (left.size() != right.size()) {
            return false;
        }
        Iterator<Object> others = right.iterator();
        for (Object element : left) {
            if (!areEqual(element, others.next())) {
                return false;
            }
        }
        return true;
    }

    private static boolean dictsEqual(DictValue left, DictValue right) {
        if (left.size() != right.size()) {
            return false;
        }
        for (Map.Entry<Object, Object> entry : left.entries().entrySet()) {
            Object other = right.get(entry.getKey());
            if (other == null || !areEqual(entry.getValue(), other)) {
                return false;
            }
        }
        return true;
    }
}
