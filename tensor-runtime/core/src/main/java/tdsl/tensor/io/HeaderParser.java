package tdsl.tensor.io;

import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import tdsl.tensor.error.FileException;

/// Parses the text of a `.npy` header: a Python dictionary of exactly `descr`, `fortran_order` and `shape`.
final class HeaderParser {
    private static final String DAMAGED =
            "the header is damaged, or was not written by NumPy; write it with numpy.save";

    private final ByteSource source;
    /// Where the text begins in the file.
    private final long start;
    private final String text;
    private int position;

    private Described descr;
    private Boolean fortranOrder;
    private long[] shape;
    private int shapePosition;

    /// An element type and the order of its bytes.
    private record Described(ElementType type, ByteOrder order) {}

    HeaderParser(ByteSource source, long start, String text) {
        this.source = source;
        this.start = start;
        this.text = text;
    }

    StoredArray parse() {
        expect('{');
        while (!accept('}')) {
            parseField();
            if (!accept(',')) {
                expect('}');
                break;
            }
        }
        skipSpace();
        if (position < text.length()) {
            throw error(position, "the header goes on after its dictionary", DAMAGED);
        }
        requireFields();
        long count = StoredArray.checkedElementCount(source, start + shapePosition, shape, descr.type());
        return new StoredArray(descr.type(), descr.order(), fortranOrder, shape, count);
    }

    private void parseField() {
        skipSpace();
        int keyPosition = position;
        String key = parseString();
        expect(':');
        skipSpace();
        boolean repeated = switch (key) {
            case "descr" -> {
                boolean known = descr != null;
                descr = parseDescr();
                yield known;
            }
            case "fortran_order" -> {
                boolean known = fortranOrder != null;
                fortranOrder = parseBoolean();
                yield known;
            }
            case "shape" -> {
                boolean known = shape != null;
                shapePosition = position;
                shape = parseTuple();
                yield known;
            }
            default -> throw error(keyPosition, "the header has an unknown field '" + key + "'", DAMAGED);
        };
        if (repeated) {
            throw error(keyPosition, "the header has the field '" + key + "' twice", DAMAGED);
        }
    }

    private void requireFields() {
        String missing = descr == null ? "descr" : fortranOrder == null ? "fortran_order" : "shape";
        if (descr == null || fortranOrder == null || shape == null) {
            throw error(0, "the header lacks the field '" + missing + "'", DAMAGED);
        }
    }

    // ---- values ----

    private Described parseDescr() {
        int at = position;
        if (position < text.length() && text.charAt(position) == '[') {
            throw error(
                    at,
                    "the array has a structured type; a tensor has one number per element",
                    "save each field by itself, for example numpy.save(name, array['field'])");
        }
        String described = parseString();
        char mark = described.isEmpty() ? ' ' : described.charAt(0);
        ElementType type = "<>|".indexOf(mark) < 0
                ? null
                : ElementType.find(described.substring(1)).orElse(null);
        if (type == null || (mark == '|' && type.byteSize() > 1)) {
            throw error(
                    at,
                    "elements of type '" + described + "'" + meaning(described) + " do not fit a tensor",
                    remedy(described));
        }
        return new Described(type, mark == '>' ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
    }

    private static String meaning(String described) {
        return switch (kindOf(described)) {
            case 'O' -> " (pickled Python objects)";
            case 'U', 'S', 'a' -> " (strings)";
            case 'c' -> " (complex numbers)";
            case 'M', 'm' -> " (dates or times)";
            case 'V' -> " (raw bytes)";
            case 'f' -> " (floating numbers of another size)";
            default -> "";
        };
    }

    private static String remedy(String described) {
        return switch (kindOf(described)) {
            case 'O' ->
                "unpickling could run any code, so it is not done; save with a numeric dtype: array.astype('f4')";
            case 'c' -> "save array.real and array.imag";
            case 'M', 'm' -> "save array.astype('i8')";
            case 'f' -> "save array.astype('f8')";
            default -> "tensors load from bool, i1 to i8, u1 to u8, f2, f4 and f8; convert with array.astype";
        };
    }

    private static char kindOf(String described) {
        int kind = !described.isEmpty() && "<>|=".indexOf(described.charAt(0)) >= 0 ? 1 : 0;
        return kind < described.length() ? described.charAt(kind) : ' ';
    }

    private boolean parseBoolean() {
        if (text.startsWith("True", position)) {
            position += 4;
            return true;
        }
        if (text.startsWith("False", position)) {
            position += 5;
            return false;
        }
        throw unexpected("True or False");
    }

    private long[] parseTuple() {
        List<Long> sizes = new ArrayList<>();
        expect('(');
        while (!accept(')')) {
            sizes.add(parseInteger());
            if (!accept(',')) {
                expect(')');
                if (sizes.size() == 1) {
                    throw error(shapePosition, "the shape is a number in parentheses, not a tuple", DAMAGED);
                }
                break;
            }
        }
        return sizes.stream().mapToLong(Long::longValue).toArray();
    }

    private long parseInteger() {
        skipSpace();
        int first = position;
        if (position < text.length() && text.charAt(position) == '-') {
            position++;
        }
        int firstDigit = position;
        while (position < text.length() && text.charAt(position) >= '0' && text.charAt(position) <= '9') {
            position++;
        }
        if (position == firstDigit) {
            throw unexpected("a size");
        }
        String digits = text.substring(first, position);
        // Python 2 marked its long integers so.
        accept('L');
        try {
            return Long.parseLong(digits);
        } catch (NumberFormatException _) {
            throw error(first, "the size " + shortened(digits) + " does not fit into 63 bits", FileErrors.FETCH_AGAIN);
        }
    }

    private String parseString() {
        skipSpace();
        char quote = position < text.length() ? text.charAt(position) : ' ';
        int end = quote == '\'' || quote == '"' ? text.indexOf(quote, position + 1) : -1;
        if (end < 0) {
            throw unexpected("a string in quotes");
        }
        String value = text.substring(position + 1, end);
        if (value.indexOf('\\') >= 0 || value.chars().anyMatch(c -> c < ' ' || c > '~')) {
            throw error(position, "a string in the header has characters that no NumPy type has", DAMAGED);
        }
        position = end + 1;
        return shortened(value);
    }

    private static String shortened(String value) {
        return value.length() <= 40 ? value : value.substring(0, 40) + "...";
    }

    // ---- characters ----

    private void skipSpace() {
        while (position < text.length() && " \t\r\n".indexOf(text.charAt(position)) >= 0) {
            position++;
        }
    }

    private boolean accept(char expected) {
        skipSpace();
        if (position < text.length() && text.charAt(position) == expected) {
            position++;
            return true;
        }
        return false;
    }

    private void expect(char expected) {
        if (!accept(expected)) {
            throw unexpected("'" + expected + "'");
        }
    }

    private FileException unexpected(String expected) {
        String found = position >= text.length()
                ? "it ends"
                : text.charAt(position) > ' ' && text.charAt(position) <= '~'
                        ? "there is '" + text.charAt(position) + "'"
                        : "there is byte 0x%02x".formatted((int) text.charAt(position));
        return error(position, "the header should go on with " + expected + ", but " + found, DAMAGED);
    }

    private FileException error(int at, String problem, String hint) {
        return source.malformed(start + at, problem, hint);
    }
}
