package tdsl.interpreter.builtins;

import java.util.Iterator;
import tdsl.interpreter.diagnostics.ErrorKind;
import tdsl.interpreter.runtime.Containers;
import tdsl.interpreter.runtime.Iteration;
import tdsl.interpreter.runtime.Subscripts;
import tdsl.interpreter.runtime.Truth;
import tdsl.interpreter.values.Kinds;
import tdsl.interpreter.values.None;
import tdsl.interpreter.values.collections.DictValue;
import tdsl.interpreter.values.collections.ListValue;
import tdsl.interpreter.values.collections.RangeValue;
import tdsl.interpreter.values.collections.TupleValue;
import tdsl.interpreter.values.text.Display;
import tdsl.tensor.Device;
import tdsl.tensor.Tensor;

/// The built-in types as functions that convert: `int("7")`, `list(range)`.
final class Conversions {
    static final BuiltinTable TABLE = new BuiltinTable()
            .row(
                    "int(value=0, base=10)",
                    "A number without its fraction, a bool as 0 or 1, or the int that a string spells.",
                    Conversions::toInt)
            .row("float(value=0)", "A number as a float, or the float that a string spells.", Conversions::toFloat)
            .row(
                    "bool(value=false)",
                    "Whether a number is not 0, or a string or container is not empty.",
                    Conversions::toBool)
            .row(
                    "string(value=\"\")",
                    "The value as `print` shows it.",
                    call -> call.value(0) == null ? "" : Display.bare(call.value(0)))
            .row(
                    "list(values=[])",
                    "A new list of the elements.",
                    call -> call.value(0) == null ? new ListValue() : new ListValue(call.list(0)))
            .row(
                    "tuple(values=())",
                    "A tuple of the elements.",
                    call -> call.value(0) == null ? TupleValue.of() : TupleValue.copyOf(call.list(0)))
            .row(
                    "dict(entries={})",
                    "A new dict of another one's entries, or of pairs of key and value.",
                    Conversions::toDict)
            .row(
                    "slice(start, stop=none, step=none)",
                    "A slice as a value: `x[slice(1, 3)]` is `x[1:3]`.",
                    call -> Subscripts.slice(call.site(), given(call, 0), given(call, 1), given(call, 2)))
            .row(
                    "range(start, stop=none, step=1)",
                    "The ints from `start` up to but not including `stop`; from 0 if one number is given.",
                    Conversions::range)
            .row("device(name)", "A device by name, such as \"cpu\".", call -> Device.parse(call.text(0)));

    private Conversions() {}

    private static Object given(BuiltinCall call, int index) {
        return call.value(index) == null ? None.VALUE : call.value(index);
    }

    private static Object toInt(BuiltinCall call) {
        return switch (scalar(call)) {
            case null -> 0L;
            case Long number -> number;
            case Double number -> toLong(call, number < 0 ? Math.ceil(number) : Math.floor(number));
            case Boolean truth -> truth ? 1L : 0L;
            case String text -> parseInt(call, text);
            default -> throw unconvertible(call, "an int");
        };
    }

    private static Object parseInt(BuiltinCall call, String text) {
        try {
            return Long.parseLong(text.strip().replace("_", ""), (int) call.integerOr(1, 10));
        } catch (NumberFormatException _) {
            throw call.error(ErrorKind.VALUE, "%s does not spell a 64-bit int", Display.quoted(text));
        }
    }

    /// A whole number as an int.
    static Object toLong(BuiltinCall call, double whole) {
        if (!(Math.abs(whole) < 0x1p63)) {
            throw call.error(ErrorKind.ARITHMETIC, "%s does not fit into a 64-bit int", Display.quoted(whole));
        }
        return (long) whole;
    }

    private static Object toFloat(BuiltinCall call) {
        return switch (scalar(call)) {
            case null -> 0.0;
            case Number number -> number.doubleValue();
            case Boolean truth -> truth ? 1.0 : 0.0;
            case String text -> parseFloat(call, text.strip());
            default -> throw unconvertible(call, "a float");
        };
    }

    private static Object parseFloat(BuiltinCall call, String text) {
        try {
            return switch (text) {
                case "inf", "+inf" -> Double.POSITIVE_INFINITY;
                case "-inf" -> Double.NEGATIVE_INFINITY;
                case "nan" -> Double.NaN;
                default -> Double.parseDouble(text.replace("_", ""));
            };
        } catch (NumberFormatException _) {
            throw call.error(ErrorKind.VALUE, "%s does not spell a float", Display.quoted(text));
        }
    }

    private static Object toBool(BuiltinCall call) {
        return switch (scalar(call)) {
            case null -> false;
            case None _ -> false;
            case Boolean truth -> truth;
            case Number number -> number.doubleValue() != 0;
            case Tensor tensor -> Truth.of(call.site(), tensor, "bool");
            default -> Containers.length(call.site(), call.value(0)) != 0;
        };
    }

    private static Object range(BuiltinCall call) {
        long step = call.integerOr(2, 1);
        if (step == 0) {
            throw call.error(ErrorKind.VALUE, "the step must not be 0");
        }
        long start = call.has(1) ? call.integer(0) : 0;
        return RangeValue.between(start, call.integer(call.has(1) ? 1 : 0), false, step);
    }

    /// The argument, a one-element tensor as its number.
    private static Object scalar(BuiltinCall call) {
        return call.value(0) instanceof Tensor tensor && tensor.elementCount() == 1 ? tensor.item() : call.value(0);
    }

    private static RuntimeException unconvertible(BuiltinCall call, String target) {
        return call.error(ErrorKind.TYPE, "%s cannot become %s", Kinds.describe(call.value(0)), target);
    }

    private static Object toDict(BuiltinCall call) {
        if (call.value(0) instanceof DictValue dict) {
            return new DictValue(dict);
        }
        DictValue dict = new DictValue();
        if (call.has(0)) {
            for (Iterator<Object> pairs = call.iterator(0); pairs.hasNext(); ) {
                Object[] pair = Iteration.exactly(call.site(), pairs.next(), 2);
                dict.put(Containers.checkedKey(call.site(), pair[0]), pair[1]);
            }
        }
        return dict;
    }
}
