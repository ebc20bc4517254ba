package tdsl.interpreter.builtins.files;

import com.oracle.truffle.api.nodes.Node;
import java.util.List;
import java.util.Map;
import tdsl.interpreter.diagnostics.ErrorKind;
import tdsl.interpreter.diagnostics.ScriptException;
import tdsl.interpreter.values.None;
import tdsl.interpreter.values.collections.DictValue;
import tdsl.interpreter.values.collections.ListValue;
import tdsl.tensor.io.JsonText;

/// JSON text as values of the language. Numbers without fraction and exponent become ints if they fit.
final class JsonReader {
    private JsonReader() {}

    /// @throws ScriptException ValueError with the line and column of the first fault
    static Object read(Node site, String text) {
        try {
            return value(JsonText.parse(text));
        } catch (JsonText.Fault fault) {
            String before = text.substring(0, fault.position());
            long line = before.chars().filter(character -> character == '\n').count() + 1;
            int column = before.length() - before.lastIndexOf('\n');
            String message = "parse_json: line %d, column %d: %s".formatted(line, column, fault.getMessage());
            throw new ScriptException(ErrorKind.VALUE, message, site);
        }
    }

    private static Object value(Object parsed) {
        return switch (parsed) {
            case null -> None.VALUE;
            case Map<?, ?> members -> {
                DictValue dict = new DictValue();
                members.forEach((name, member) -> dict.put(name, value(member)));
                yield dict;
            }
            case List<?> elements -> {
                ListValue list = new ListValue();
                elements.forEach(element -> list.add(value(element)));
                yield list;
            }
            default -> parsed;
        };
    }
}
