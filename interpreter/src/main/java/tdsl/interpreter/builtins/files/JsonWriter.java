package tdsl.interpreter.builtins.files;

import com.oracle.truffle.api.nodes.Node;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tdsl.interpreter.diagnostics.ErrorKind;
import tdsl.interpreter.diagnostics.ScriptException;
import tdsl.interpreter.values.Kinds;
import tdsl.interpreter.values.None;
import tdsl.interpreter.values.collections.DictValue;
import tdsl.interpreter.values.collections.ListValue;
import tdsl.interpreter.values.collections.RangeValue;
import tdsl.interpreter.values.collections.SequenceView;
import tdsl.interpreter.values.collections.TupleValue;
import tdsl.interpreter.values.text.Display;
import tdsl.interpreter.values.text.NumberText;
import tdsl.tensor.Tensor;
import tdsl.tensor.io.JsonText;

/// Values as JSON text (RFC 8259). Tensors become nested arrays.
final class JsonWriter {
    private final Node site;
    private final int indent;
    private final StringBuilder text = new StringBuilder();
    private final Set<Object> open = Collections.newSetFromMap(new IdentityHashMap<>());

    private JsonWriter(Node site, int indent) {
        this.site = site;
        this.indent = indent;
    }

    /// @param indent spaces per level, or 0 for a single line
    static String write(Node site, Object value, int indent) {
        JsonWriter writer = new JsonWriter(site, indent);
        writer.value(value);
        return writer.text.toString();
    }

    private void value(Object value) {
        switch (value) {
            case None _ -> text.append("null");
            case Boolean _, Long _ -> text.append(value);
            case Double number -> number(number);
            case String string -> string(string);
            case Tensor tensor -> nested(tensor.toList());
            case ListValue list -> container(list, '[', list.iterator(), ']');
            case TupleValue tuple -> container(tuple, '[', tuple.iterator(), ']');
            case RangeValue range -> container(range, '[', range.iterator(), ']');
            case SequenceView view -> container(view, '[', view.iterator(), ']');
            case DictValue dict ->
                container(dict, '{', dict.entries().entrySet().iterator(), '}');
            default -> throw new ScriptException(ErrorKind.TYPE, "JSON has no form for " + Kinds.describe(value), site);
        }
    }

    private void number(double number) {
        if (!Double.isFinite(number)) {
            throw new ScriptException(ErrorKind.VALUE, "JSON has no form for " + NumberText.of(number), site);
        }
        text.append(NumberText.of(number));
    }

    private void nested(Object value) {
        if (value instanceof List<?> list) {
            container(list, '[', list.iterator(), ']');
        } else {
            value(value);
        }
    }

    private void container(Object container, char start, Iterator<?> elements, char end) {
        if (!open.add(container)) {
            throw new ScriptException(ErrorKind.VALUE, "JSON has no form for a value that contains itself", site);
        }
        text.append(start);
        boolean first = true;
        while (elements.hasNext()) {
            text.append(first ? "" : indent > 0 ? "," : ", ");
            first = false;
            newLine(open.size());
            element(elements.next());
        }
        open.remove(container);
        if (!first) {
            newLine(open.size());
        }
        text.append(end);
    }

    private void element(Object element) {
        if (element instanceof Map.Entry<?, ?> entry) {
            string(Display.bare(entry.getKey()));
            text.append(": ");
            value(entry.getValue());
        } else {
            nested(element);
        }
    }

    private void newLine(int depth) {
        if (indent > 0) {
            text.append('\n').repeat(' ', indent * depth);
        }
    }

    private void string(String string) {
        text.append(JsonText.quote(string));
    }
}
