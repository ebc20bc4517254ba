package tdsl.interpreter.builtins;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Iterator;
import java.util.List;
import tdsl.interpreter.diagnostics.ErrorKind;
import tdsl.interpreter.runtime.Addition;
import tdsl.interpreter.runtime.Calls;
import tdsl.interpreter.runtime.Iteration;
import tdsl.interpreter.runtime.Truth;
import tdsl.interpreter.values.Kinds;
import tdsl.interpreter.values.Ordering;
import tdsl.tensor.Tensor;

/// Functions of plain numbers and of sequences of them. Those that share their name with an op leave tensors to it.
final class NumberBuiltins {
    static final BuiltinTable TABLE = new BuiltinTable()
            .row("sum(values, start=0)", "The sum of the elements.", NumberBuiltins::sum)
            .row(
                    "min(*values, key=none)",
                    "The smallest of several values, or of the elements of one.",
                    call -> extreme(call, -1))
            .row(
                    "max(*values, key=none)",
                    "The largest of several values, or of the elements of one.",
                    call -> extreme(call, 1))
            .row(
                    "any(values)",
                    "Whether one of the values holds: of tensors, whether an element is not 0.",
                    call -> someAre(call, true))
            .row(
                    "all(values)",
                    "Whether all of the values hold: of tensors, whether no element is 0.",
                    call -> !someAre(call, false))
            .row("abs(value)", "The value without its sign.", NumberBuiltins::abs)
            .row(
                    "round(value, digits=none)",
                    "The nearest int, or the value rounded to so many digits; ties go to the even neighbour.",
                    NumberBuiltins::round);

    private NumberBuiltins() {}

    private static boolean someAre(BuiltinCall call, boolean wanted) {
        for (Iterator<Object> values = call.iterator(0); values.hasNext(); ) {
            if (Truth.of(call.site(), values.next(), call.builtin().name()) == wanted) {
                return true;
            }
        }
        return false;
    }

    private static Object sum(BuiltinCall call) {
        Object total = call.has(1) ? call.value(1) : Long.valueOf(0);
        for (Iterator<Object> values = call.iterator(0); values.hasNext(); ) {
            total = Addition.add(call.site(), total, values.next());
        }
        return total;
    }

    private static Object extreme(BuiltinCall call, int sign) {
        List<Object> arguments = call.rest(0);
        List<Object> values = arguments.size() == 1 ? Iteration.toList(call.site(), arguments.getFirst()) : arguments;
        if (values.isEmpty()) {
            throw call.error(ErrorKind.VALUE, "there are no values");
        }
        Object best = null;
        Object bestKey = null;
        for (Object value : values) {
            Object key = comparable(call, call.has(1) ? Calls.call(call.site(), call.value(1), value) : value);
            if (best == null || sign * compare(call, key, bestKey) > 0) {
                best = value;
                bestKey = key;
            }
        }
        return best;
    }

    /// One-element tensors are compared as the numbers that they hold.
    private static Object comparable(BuiltinCall call, Object value) {
        if (value instanceof Tensor tensor) {
            if (tensor.elementCount() != 1) {
                throw call.error(ErrorKind.TYPE, "%s has no order among values", tensor.describe());
            }
            return tensor.item();
        }
        return value;
    }

    private static int compare(BuiltinCall call, Object left, Object right) {
        if (!Ordering.isDefined(left, right)) {
            throw call.error(ErrorKind.TYPE, "%s and %s have no order", Kinds.describe(left), Kinds.describe(right));
        }
        return Ordering.compare(left, right);
    }

    private static Object abs(BuiltinCall call) {
        return switch (call.value(0)) {
            case Long number
            when number == Long.MIN_VALUE ->
                throw call.error(ErrorKind.ARITHMETIC, "the result does not fit into a 64-bit int");
            case Long number -> Math.abs(number);
            default -> Math.abs(call.real(0));
        };
    }

    private static Object round(BuiltinCall call) {
        if (call.value(0) instanceof Long number && !call.has(1)) {
            return number;
        }
        double value = call.real(0);
        if (!call.has(1)) {
            return Conversions.toLong(call, Math.rint(value));
        }
        if (!Double.isFinite(value)) {
            return value;
        }
        int digits = Math.clamp(call.integer(1), -400, 400);
        double rounded =
                new BigDecimal(value).setScale(digits, RoundingMode.HALF_EVEN).doubleValue();
        return call.value(0) instanceof Long ? (Object) (long) rounded : (Object) rounded;
    }
}
