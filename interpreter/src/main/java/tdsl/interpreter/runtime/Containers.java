package tdsl.interpreter.runtime;

import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import com.oracle.truffle.api.interop.InteropLibrary;
import com.oracle.truffle.api.interop.UnsupportedMessageException;
import com.oracle.truffle.api.nodes.Node;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import tdsl.interpreter.diagnostics.ErrorKind;
import tdsl.interpreter.diagnostics.Failures;
import tdsl.interpreter.diagnostics.ScriptException;
import tdsl.interpreter.diagnostics.Suggestion;
import tdsl.interpreter.values.Boundary;
import tdsl.interpreter.values.Equality;
import tdsl.interpreter.values.Kinds;
import tdsl.interpreter.values.collections.DictValue;
import tdsl.interpreter.values.collections.ListValue;
import tdsl.interpreter.values.collections.RangeValue;
import tdsl.interpreter.values.collections.SequenceView;
import tdsl.interpreter.values.collections.TupleValue;
import tdsl.interpreter.values.functions.BoundMethod;
import tdsl.interpreter.values.functions.FunctionValue;
import tdsl.interpreter.values.functions.ObjectValue;
import tdsl.interpreter.values.functions.OpCalls;
import tdsl.interpreter.values.text.Display;
import tdsl.tensor.Tensor;
import tdsl.tensor.error.TensorException;

/// What containers of all kinds have in common: length, membership, `c[…]` and `c[…] = v`.
public final class Containers {
    private static final String LEN = "len";

    private Containers() {}

    /// `len(value)`.
    public static long length(Node site, Object value) {
        return switch (value) {
            case ListValue list -> list.size();
            case TupleValue tuple -> tuple.size();
            case DictValue dict -> dict.size();
            case RangeValue range -> range.size();
            case String text -> text.codePointCount(0, text.length());
            case Tensor tensor when tensor.rank() > 0 -> tensor.size(0);
            case SequenceView view when view.size().isPresent() -> view.size().getAsLong();
            case ObjectValue object when object.type().findMethod(LEN) != null -> objectLength(site, object);
            default -> foreignLength(site, value);
        };
    }

    private static long objectLength(Node site, ObjectValue object) {
        FunctionValue method = object.type().findMethod(LEN);
        Object length = new BoundMethod(object, method).call(site);
        if (length instanceof Long number) {
            return number;
        }
        throw new ScriptException(ErrorKind.TYPE, "the method len must return an int", site);
    }

    private static long foreignLength(Node site, Object value) {
        InteropLibrary library = InteropLibrary.getUncached();
        try {
            if (Boundary.answersMessages(value) && library.hasArrayElements(value)) {
                return library.getArraySize(value);
            }
        } catch (UnsupportedMessageException e) {
            throw new IllegalStateException("a foreign array denies that it is one", e);
        }
        throw new ScriptException(ErrorKind.TYPE, Kinds.describe(value) + " has no length", site);
    }

    /// `value in container`.
    @TruffleBoundary
    public static boolean contains(Node site, Object container, Object value) {
        return switch (container) {
            case DictValue dict -> dict.contains(value);
            case RangeValue range when value instanceof Long number -> range.contains(number);
            case String text -> value instanceof String part ? text.contains(part) : refuseInString(site, value);
            case Tensor tensor -> Tensors.contains(site, tensor, value);
            default -> anyEquals(site, container, value);
        };
    }

    private static boolean anyEquals(Node site, Object container, Object value) {
        for (var elements = Iteration.iterator(site, container); elements.hasNext(); ) {
            if (Equality.areEqual(elements.next(), value)) {
                return true;
            }
        }
        return false;
    }

    private static boolean refuseInString(Node site, Object value) {
        throw new ScriptException(ErrorKind.TYPE, "a string contains strings, not " + Kinds.describe(value), site);
    }

    /// `container[items]`.
    public static Object get(Node site, Object container, Object[] items) {
        if (container instanceof Tensor tensor) {
            try {
                return OpCalls.toScript(site, tensor.index(Subscripts.forTensor(site, items)));
            } catch (TensorException failure) {
                throw Failures.fromTensor(failure, site);
            }
        }
        if (container instanceof DictValue dict) {
            return dictValue(site, dict, items.length == 1 ? items[0] : TupleValue.of(items));
        }
        return Sequences.get(site, container, single(site, container, items));
    }

    /// `container[items] = value`.
    public static void set(Node site, Object container, Object[] items, Object value) {
        switch (container) {
            case Tensor tensor -> Tensors.assign(site, tensor, items, value);
            case DictValue dict ->
                dict.put(checkedKey(site, items.length == 1 ? items[0] : TupleValue.of(items)), value);
            default -> Sequences.set(site, container, single(site, container, items), value);
        }
    }

    private static Object single(Node site, Object container, Object[] items) {
        if (items.length != 1) {
            String message = "%s takes one subscript, got %d".formatted(Kinds.describe(container), items.length);
            throw new ScriptException(ErrorKind.INDEX, message, site);
        }
        return items[0];
    }

    /// The value under a key that must be there.
    public static Object dictValue(Node site, DictValue dict, Object key) {
        Object value = dict.get(key);
        if (value == null) {
            throw missingKey(site, dict, key);
        }
        return value;
    }

    public static ScriptException missingKey(Node site, DictValue dict, Object key) {
        String suggestion = key instanceof String name ? Suggestion.of(name, textKeys(dict)) : "";
        return new ScriptException(ErrorKind.INDEX, "the dict has no key " + Display.quoted(key) + suggestion, site);
    }

    private static List<String> textKeys(DictValue dict) {
        return dict.entries().keySet().stream()
                .filter(String.class::isInstance)
                .map(String.class::cast)
                .toList();
    }

    /// A key that a dict can hold.
    ///
    /// @throws ScriptException TypeError for one that may change
    @TruffleBoundary
    public static Object checkedKey(Node site, Object key) {
        if (!DictValue.canBeKey(key)) {
            throw new ScriptException(ErrorKind.TYPE, Kinds.describe(key) + " cannot be a dict key", site)
                    .withHint("a tuple can");
        }
        return key;
    }

    public static List<Object> concatenate(List<Object> left, List<Object> right) {
        List<Object> joined = new ArrayList<>(left.size() + right.size());
        joined.addAll(left);
        joined.addAll(right);
        return joined;
    }

    /// `value * count` of a string, list or tuple; nothing for a count below 1.
    @TruffleBoundary
    public static Object repeat(Object value, long count) {
        int times = Math.toIntExact(Math.max(count, 0));
        return switch (value) {
            case String text -> text.repeat(times);
            case ListValue list -> new ListValue(repeated(list.elements(), times));
            case TupleValue tuple -> TupleValue.copyOf(repeated(tuple.elements(), times));
            default -> throw new IllegalArgumentException("not a sequence");
        };
    }

    private static List<Object> repeated(List<Object> elements, int times) {
        return Collections.nCopies(times, elements).stream()
                .flatMap(List::stream)
                .toList();
    }
}
