package tdsl.tensor.io;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// JSON text (RFC 8259) as Java values: a map in the order of the text, a list, a string, a Long where a number
/// without fraction and exponent fits, else a Double, a Boolean, or null.
public final class JsonText {
    private static final int MAX_DEPTH = 500;

    private final String text;
    private int position;
    private int depth;

    private JsonText(String text) {
        this.text = text;
    }

    /// What is wrong with a text, and where.
    public static final class Fault extends Exception {
        private static final long serialVersionUID = 1L;

        private final int position;

        private Fault(String problem, int position) {
            super(problem, null, false, false);
            this.position = position;
        }

        /// Counted in characters from the start of the text.
        public int position() {
            return position;
        }
    }

    /// The one value that the text holds.
    ///
    /// @throws Fault if it is no JSON, is nested deeper than 500, or an object has a key twice
    public static Object parse(String text) throws Fault {
        JsonText reader = new JsonText(text);
        Object value = reader.value();
        reader.skipSpace();
        if (reader.position < text.length()) {
            throw reader.fault("there is more after the value");
        }
        return value;
    }

    /// A string as it stands in JSON text, in quotes.
    public static String quote(String string) {
        StringBuilder text = new StringBuilder("\"");
        for (int i = 0; i < string.length(); i++) {
            char character = string.charAt(i);
            switch (character) {
                case '"' -> text.append("\\\"");
                case '\\' -> text.append("\\\\");
                case '\n' -> text.append("\\n");
                case '\r' -> text.append("\\r");
                case '\t' -> text.append("\\t");
                default -> {
                    if (character < ' ') {
                        text.append(String.format(Locale.ROOT, "\\u%04x", (int) character));
                    } else {
                        text.append(character);
                    }
                }
            }
        }
        return text.append('"').toString();
    }

    private Object value() throws Fault {
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
            case 'n' -> word("null", null);
            default -> number();
        };
        depth--;
        return value;
    }

    private Map<String, Object> object() throws Fault {
        Map<String, Object> members = new LinkedHashMap<>();
        position++;
        skipSpace();
        if (accept('}')) {
            return members;
        }
        do {
            skipSpace();
            if (peek() != '"') {
                throw fault("a key in double quotes is expected");
            }
            int keyStart = position;
            String key = string();
            if (members.containsKey(key)) {
                throw new Fault("the key \"" + key + "\" is there twice", keyStart);
            }
            skipSpace();
            expect(':');
            members.put(key, value());
            skipSpace();
        } while (accept(','));
        expect('}');
        return members;
    }

    private List<Object> array() throws Fault {
        List<Object> elements = new ArrayList<>();
        position++;
        skipSpace();
        if (accept(']')) {
            return elements;
        }
        do {
            elements.add(value());
            skipSpace();
        } while (accept(','));
        expect(']');
        return elements;
    }

    private String string() throws Fault {
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

    private char escape() throws Fault {
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

    private char unicode() throws Fault {
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

    private Object word(String word, Object value) throws Fault {
        if (!text.startsWith(word, position)) {
            throw fault("a value is expected");
        }
        position += word.length();
        return value;
    }

    private Object number() throws Fault {
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

    private void requireDigits() throws Fault {
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

    private void expect(char expected) throws Fault {
        if (!accept(expected)) {
            throw fault("'" + expected + "' is expected");
        }
    }

    private void skipSpace() {
        while (peek() == ' ' || peek() == '\n' || peek() == '\r' || peek() == '\t') {
            position++;
        }
    }

    private Fault fault(String problem) {
        return new Fault(problem, Math.min(position, text.length()));
    }
}
