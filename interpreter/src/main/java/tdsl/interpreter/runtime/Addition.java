package tdsl.interpreter.runtime;

import com.oracle.truffle.api.nodes.Node;
import java.util.List;
import java.util.Map;
import tdsl.interpreter.diagnostics.ErrorKind;
import tdsl.interpreter.diagnostics.ScriptException;
import tdsl.interpreter.values.Kinds;
import tdsl.interpreter.values.functions.OpCalls;
import tdsl.tensor.Tensor;
import tdsl.tensor.ops.OpIndex;

/// `left + right` for builtins that add up values of any kind.
public final class Addition {
    private Addition() {}

    public static Object add(Node site, Object left, Object right) {
        if (left instanceof Tensor || right instanceof Tensor) {
            return OpCalls.call(site, OpIndex.find("add"), List.of(left, right), Map.of());
        }
        if (left instanceof Long first && right instanceof Long second) {
            return integers(site, first, second);
        }
        return asDouble(site, left) + asDouble(site, right);
    }

    private static long integers(Node site, long left, long right) {
        try {
            return Math.addExact(left, right);
        } catch (ArithmeticException _) {
            throw new ScriptException(ErrorKind.ARITHMETIC, "the sum does not fit into a 64-bit int", site);
        }
    }

    private static double asDouble(Node site, Object value) {
        return switch (value) {
            case Long number -> number;
            case Double number -> number;
            default -> throw new ScriptException(ErrorKind.TYPE, "cannot add up " + Kinds.describe(value), site);
        };
    }
}
