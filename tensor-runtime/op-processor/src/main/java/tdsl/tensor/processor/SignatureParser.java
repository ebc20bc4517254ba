package tdsl.tensor.processor;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads signatures such as `sum(input: Tensor, dim: int[]? = none, keepdim: bool = false) -> Tensor`.
final class SignatureParser {
    private static final Pattern WHOLE = Pattern.compile("(\\w+)\\((.*)\\) -> (.+)");
    private static final Pattern PARAMETER =
            Pattern.compile("(\\w+): (\\w+)(\\?)?(\\[])?(\\?)?(\\.\\.\\.)?(?: = (.+))?");
    private static final Set<String> RESULTS = Set.of(
            "Tensor", "Tensor[]", "(Tensor, Tensor)", "(Tensor, Tensor, Tensor)", "int", "bool", "value", "none");

    private SignatureParser() {}

    /// A signature that cannot be read, with the reason.
    static final class BadSignature extends Exception {
        private static final long serialVersionUID = 1L;

        BadSignature(String message) {
            super(message);
        }
    }

    /// The parts of a signature that do not depend on the rest of the row.
    record Parsed(String name, List<Row.Parameter> parameters, String result) {}

    static Parsed parse(String text) throws BadSignature {
        Matcher whole = WHOLE.matcher(text);
        if (!whole.matches()) {
            throw new BadSignature("a signature looks like: name(input: Tensor, dim: int = 0) -> Tensor");
        }
        if (!RESULTS.contains(whole.group(3))) {
            throw new BadSignature("unknown result type '" + whole.group(3) + "'; there are " + RESULTS);
        }
        List<Row.Parameter> parameters = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (String part : splitAtTopLevel(whole.group(2))) {
            Row.Parameter parameter = parameter(part.strip());
            if (!names.add(parameter.name())) {
                throw new BadSignature("parameter '" + parameter.name() + "' is named twice");
            }
            if (parameter.isRequired()
                    && !parameters.isEmpty()
                    && !parameters.getLast().isRequired()) {
                throw new BadSignature("required parameter '" + parameter.name() + "' follows one with a default");
            }
            parameters.add(parameter);
        }
        return new Parsed(whole.group(1), parameters, whole.group(3));
    }

    private static List<String> splitAtTopLevel(String text) {
        List<String> parts = new ArrayList<>();
        int depth = 0;
        int start = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            depth += c == '[' ? 1 : c == ']' ? -1 : 0;
            if (c == ',' && depth == 0) {
                parts.add(text.substring(start, i));
                start = i + 1;
            }
        }
        if (!text.isBlank()) {
            parts.add(text.substring(start));
        }
        return parts;
    }

    private static Row.Parameter parameter(String text) throws BadSignature {
        Matcher matcher = PARAMETER.matcher(text);
        if (!matcher.matches()) {
            throw new BadSignature("cannot read parameter '" + text + "'");
        }
        boolean variadic = matcher.group(6) != null;
        boolean several = variadic || matcher.group(4) != null;
        String label = several ? matcher.group(2) + "[]" : matcher.group(2);
        ParameterKind kind = ParameterKind.find(label)
                .orElseThrow(() -> new BadSignature("unknown type '" + label + "' of '" + matcher.group(1) + "'"));
        // `Tensor?[]`, a list with gaps, and `int[]?`, a list or none, are told apart by the type alone.
        boolean nullable = matcher.group(3) != null || matcher.group(5) != null;
        String defaultText = matcher.group(7);
        String defaultValue = defaultText == null ? null : javaDefault(kind, nullable, defaultText);
        return new Row.Parameter(matcher.group(1), kind, nullable, variadic, defaultValue, defaultText);
    }

    private static String javaDefault(ParameterKind kind, boolean nullable, String text) throws BadSignature {
        if (text.equals("none")) {
            if (!nullable) {
                throw new BadSignature("the default none needs a type with '?'");
            }
            return "null";
        }
        return switch (kind) {
            case INT -> text + "L";
            case FLOAT -> text + "d";
            case BOOL, STRING -> text;
            case NUMBER, VALUE -> text.contains(".") ? text + "d" : text + "L";
            case INTS -> "new long[] {" + text.substring(1, text.length() - 1) + "}";
            default -> throw new BadSignature("a " + kind.label() + " has no default but none");
        };
    }
}
