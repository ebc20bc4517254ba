package tdsl.interpreter.builtins.members;

import java.util.Collections;
import java.util.List;
import tdsl.interpreter.builtins.BuiltinCall;
import tdsl.interpreter.builtins.BuiltinTable;
import tdsl.interpreter.builtins.SequenceBuiltins;
import tdsl.interpreter.diagnostics.ErrorKind;
import tdsl.interpreter.runtime.Sequences;
import tdsl.interpreter.values.Equality;
import tdsl.interpreter.values.None;
import tdsl.interpreter.values.collections.ListValue;
import tdsl.interpreter.values.text.Display;

/// Methods of lists, and those of them that tuples and ranges have too.
final class ListMethods {
    static final BuiltinTable OF_FIXED_SEQUENCES = searching(new BuiltinTable());

    static final BuiltinTable TABLE = searching(new BuiltinTable())
            .row("append(list, value)", "Adds an element at the end.", call -> {
                list(call).add(call.value(1));
                return None.VALUE;
            })
            .row("extend(list, values)", "Adds the elements of another sequence at the end.", call -> {
                list(call).elements().addAll(call.list(1));
                return None.VALUE;
            })
            .row("insert(list, index, value)", "Adds an element before the one at an index.", ListMethods::insert)
            .row("pop(list, index=-1)", "Removes the element at an index and returns it.", ListMethods::pop)
            .row("remove(list, value)", "Removes the first element that equals the value.", call -> {
                list(call).elements().remove(indexOf(call));
                return None.VALUE;
            })
            .row("clear(list)", "Removes all elements.", call -> {
                list(call).elements().clear();
                return None.VALUE;
            })
            .row("sort(list, key=none, reverse=false)", "Sorts in place; equal elements keep their order.", call -> {
                List<Object> sorted =
                        SequenceBuiltins.sorted(call, list(call).elements(), 1).elements();
                list(call).elements().clear();
                list(call).elements().addAll(sorted);
                return None.VALUE;
            })
            .row("reverse(list)", "Reverses the order in place.", call -> {
                Collections.reverse(list(call).elements());
                return None.VALUE;
            })
            .row(
                    "copy(list)",
                    "A new list of the same elements.",
                    call -> new ListValue(list(call).elements()));

    private ListMethods() {}

    private static BuiltinTable searching(BuiltinTable table) {
        return table.row("index(values, value)", "The index of the first element that equals the value.", call ->
                        (long) indexOf(call))
                .row("count(values, value)", "How many elements equal the value.", ListMethods::count);
    }

    private static ListValue list(BuiltinCall call) {
        return call.typed(0, ListValue.class, "a list");
    }

    private static Object insert(BuiltinCall call) {
        ListValue list = list(call);
        long index = call.integer(1);
        long position = Math.clamp(index < 0 ? index + list.size() : index, 0, list.size());
        list.elements().add((int) position, call.value(2));
        return None.VALUE;
    }

    private static Object pop(BuiltinCall call) {
        ListValue list = list(call);
        if (list.size() == 0) {
            throw call.error(ErrorKind.INDEX, "the list is empty");
        }
        Object index = call.integerOr(1, -1);
        return list.elements().remove((int) Sequences.position(call.site(), list, index, list.size()));
    }

    private static int indexOf(BuiltinCall call) {
        List<Object> elements = call.list(0);
        for (int i = 0; i < elements.size(); i++) {
            if (Equality.areEqual(elements.get(i), call.value(1))) {
                return i;
            }
        }
        throw call.error(ErrorKind.VALUE, "%s is not in the list", Display.quoted(call.value(1)));
    }

    private static Object count(BuiltinCall call) {
        return call.list(0).stream()
                .filter(element -> Equality.areEqual(element, call.value(1)))
                .count();
    }
}
