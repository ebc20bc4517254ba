package tdsl.tensor.dispatch;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tdsl.tensor.error.ValueException;

/// Reads signatures of ops that are declared at run time, such as `sum(input: Tensor, dim: int[]? = none,
/// keepdim: bool = false) -> Tensor`. Those of the op table are read, and checked, when it is compiled.
final class SignatureText {
    private static final Pattern WHOLE = Pattern.compile("(\\w+)\\((.*)\\) -> (.+)");
    private static final Pattern PARAMETER =
            Pattern.compile("(\\w+): (\\w+)(\\?)?(\\[])?(\\?)?(\\.\\.\\.)?(?: = (.+))?");
    private static final Pattern BETWEEN_PARAMETERS = Pattern.compile(", (?=\\w+: )");

    private SignatureText() {}

    /// @throws ValueException that shows what cannot be read
    static Signature parse(String text) {
        Matcher whole = WHOLE.matcher(text);
        if (!whole.matches()) {
            throw new ValueException("not a signature: %s", text)
                    .withHint("one looks like: name(input: Tensor, dim: int = 0) -> Tensor");
        }
        List<Parameter> parameters = new ArrayList<>();
        if (!whole.group(2).isBlank()) {
            for (String parameter : BETWEEN_PARAMETERS.split(whole.group(2))) {
                parameters.add(parameter(parameter.strip()));
            }
        }
        return new Signature(whole.group(1), List.copyOf(parameters), whole.group(3));
    }

    private static Parameter parameter(String text) {
        Matcher matcher = PARAMETER.matcher(text);
        if (!matcher.matches()) {
            throw new ValueException("not a parameter of a signature: %s", text);
        }
        boolean variadic = matcher.group(6) != null;
        String label = variadic || matcher.group(4) != null ? matcher.group(2) + "[]" : matcher.group(2);
        ParameterType type = Arrays.stream(ParameterType.values())
                .filter(candidate -> candidate.label().equals(label))
                .findFirst()
                .orElseThrow(() -> new ValueException("%s: there is no type %s", text, label));
        boolean nullable = matcher.group(3) != null || matcher.group(5) != null;
        String standard = matcher.group(7);
        Object value = standard == null ? null : value(type, standard);
        return new Parameter(matcher.group(1), type, nullable, variadic, standard == null, value);
    }

    private static Object value(ParameterType type, String text) {
        if (text.equals("none")) {
            return null;
        }
        return switch (type) {
            case INT -> Long.valueOf(text);
            case FLOAT -> Double.valueOf(text);
            case NUMBER -> text.contains(".") ? (Object) Double.valueOf(text) : Long.valueOf(text);
            case BOOL -> Boolean.valueOf(text);
            case STRING -> text.substring(1, text.length() - 1);
            case INTS ->
                Arrays.stream(text.substring(1, text.length() - 1).split(","))
                        .map(String::strip)
                        .filter(number -> !number.isEmpty())
                        .mapToLong(Long::parseLong)
                        .toArray();
            default -> throw new ValueException("a parameter of type %s has no default but none", type.label());
        };
    }
}
