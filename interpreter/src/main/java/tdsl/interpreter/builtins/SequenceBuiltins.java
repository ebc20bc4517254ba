package tdsl.interpreter.builtins;

import com.oracle.truffle.api.nodes.Node;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.OptionalLong;
import java.util.stream.LongStream;
import tdsl.interpreter.diagnostics.ErrorKind;
import tdsl.interpreter.diagnostics.ScriptException;
import tdsl.interpreter.runtime.Calls;
import tdsl.interpreter.runtime.Iteration;
import tdsl.interpreter.runtime.Truth;
import tdsl.interpreter.values.Kinds;
import tdsl.interpreter.values.Ordering;
import tdsl.interpreter.values.collections.DictValue;
import tdsl.interpreter.values.collections.ListValue;
import tdsl.interpreter.values.collections.RangeValue;
import tdsl.interpreter.values.collections.SequenceView;
import tdsl.interpreter.values.collections.TupleValue;
import tdsl.interpreter.values.functions.CallableValue;
import tdsl.tensor.Tensor;

/// Functions that make sequences of sequences.
public final class SequenceBuiltins {
    public static final BuiltinTable TABLE = new BuiltinTable()
            .row("enumerate(values, start=0)", "Pairs of a count and an element.", SequenceBuiltins::enumerate)
            .row(
                    "zip(*sequences)",
                    "Tuples of the first elements, of the second ones, and so on, until one sequence ends.",
                    SequenceBuiltins::zip)
            .row(
                    "map(f, values)",
                    "`f` of each element, computed while iterating; also `values |> map(f)`.",
                    SequenceBuiltins::map)
            .row(
                    "filter(f, values)",
                    "The elements for which `f` holds, found while iterating; also `values |> filter(f)`.",
                    SequenceBuiltins::filter)
            .row(
                    "sorted(values, key=none, reverse=false)",
                    "A new list in ascending order; elements that compare as equal keep their order.",
                    call -> sorted(call, call.list(0), 1))
            .row("reversed(values)", "A new list, from the last element to the first.", SequenceBuiltins::reversed);

    private SequenceBuiltins() {}

    private static Object enumerate(BuiltinCall call) {
        long start = call.integerOr(1, 0);
        Node site = call.site();
        Object values = call.value(0);
        // Whether the value can be iterated shows here, at the call that is wrong, not where the view is used.
        call.iterator(0);
        return new SequenceView("enumerate", size(values), () -> new Iterator<>() {
            private final Iterator<Object> elements = Iteration.iterator(site, values);
            private long count = start;

            @Override
            public boolean hasNext() {
                return elements.hasNext();
            }

            @Override
            public Object next() {
                return TupleValue.of(count++, elements.next());
            }
        });
    }

    private static Object zip(BuiltinCall call) {
        Node site = call.site();
        List<Object> sequences = call.rest(0);
        sequences.forEach(sequence -> Iteration.iterator(site, sequence));
        OptionalLong size =
                sequences.stream().allMatch(sequence -> size(sequence).isPresent())
                        ? sequences.stream()
                                .mapToLong(sequence -> size(sequence).getAsLong())
                                .min()
                        : OptionalLong.empty();
        return new SequenceView("zip", size, () -> {
            List<Iterator<Object>> iterators = sequences.stream()
                    .map(sequence -> Iteration.iterator(site, sequence))
                    .toList();
            return new Iterator<>() {
                @Override
                public boolean hasNext() {
                    return !iterators.isEmpty() && iterators.stream().allMatch(Iterator::hasNext);
                }

                @Override
                public Object next() {
                    return TupleValue.of(iterators.stream().map(Iterator::next).toArray());
                }
            };
        });
    }

    /// A pipe puts the values first, `values |> map(f)`; a call, as in Python, the function.
    private static int functionIndex(BuiltinCall call) {
        return call.value(1) instanceof CallableValue && !(call.value(0) instanceof CallableValue) ? 1 : 0;
    }

    private static Object map(BuiltinCall call) {
        Node site = call.site();
        int functionIndex = functionIndex(call);
        Object function = call.value(functionIndex);
        Object values = call.value(1 - functionIndex);
        call.iterator(1 - functionIndex);
        return new SequenceView("map", size(values), () -> {
            Iterator<Object> elements = Iteration.iterator(site, values);
            return new Iterator<>() {
                @Override
                public boolean hasNext() {
                    return elements.hasNext();
                }

                @Override
                public Object next() {
                    return Calls.call(site, function, elements.next());
                }
            };
        });
    }

    private static Object filter(BuiltinCall call) {
        Node site = call.site();
        int functionIndex = functionIndex(call);
        Object function = call.value(functionIndex);
        Object values = call.value(1 - functionIndex);
        call.iterator(1 - functionIndex);
        return new SequenceView(
                "filter",
                OptionalLong.empty(),
                () -> new FilteredIterator(site, function, Iteration.iterator(site, values)));
    }

    private static final class FilteredIterator implements Iterator<Object> {
        private final Node site;
        private final Object condition;
        private final Iterator<Object> elements;
        private Object next;

        FilteredIterator(Node site, Object condition, Iterator<Object> elements) {
            this.site = site;
            this.condition = condition;
            this.elements = elements;
        }

        @Override
        public boolean hasNext() {
            while (next == null && elements.hasNext()) {
                Object candidate = elements.next();
                if (Truth.of(site, Calls.call(site, condition, candidate), "filter")) {
                    next = candidate;
                }
            }
            return next != null;
        }

        @Override
        public Object next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            Object result = next;
            next = null;
            return result;
        }
    }

    /// How many elements a value has, where that is known without computing them.
    public static OptionalLong size(Object values) {
        return switch (values) {
            case ListValue list -> OptionalLong.of(list.size());
            case TupleValue tuple -> OptionalLong.of(tuple.size());
            case DictValue dict -> OptionalLong.of(dict.size());
            case RangeValue range -> OptionalLong.of(range.size());
            case Tensor tensor when tensor.rank() > 0 -> OptionalLong.of(tensor.size(0));
            case SequenceView view -> view.size();
            default -> OptionalLong.empty();
        };
    }

    /// The elements in order.
    ///
    /// @param keyIndex the index of the arguments `key` and, after it, `reverse`
    public static ListValue sorted(BuiltinCall call, List<Object> elements, int keyIndex) {
        boolean isReversed = call.flagOr(keyIndex + 1, false);
        if (!call.has(keyIndex) && elements.stream().allMatch(Long.class::isInstance)) {
            return sortedIntegers(elements, isReversed);
        }
        if (!call.has(keyIndex) && elements.stream().allMatch(String.class::isInstance)) {
            Comparator<Object> order = (left, right) -> Ordering.compareTexts((String) left, (String) right);
            return new ListValue(elements.stream()
                    .sorted(isReversed ? order.reversed() : order)
                    .toList());
        }
        return sortedByKey(call, elements, keyIndex, isReversed);
    }

    private static ListValue sortedIntegers(List<Object> elements, boolean isReversed) {
        long[] values =
                elements.stream().mapToLong(element -> (Long) element).sorted().toArray();
        List<Object> sorted =
                LongStream.of(values).mapToObj(value -> (Object) value).toList();
        return new ListValue(isReversed ? sorted.reversed() : sorted);
    }

    private static ListValue sortedByKey(BuiltinCall call, List<Object> elements, int keyIndex, boolean isReversed) {
        record Keyed(Object key, Object element) {}
        List<Keyed> keyed = new ArrayList<>();
        for (Object element : elements) {
            Object key = call.has(keyIndex) ? Calls.call(call.site(), call.value(keyIndex), element) : element;
            keyed.add(new Keyed(key instanceof Tensor tensor ? tensor.item() : key, element));
        }
        Comparator<Keyed> order = (left, right) -> compare(call, left.key, right.key);
        keyed.sort(isReversed ? order.reversed() : order);
        return new ListValue(keyed.stream().map(Keyed::element).toList());
    }

    private static int compare(BuiltinCall call, Object left, Object right) {
        if (!Ordering.isDefined(left, right)) {
            throw new ScriptException(
                    ErrorKind.TYPE,
                    "%s and %s have no order".formatted(Kinds.describe(left), Kinds.describe(right)),
                    call.site());
        }
        return Ordering.compare(left, right);
    }

    private static Object reversed(BuiltinCall call) {
        return new ListValue(call.list(0).reversed());
    }
}
