package tdsl.tensor.cuda.ptx;

import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/// The instructions of a kernel in the making, the registers that they use, and the functions that they call.
final class PtxBody {
    private static final Map<String, String> TYPES =
            Map.of("%f", "f32", "%d", "f64", "%l", "b64", "%r", "b32", "%h", "b16", "%p", "pred");

    private final StringBuilder text = new StringBuilder();
    private final Map<String, Integer> counts = new TreeMap<>();
    private final TreeSet<String> functions = new TreeSet<>();
    private int labels;

    /// A new register.
    ///
    /// @param prefix `%f`, `%d`, `%l` (64 bits), `%r` (32 bits), `%h` (16 bits) or `%p` (true or false)
    String register(String prefix) {
        return prefix + (counts.merge(prefix, 1, Integer::sum) - 1);
    }

    String register(Carrier carrier) {
        return register(carrier.prefix);
    }

    String label() {
        return "$L" + labels++;
    }

    void place(String label) {
        text.append(label).append(":\n");
    }

    /// Adds an instruction.
    ///
    /// @param format a {@link String#format} pattern
    PtxBody add(String format, Object... operands) {
        text.append('\t').append(format.formatted(operands)).append(";\n");
        return this;
    }

    /// Adds a line that is no instruction.
    void raw(String line) {
        text.append('\t').append(line).append('\n');
    }

    /// Adds an instruction whose first operand is a new register.
    ///
    /// @return that register
    String make(String prefix, String operation, Object... operands) {
        String target = register(prefix);
        text.append('\t').append(operation).append(' ').append(target);
        for (Object operand : operands) {
            text.append(", ").append(operand);
        }
        text.append(";\n");
        return target;
    }

    /// Notes that a function is called, which then has to be part of the module.
    void calls(String function) {
        functions.add(function);
    }

    TreeSet<String> functions() {
        return functions;
    }

    @Override
    public String toString() {
        StringBuilder whole = new StringBuilder();
        counts.forEach(
                (prefix, count) -> whole.append("\t.reg .%s %s<%d>;\n".formatted(TYPES.get(prefix), prefix, count)));
        return whole.append(text).toString();
    }
}
