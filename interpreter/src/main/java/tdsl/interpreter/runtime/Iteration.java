package tdsl.interpreter.runtime;

import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import com.oracle.truffle.api.TruffleSafepoint;
import com.oracle.truffle.api.interop.InteropLibrary;
import com.oracle.truffle.api.interop.InvalidArrayIndexException;
import com.oracle.truffle.api.interop.StopIterationException;
import com.oracle.truffle.api.interop.UnsupportedMessageException;
import com.oracle.truffle.api.nodes.Node;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.stream.LongStream;
import tdsl.interpreter.diagnostics.ErrorKind;
import tdsl.interpreter.diagnostics.ScriptException;
import tdsl.interpreter.diagnostics.habits.OperandHabits;
import tdsl.interpreter.values.Boundary;
import tdsl.interpreter.values.Kinds;
import tdsl.interpreter.values.collections.DictValue;
import tdsl.interpreter.values.collections.ListValue;
import tdsl.interpreter.values.collections.RangeValue;
import tdsl.interpreter.values.collections.SequenceView;
import tdsl.interpreter.values.collections.TupleValue;
import tdsl.interpreter.values.functions.BoundMethod;
import tdsl.interpreter.values.functions.FunctionValue;
import tdsl.interpreter.values.functions.ObjectValue;
import tdsl.tensor.IndexItem;
import tdsl.tensor.Tensor;

/// Running over the elements of a value.
public final class Iteration {
    /// The method by which an object says what iterating it gives.
    private static final String ITER = "iter";

    private Iteration() {}

    /// A loop's cursor over a value.
    ///
    /// @param site who iterates, for errors
    public static Cursor over(Node site, Object value) {
        if (value instanceof RangeValue range) {
            return new Cursor.OfRange(range);
        }
        if (value instanceof ListValue list) {
            return new Cursor.OfList(list);
        }
        return new Cursor.OfIterator(iterator(site, value));
    }

    /// The elements of a value, one after the other.
    ///
    /// @throws ScriptException TypeError if it has none
    @TruffleBoundary
    public static Iterator<Object> iterator(Node site, Object value) {
        return switch (value) {
            case ListValue list -> list.iterator();
            case TupleValue tuple -> tuple.iterator();
            case RangeValue range -> interruptible(site, range.iterator());
            case SequenceView view -> view.iterator();
            case DictValue dict -> keys(site, dict);
            case String text -> characters(text);
            case Tensor tensor when tensor.rank() > 0 -> rows(tensor);
            case ObjectValue object when object.type().findMethod(ITER) != null -> fromMethod(site, object);
            default -> foreign(site, value);
        };
    }

    /// All elements of a value, as a new list.
    @TruffleBoundary
    public static List<Object> toList(Node site, Object value) {
        List<Object> elements = new ArrayList<>();
        iterator(site, value).forEachRemaining(elements::add);
        return elements;
    }

    /// All elements of a value, and of those that are arrays of another language, as lists.
    @TruffleBoundary
    public static ListValue toListValue(Node site, Object value) {
        ListValue list = new ListValue();
        iterator(site, value)
                .forEachRemaining(
                        element -> list.add(Boundary.isForeignArray(element) ? toListValue(site, element) : element));
        return list;
    }

    /// The elements of a value that is taken apart.
    ///
    /// @throws ScriptException ValueError unless there are `count` of them
    @TruffleBoundary
    public static Object[] exactly(Node site, Object value, int count) {
        Object[] elements = toList(site, value).toArray();
        if (elements.length != count) {
            String message = "cannot take %d %s apart into %d %s"
                    .formatted(elements.length, plural("element", elements.length), count, plural("name", count));
            throw new ScriptException(ErrorKind.VALUE, message, site)
                    .withHint(Optional.of("`_` takes an element that needs no name")
                            .filter(_ -> elements.length > count));
        }
        return elements;
    }

    private static String plural(String noun, int count) {
        return count == 1 ? noun : noun + "s";
    }

    /// A range may be so long that a program running over it must be stopped from outside.
    private static Iterator<Object> interruptible(Node site, Iterator<Object> elements) {
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return elements.hasNext();
            }

            @Override
            public Object next() {
                TruffleSafepoint.poll(site);
                return elements.next();
            }
        };
    }

    private static Iterator<Object> characters(String text) {
        return text.codePoints()
                .mapToObj(character -> (Object) Character.toString(character))
                .iterator();
    }

    private static Iterator<Object> rows(Tensor tensor) {
        return LongStream.range(0, tensor.size(0))
                .mapToObj(index -> (Object) tensor.index(List.of(new IndexItem.At(index))))
                .iterator();
    }

    private static Iterator<Object> fromMethod(Node site, ObjectValue object) {
        FunctionValue method = object.type().findMethod(ITER);
        return iterator(site, new BoundMethod(object, method).call(site));
    }

    /// The keys of a dict, which must not gain or lose any meanwhile.
    private static Iterator<Object> keys(Node site, DictValue dict) {
        Iterator<Object> keys = dict.iterator();
        int size = dict.size();
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                if (dict.size() != size) {
                    throw new ScriptException(ErrorKind.VALUE, "the dict was changed while it was iterated", site)
                            .withHint("iterate a copy: list(d)");
                }
                return keys.hasNext();
            }

            @Override
            public Object next() {
                return keys.next();
            }
        };
    }

    private static Iterator<Object> foreign(Node site, Object value) {
        InteropLibrary library = InteropLibrary.getUncached();
        try {
            boolean isForeign = Boundary.answersMessages(value);
            if (isForeign && library.hasIterator(value)) {
                return foreignIterator(library, library.getIterator(value));
            }
            if (isForeign && library.isIterator(value)) {
                return foreignIterator(library, value);
            }
            if (isForeign && library.hasHashEntries(value)) {
                return foreignIterator(library, library.getHashKeysIterator(value));
            }
            if (isForeign && library.hasArrayElements(value)) {
                return foreignArray(library, value);
            }
        } catch (UnsupportedMessageException e) {
            throw new IllegalStateException("a foreign object denies what it said it was", e);
        }
        throw new ScriptException(ErrorKind.TYPE, "cannot iterate " + Kinds.describe(value), site)
                .withHint(OperandHabits.iterationHint(value));
    }

    private static Iterator<Object> foreignIterator(InteropLibrary library, Object iterator) {
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                try {
                    return library.hasIteratorNextElement(iterator);
                } catch (UnsupportedMessageException e) {
                    throw new IllegalStateException("a foreign iterator denies that it is one", e);
                }
            }

            @Override
            public Object next() {
                try {
                    return Boundary.toScript(library.getIteratorNextElement(iterator));
                } catch (UnsupportedMessageException | StopIterationException e) {
                    throw new NoSuchElementException(e);
                }
            }
        };
    }

    private static Iterator<Object> foreignArray(InteropLibrary library, Object array)
            throws UnsupportedMessageException {
        return LongStream.range(0, library.getArraySize(array))
                .mapToObj(index -> {
                    try {
                        return Boundary.toScript(library.readArrayElement(array, index));
                    } catch (UnsupportedMessageException | InvalidArrayIndexException e) {
                        throw new NoSuchElementException(e);
                    }
                })
                .iterator();
    }
}
