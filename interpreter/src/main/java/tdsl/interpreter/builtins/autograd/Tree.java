package tdsl.interpreter.builtins.autograd;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import tdsl.interpreter.values.collections.DictValue;
import tdsl.interpreter.values.collections.ListValue;
import tdsl.interpreter.values.collections.TupleValue;
import tdsl.tensor.Tensor;

/// The tensors in a value: itself, or the elements of lists, tuples and dicts, however nested.
final class Tree {
    private Tree() {}

    /// The tensors, in order.
    static List<Tensor> tensors(Object value) {
        List<Tensor> found = new ArrayList<>();
        collect(value, found);
        return found;
    }

    private static void collect(Object value, List<Tensor> found) {
        switch (value) {
            case Tensor tensor -> found.add(tensor);
            case ListValue list -> list.elements().forEach(element -> collect(element, found));
            case TupleValue tuple -> tuple.elements().forEach(element -> collect(element, found));
            case DictValue dict -> dict.entries().values().forEach(element -> collect(element, found));
            case null, default -> {}
        }
    }

    /// The same value with other tensors, or other values in the places of tensors.
    static Object with(Object value, Iterator<?> replacements) {
        return switch (value) {
            case Tensor _ -> replacements.next();
            case ListValue list -> new ListValue(replaced(list.elements(), replacements));
            case TupleValue tuple -> TupleValue.copyOf(replaced(tuple.elements(), replacements));
            case DictValue dict -> {
                DictValue changed = new DictValue();
                dict.entries().forEach((key, element) -> changed.put(key, with(element, replacements)));
                yield changed;
            }
            default -> value;
        };
    }

    private static List<Object> replaced(List<Object> elements, Iterator<?> replacements) {
        List<Object> replaced = new ArrayList<>();
        for (Object element : elements) {
            replaced.add(with(element, replacements));
        }
        return replaced;
    }
}
