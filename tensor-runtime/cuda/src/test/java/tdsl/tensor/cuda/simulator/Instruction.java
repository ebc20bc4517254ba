package tdsl.tensor.cuda.simulator;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A statement of a function that is an instruction.
///
/// @param guard    the predicate that decides whether it runs; null if it always does
/// @param isGuardedByNot whether it runs if the predicate does not hold
/// @param parts    of its name, such as `ld`, `global`, `v2` and `f32`
/// @param operands registers, numbers, names, `[place]`, `{list}`
record Instruction(String text, String guard, boolean isGuardedByNot, List<String> parts, List<String> operands) {
    private static final Pattern FORM = Pattern.compile("(?:@(!?)([\\w%$]+)\\s+)?([\\w.:]+)\\s*(.*)", Pattern.DOTALL);

    static Instruction parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new SimulationException("no instruction: " + text);
        }
        return new Instruction(
                text.replaceAll("\\s+", " "),
                matcher.group(2),
                "!".equals(matcher.group(1)),
                List.of(matcher.group(3).split("\\.")),
                operands(matcher.group(4)));
    }

    /// Divides at commas that are not in brackets.
    static List<String> operands(String list) {
        List<String> operands = new ArrayList<>();
        int depth = 0;
        int start = 0;
        for (int i = 0; i < list.length(); i++) {
            char found = list.charAt(i);
            depth += "{[(".indexOf(found) >= 0 ? 1 : "}])".indexOf(found) >= 0 ? -1 : 0;
            if (found == ',' && depth == 0) {
                operands.add(list.substring(start, i).strip());
                start = i + 1;
            }
        }
        if (!list.isBlank()) {
            operands.add(list.substring(start).strip());
        }
        return operands;
    }

    String name() {
        return parts.getFirst();
    }

    boolean has(String part) {
        return parts.contains(part);
    }

    Set<String> modifiers() {
        return Set.copyOf(parts.subList(1, parts.size()));
    }

    /// The type that comes last in the name.
    Type type() {
        return Type.of(parts.getLast());
    }

    String operand(int number) {
        return operands.get(number);
    }

    /// The members of an operand that is a list, or the operand alone.
    List<String> list(int number) {
        String operand = operand(number);
        return operand.startsWith("{") || operand.startsWith("(")
                ? operands(operand.substring(1, operand.length() - 1))
                : List.of(operand);
    }
}
