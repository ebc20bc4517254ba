package tdsl.interpreter.values;

import java.util.Iterator;
import java.util.List;
import tdsl.interpreter.values.collections.ListValue;
import tdsl.interpreter.values.collections.TupleValue;

/// The order of values other than tensors: numbers by value, strings by code point, lists and tuples from the front.
public final class Ordering {
    private Ordering() {}

    /// True if the two values have an order.
    public static boolean isDefined(Object left, Object right) {
        return switch (left) {
            case Long _, Double _ -> right instanceof Long || right instanceof Double;
            case String _ -> right instanceof String;
            case ListValue list -> right instanceof ListValue other && areDefined(list.elements(), other.elements());
            case TupleValue tuple ->
                right instanceof TupleValue other && areDefined(tuple.elements(), other.elements());
            default -> false;
        };
    }

    private static boolean areDefined(List<Object> left, List<Object> right) {
        Iterator<Object> others = right.iterator();
        for (Object element : left) {
            if (!others.hasNext()) {
                return true;
            }
            Object other = others.next();
            if (!Equality.areEqual(element, other)) {
                return isDefined(element, other);
            }
        }
        return true;
    }

    /// Negative, zero or positive, for two values that have an order. Nothing is less or greater than a nan: such a
    /// comparison gives the nan as the greater one, so that sorting puts it last.
    public static int compare(Object left, Object right) {
        return switch (left) {
            case Long number when right instanceof Long other -> Long.compare(number, other);
            case Number number when right instanceof Number other -> compareReals(number, other);
            case String text when right instanceof String other -> compareTexts(text, other);
            case ListValue list
            when right instanceof ListValue other -> compareElements(list.elements(), other.elements());
            case TupleValue tuple
            when right instanceof TupleValue other -> compareElements(tuple.elements(), other.elements());
            default -> throw new IllegalArgumentException("no order between these values");
        };
    }

    private static int compareReals(Number left, Number right) {
        double first = left.doubleValue();
        double second = right.doubleValue();
        return first == second ? 0 : Double.compare(first, second);
    }

    /// By code point. UTF-16 order differs from that where surrogates meet characters from U+E000 on.
    public static int compareTexts(String left, String right) {
        int common = Math.min(left.length(), right.length());
        for (int i = 0; i < common; i++) {
            char first = left.charAt(i);
            char second = right.charAt(i);
            if (first != second) {
                boolean isFirstBeyond = Character.isSurrogate(first);
                return isFirstBeyond == Character.isSurrogate(second)
                        ? Character.compare(first, second)
                        : isFirstBeyond ? 1 : -1;
            }
        }
        return Integer.compare(left.length(), right.length());
    }

    private static int compareElements(List<Object> left, List<Object> right) {
        Iterator<Object> others = right.iterator();
        for (Object element : left) {
            if (!others.hasNext()) {
                return 1;
            }
            Object other = others.next();
            if (!Equality.areEqual(element, other)) {
                return compare(element, other);
            }
        }
        return others.hasNext() ? -1 : 0;
    }
}
