package tdsl.interpreter.runtime;

import com.oracle.truffle.api.interop.InteropLibrary;
import com.oracle.truffle.api.interop.InvalidArrayIndexException;
import com.oracle.truffle.api.interop.UnsupportedMessageException;
import com.oracle.truffle.api.interop.UnsupportedTypeException;
import com.oracle.truffle.api.nodes.Node;
import java.util.List;
import java.util.Optional;
import java.util.function.LongFunction;
import java.util.stream.LongStream;
import tdsl.interpreter.diagnostics.ErrorKind;
import tdsl.interpreter.diagnostics.ScriptException;
import tdsl.interpreter.values.Boundary;
import tdsl.interpreter.values.Kinds;
import tdsl.interpreter.values.collections.ListValue;
import tdsl.interpreter.values.collections.RangeValue;
import tdsl.interpreter.values.collections.SliceValue;
import tdsl.interpreter.values.collections.TupleValue;
import tdsl.tensor.Tensor;

/// Indexing and slicing of lists, tuples, strings and ranges.
public final class Sequences {
    private Sequences() {}

    public static Object get(Node site, Object sequence, Object item) {
        return switch (sequence) {
            case ListValue list
            when item instanceof SliceValue slice ->
                new ListValue(take(slice.positionsIn(list.size()), position -> list.get((int) position)));
            case TupleValue tuple
            when item instanceof SliceValue slice ->
                TupleValue.copyOf(take(slice.positionsIn(tuple.size()), position -> tuple.get((int) position)));
            case RangeValue range when item instanceof SliceValue slice -> sliceOf(range, slice);
            case String text when item instanceof SliceValue slice -> sliceOf(text, slice);
            case ListValue list -> list.get((int) position(site, sequence, item, list.size()));
            case TupleValue tuple -> tuple.get((int) position(site, sequence, item, tuple.size()));
            case RangeValue range -> range.at(position(site, sequence, item, range.size()));
            case String text -> characterOf(site, text, item);
            default -> foreign(site, sequence, item);
        };
    }

    public static void set(Node site, Object sequence, Object item, Object value) {
        if (!(sequence instanceof ListValue list)) {
            setForeign(site, sequence, item, value);
        } else if (item instanceof SliceValue slice) {
            setSlice(site, list, slice, Iteration.toList(site, value));
        } else {
            list.set((int) position(site, list, item, list.size()), value);
        }
    }

    private static List<Object> take(RangeValue positions, LongFunction<Object> element) {
        return LongStream.range(0, positions.size())
                .map(positions::at)
                .mapToObj(element)
                .toList();
    }

    private static RangeValue sliceOf(RangeValue range, SliceValue slice) {
        RangeValue positions = slice.positionsIn(range.size());
        return new RangeValue(range.at(positions.start()), positions.size(), range.step() * positions.step());
    }

    private static String sliceOf(String text, SliceValue slice) {
        int[] characters = text.codePoints().toArray();
        StringBuilder result = new StringBuilder();
        RangeValue positions = slice.positionsIn(characters.length);
        for (long i = 0; i < positions.size(); i++) {
            result.appendCodePoint(characters[(int) positions.at(i)]);
        }
        return result.toString();
    }

    private static String characterOf(Node site, String text, Object item) {
        int length = text.codePointCount(0, text.length());
        int start = text.offsetByCodePoints(0, (int) position(site, text, item, length));
        return Character.toString(text.codePointAt(start));
    }

    /// Replaces the elements of a slice; one without a step may change the length of the list.
    private static void setSlice(Node site, ListValue list, SliceValue slice, List<Object> values) {
        RangeValue positions = slice.positionsIn(list.size());
        if (positions.step() == 1) {
            int start = (int) positions.start();
            List<Object> replaced = list.elements().subList(start, start + (int) positions.size());
            replaced.clear();
            replaced.addAll(values);
            return;
        }
        if (values.size() != positions.size()) {
            String message = "%d values for a slice of %d elements".formatted(values.size(), positions.size());
            throw new ScriptException(ErrorKind.VALUE, message, site);
        }
        for (int i = 0; i < values.size(); i++) {
            list.set((int) positions.at(i), values.get(i));
        }
    }

    /// The position that an index means, counted from the start.
    public static long position(Node site, Object sequence, Object item, long size) {
        long index = index(site, sequence, item);
        long position = index < 0 ? index + size : index;
        if (position < 0 || position >= size) {
            String message =
                    "index %d is out of range for %s of length %d".formatted(index, Kinds.describe(sequence), size);
            throw new ScriptException(ErrorKind.INDEX, message, site);
        }
        return position;
    }

    private static long index(Node site, Object sequence, Object item) {
        if (item instanceof Long index) {
            return index;
        }
        if (item instanceof Tensor tensor
                && tensor.rank() == 0
                && tensor.dtype().isIntegral()) {
            return (Long) tensor.item();
        }
        String message =
                "%s is indexed by ints and slices, not by %s".formatted(Kinds.describe(sequence), Kinds.describe(item));
        throw new ScriptException(ErrorKind.TYPE, message, site);
    }

    private static Object foreign(Node site, Object sequence, Object item) {
        InteropLibrary library = InteropLibrary.getUncached();
        try {
            if (Boundary.answersMessages(sequence) && library.hasArrayElements(sequence)) {
                long position = position(site, sequence, item, library.getArraySize(sequence));
                return Boundary.toScript(library.readArrayElement(sequence, position));
            }
        } catch (UnsupportedMessageException | InvalidArrayIndexException e) {
            throw new ScriptException(ErrorKind.INDEX, "the foreign array cannot be read: " + e, site);
        }
        throw new ScriptException(ErrorKind.TYPE, Kinds.describe(sequence) + " cannot be indexed", site);
    }

    private static void setForeign(Node site, Object sequence, Object item, Object value) {
        InteropLibrary library = InteropLibrary.getUncached();
        try {
            boolean isForeign = Boundary.answersMessages(sequence) && !isScriptValue(sequence);
            if (isForeign && library.hasArrayElements(sequence)) {
                long position = position(site, sequence, item, library.getArraySize(sequence));
                library.writeArrayElement(sequence, position, Boundary.toForeign(value));
                return;
            }
        } catch (UnsupportedMessageException | InvalidArrayIndexException | UnsupportedTypeException e) {
            throw new ScriptException(ErrorKind.INDEX, "the foreign array cannot be written: " + e, site);
        }
        throw new ScriptException(ErrorKind.TYPE, "elements of " + Kinds.describe(sequence) + " cannot be set", site)
                .withHint(Optional.of("list(t) makes a list of it, whose elements can be set")
                        .filter(_ -> isScriptValue(sequence)));
    }

    private static boolean isScriptValue(Object sequence) {
        return sequence instanceof TupleValue || sequence instanceof RangeValue;
    }
}
