package tdsl.interpreter.builtins.files;

import com.oracle.truffle.api.nodes.Node;
import tdsl.interpreter.diagnostics.ErrorKind;
import tdsl.interpreter.diagnostics.ScriptException;
import tdsl.interpreter.values.None;
import tdsl.interpreter.values.collections.DictValue;
import tdsl.interpreter.values.collections.ListValue;

/// Reads JSON text (RFC 8259). Numbers without fraction and exponent become ints if they fit.
final class JsonReader {
    private static final int MAX_DEPTH = 500;

    private final Node site;
    private final String text;
    private int position;
    private int depth;

    private JsonReader(Node site, String text) {
        this.site = site;
        this.text = text;
    }

    /// @throws ScriptException ValueError with the line and column of the first fault
    static Object read(Node site, String text) {
        JsonReader reader = new JsonReader(site, text);
        Object value = reader.value();
        reader.skipSpace();
        if (reader.position < text.length()) {
            throw reader.fault("there is more after the value");
        }
        return value;
    }

    private Object value() {
        skipSpace();
        if (++depth > MAX_DEPTH) {
            throw fault("the nesting is deeper than " + MAX_DEPTH);
        }
        Object value = switch (peek()) {
            case '{' -> object();
            case '[' -> array();
            case '"' -> string();
            case 't' -> word("true", true);
            case 'f' -> word("false", false);
            case 'n' -> word("null", None.VALUE);
            default -> number();
        };
        depth--;
        return value;
    }

    private Object object() {
        DictValue dict = new DictValue();
        position++;
        skipSpace();
        if (accept('}')) {
            return dict;
        }
        do {
            skipSpace();
            if (peek() != '"') {
                throw fault("a key in double quotes is expected");
            }
            String key = string();
            skipSpace();
            expect(':');
            dict.put(key, value());
            skipSpace();
        } while (accept(','));
        expect('}');
        return dict;
    }

    private Object array() {
        ListValue list = new ListValue();
        position++;
        skipSpace();
        if (accept(']')) {
            return list;
        }
        do {
            list.add(value());
            skipSpace();
        } while (accept(','));
        expect(']');
        return list;
    }

    private String string() {
        StringBuilder result = new StringBuilder();
        position++;
        while (peek() != '"') {
            if (position >= text.length()) {
                throw fault("the string does not end");
            }
            char character = text.charAt(position++);
            if (character < ' ') {
                position--;
                throw fault("a control character must be escaped");
            }
            result.append(character == '\\' ? escape() : character);
        }
        position++;
        return result.toString();
    }

    private char escape() {
        char kind = peek();
        position++;
        return switch (kind) {
            case '"', '\\', '/' -> kind;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> unicode();
            default -> throw fault("unknown escape");
        };
    }

    private char unicode() {
        int code = 0;
        for (int i = 0; i < 4; i++) {
            int digit = Character.digit(peek(), 16);
            if (digit < 0) {
                throw fault("four hexadecimal digits are expected");
            }
            code = code * 16 + digit;
            position++;
        }
        return (char) code;
    }

    private Object word(String word, Object value) {
        if (!text.startsWith(word, position)) {
            throw fault("a value is expected");
        }
        position += word.length();
        return value;
    }

    private Object number() {
        int start = position;
        accept('-');
        boolean leadingZero = peek() == '0';
        int digits = digits();
        if (digits == 0 || leadingZero && digits > 1) {
            position = start;
            throw fault("a value is expected");
        }
        boolean isInteger = true;
        if (accept('.')) {
            isInteger = false;
            requireDigits();
        }
        if (accept('e') || accept('E')) {
            isInteger = false;
            if (!accept('+')) {
                accept('-');
            }
            requireDigits();
        }
        String number = text.substring(start, position);
        return isInteger ? integer(number) : (Object) Double.parseDouble(number);
    }

    private static Object integer(String number) {
        try {
            return Long.parseLong(number);
        } catch (NumberFormatException _) {
            return Double.parseDouble(number);
        }
    }

    private void requireDigits() {
        if (digits() == 0) {
            throw fault("a digit is expected");
        }
    }

    private int digits() {
        int start = position;
        while (peek() >= '0' && peek() <= '9') {
            position++;
        }
        return position - start;
    }

    /// The next character; 0, which JSON text never contains, at the end.
    private char peek() {
        return position < text.length() ? text.charAt(position) : 0;
    }

    private boolean accept(char expected) {
        boolean found = peek() == expected;
        position += found ? 1 : 0;
        return found;
    }

    private void expect(char expected) {
        if (!accept(expected)) {
            throw fault("'" + expected + "' is expected");
        }
    }

    private void skipSpace() {
        while (peek() == ' ' || peek() == '\n' || peek() == '\r' || peek() == '\t') {
            position++;
        }
    }

    private ScriptException fault(String what) {
        String before = text.substring(0, Math.min(position, text.length()));
        long line = before.chars().filter(character -> character == '\n').count() + 1;
        int column = before.length() - before.lastIndexOf('\n');
        String message = "parse_json: line %d, column %d: %s".formatted(line, column, what);
        return new ScriptException(ErrorKind.VALUE, message, site);
    }
}
