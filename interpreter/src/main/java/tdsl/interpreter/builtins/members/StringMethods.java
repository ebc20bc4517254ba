package tdsl.interpreter.builtins.members;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import tdsl.interpreter.builtins.BuiltinCall;
import tdsl.interpreter.builtins.BuiltinTable;
import tdsl.interpreter.diagnostics.ErrorKind;
import tdsl.interpreter.values.Kinds;
import tdsl.interpreter.values.collections.ListValue;

/// Methods of strings, which never change the string itself.
final class StringMethods {
    private static final Pattern WHITESPACE = Pattern.compile("\\s+");

    static final BuiltinTable TABLE = new BuiltinTable()
            .row(
                    "split(text, separator=none, limit=-1)",
                    "The parts between separators, or between stretches of white space; at most `limit` splits.",
                    StringMethods::split)
            .row(
                    "lines(text)",
                    "The lines, without their ends.",
                    call -> new ListValue(text(call).lines().toList()))
            .row("join(separator, parts)", "The parts with this string between them.", StringMethods::join)
            .row(
                    "strip(text, characters=none)",
                    "Without white space, or these characters, at both ends.",
                    call -> strip(call, true, true))
            .row("lstrip(text, characters=none)", "As `strip`, at the start only.", call -> strip(call, true, false))
            .row("rstrip(text, characters=none)", "As `strip`, at the end only.", call -> strip(call, false, true))
            .row(
                    "replace(text, old, new)",
                    "With every `old` replaced by `new`.",
                    call -> text(call).replace(call.text(1), call.text(2)))
            .row(
                    "startswith(text, prefix)",
                    "Whether the string begins so.",
                    call -> text(call).startsWith(call.text(1)))
            .row(
                    "endswith(text, suffix)",
                    "Whether the string ends so.",
                    call -> text(call).endsWith(call.text(1)))
            .row("upper(text)", "In upper case.", call -> text(call).toUpperCase(Locale.ROOT))
            .row("lower(text)", "In lower case.", call -> text(call).toLowerCase(Locale.ROOT))
            .row("find(text, part)", "The index where a part first begins; -1 if it does not.", StringMethods::find)
            .row("index(text, part)", "As `find`, but a missing part is an error.", StringMethods::index)
            .row("count(text, part)", "How often a part occurs without overlap.", StringMethods::count)
            .row(
                    "isdigit(text)",
                    "Whether there are characters and all are digits.",
                    call -> !text(call).isEmpty() && text(call).codePoints().allMatch(Character::isDigit))
            .row(
                    "isalpha(text)",
                    "Whether there are characters and all are letters.",
                    call -> !text(call).isEmpty() && text(call).codePoints().allMatch(Character::isLetter));

    private StringMethods() {}

    private static String text(BuiltinCall call) {
        return call.text(0);
    }

    private static Object split(BuiltinCall call) {
        long limit = call.integerOr(2, -1);
        int pieces = limit < 0 ? -1 : (int) Math.min(limit + 1, Integer.MAX_VALUE);
        if (!call.has(1)) {
            String stripped = text(call).strip();
            return stripped.isEmpty()
                    ? new ListValue()
                    : new ListValue(Arrays.asList(WHITESPACE.split(stripped, pieces)));
        }
        if (call.text(1).isEmpty()) {
            throw call.error(ErrorKind.VALUE, "the separator is empty").withHint("list(text) gives the characters");
        }
        return split(text(call), call.text(1), limit);
    }

    private static ListValue split(String text, String separator, long limit) {
        ListValue parts = new ListValue();
        int start = 0;
        int end = text.indexOf(separator);
        while (end >= 0 && (limit < 0 || parts.size() < limit)) {
            parts.add(text.substring(start, end));
            start = end + separator.length();
            end = text.indexOf(separator, start);
        }
        parts.add(text.substring(start));
        return parts;
    }

    private static Object join(BuiltinCall call) {
        List<String> parts = new ArrayList<>();
        for (Iterator<Object> values = call.iterator(1); values.hasNext(); ) {
            Object part = values.next();
            if (!(part instanceof String text)) {
                throw call.error(ErrorKind.TYPE, "the parts must be strings, not %s", Kinds.describe(part));
            }
            parts.add(text);
        }
        return String.join(text(call), parts);
    }

    private static Object strip(BuiltinCall call, boolean atStart, boolean atEnd) {
        String text = text(call);
        String unwanted = call.has(1) ? call.text(1) : null;
        int start = 0;
        int end = text.length();
        while (atStart && start < end && isUnwanted(text.charAt(start), unwanted)) {
            start++;
        }
        while (atEnd && end > start && isUnwanted(text.charAt(end - 1), unwanted)) {
            end--;
        }
        return text.substring(start, end);
    }

    private static boolean isUnwanted(char character, String unwanted) {
        return unwanted == null ? Character.isWhitespace(character) : unwanted.indexOf(character) >= 0;
    }

    private static Object find(BuiltinCall call) {
        int position = text(call).indexOf(call.text(1));
        return position < 0 ? -1L : (Object) (long) text(call).codePointCount(0, position);
    }

    private static Object index(BuiltinCall call) {
        Object position = find(call);
        if (position.equals(-1L)) {
            throw call.error(ErrorKind.VALUE, "\"%s\" does not occur", call.text(1));
        }
        return position;
    }

    private static Object count(BuiltinCall call) {
        String part = call.text(1);
        if (part.isEmpty()) {
            return (long) text(call).codePointCount(0, text(call).length()) + 1;
        }
        long count = 0;
        for (int at = text(call).indexOf(part); at >= 0; at = text(call).indexOf(part, at + part.length())) {
            count++;
        }
        return count;
    }
}
