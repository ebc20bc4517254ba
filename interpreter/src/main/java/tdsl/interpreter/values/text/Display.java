package tdsl.interpreter.values.text;

import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import com.oracle.truffle.api.interop.InteropLibrary;
import com.oracle.truffle.api.interop.UnsupportedMessageException;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import java.util.regex.Pattern;
import tdsl.interpreter.values.Boundary;
import tdsl.interpreter.values.collections.DictValue;
import tdsl.interpreter.values.collections.ListValue;
import tdsl.interpreter.values.collections.TupleValue;
import tdsl.interpreter.values.functions.BoundMethod;
import tdsl.interpreter.values.functions.ClassDefinition;
import tdsl.interpreter.values.functions.FunctionValue;
import tdsl.interpreter.values.functions.ObjectValue;
import tdsl.tensor.Tensor;

/// Values as text, for `print`, interpolation and messages.
public final class Display {
    private static final Pattern IDENTIFIER = Pattern.compile("[A-Za-z_][A-Za-z_0-9]*");
    private static final String SHOW = "show";

    /// What is being written, so that a list that contains itself ends.
    private Set<Object> open;

    private Display() {}

    /// As `print` shows a value: strings bare.
    @TruffleBoundary
    public static String bare(Object value) {
        return value instanceof String text ? text : quoted(value);
    }

    /// As a value shows inside a container: strings quoted.
    @TruffleBoundary
    public static String quoted(Object value) {
        return new Display().write(value);
    }

    private String write(Object value) {
        return switch (value) {
            case null -> "<unset>";
            case String text -> quote(text);
            case Double number -> NumberText.of(number);
            case Long _, Boolean _, Tensor _ -> value.toString();
            case ListValue list -> sequence(list, list.elements(), "[", "]");
            case TupleValue tuple -> sequence(tuple, tuple.elements(), "(", tuple.size() == 1 ? ",)" : ")");
            case DictValue dict -> dict(dict);
            case ObjectValue object -> object(object);
            default -> isForeign(value) ? foreign(value) : value.toString();
        };
    }

    /// False if the container is being written already.
    private boolean enter(Object container) {
        if (open == null) {
            open = Collections.newSetFromMap(new IdentityHashMap<>());
        }
        return open.add(container);
    }

    private void leave(Object container) {
        open.remove(container);
    }

    private String sequence(Object container, Iterable<?> elements, String start, String end) {
        if (!enter(container)) {
            return start + "..." + end;
        }
        StringJoiner text = new StringJoiner(", ", start, end);
        elements.forEach(element -> text.add(write(element)));
        leave(container);
        return text.toString();
    }

    private String dict(DictValue dict) {
        if (!enter(dict)) {
            return "{...}";
        }
        StringJoiner text = new StringJoiner(", ", "{", "}");
        for (Map.Entry<Object, Object> entry : dict.entries().entrySet()) {
            text.add(dictKey(entry.getKey()) + ": " + write(entry.getValue()));
        }
        leave(dict);
        return text.toString();
    }

    private String dictKey(Object key) {
        return key instanceof String text && IDENTIFIER.matcher(text).matches() ? text : write(key);
    }

    private String object(ObjectValue object) {
        FunctionValue show = object.type().findMethod(SHOW);
        if (show != null) {
            return bare(new BoundMethod(object, show).call(null));
        }
        if (!enter(object)) {
            return object.type().name() + "(...)";
        }
        ClassDefinition definition = object.definition();
        StringJoiner text = new StringJoiner(", ", definition.name() + "(", ")");
        for (int i = definition.hiddenFieldCount(); i < definition.fieldCount(); i++) {
            text.add(definition.fieldName(i) + ": " + brief(object.field(i)));
        }
        leave(object);
        return text.toString();
    }

    /// Tensors in an object are told by shape: a model's weights are too long to read.
    private String brief(Object field) {
        return field instanceof Tensor tensor ? tensor.describe() : write(field);
    }

    private static boolean isForeign(Object value) {
        return Boundary.answersMessages(value) && InteropLibrary.getUncached().hasLanguage(value);
    }

    private static String foreign(Object value) {
        InteropLibrary library = InteropLibrary.getUncached();
        try {
            return library.asString(library.toDisplayString(value));
        } catch (UnsupportedMessageException e) {
            throw new IllegalStateException("a display string that is no string", e);
        }
    }

    /// A string literal that reads back as the same text.
    private static String quote(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        text.codePoints().forEach(character -> {
            switch (character) {
                case '"' -> quoted.append("\\\"");
                case '\\' -> quoted.append("\\\\");
                case '\n' -> quoted.append("\\n");
                case '\t' -> quoted.append("\\t");
                case '\r' -> quoted.append("\\r");
                default -> quoted.appendCodePoint(character);
            }
        });
        return quoted.append('"').toString();
    }
}
