package tdsl.interpreter.runtime;

import com.oracle.truffle.api.nodes.Node;
import java.util.List;
import java.util.Map;
import tdsl.interpreter.diagnostics.ErrorKind;
import tdsl.interpreter.diagnostics.Failures;
import tdsl.interpreter.diagnostics.ScriptException;
import tdsl.interpreter.values.Kinds;
import tdsl.interpreter.values.functions.OpCalls;
import tdsl.tensor.IndexItem;
import tdsl.tensor.Tensor;
import tdsl.tensor.error.TensorException;
import tdsl.tensor.ops.OpIndex;

/// What the language does with tensors apart from calling ops.
public final class Tensors {
    private Tensors() {}

    /// `tensor[items] = value`.
    public static void assign(Node site, Tensor tensor, Object[] items, Object value) {
        assign(site, tensor, Subscripts.forTensor(site, items), value);
    }

    /// As {@link #assign(Node, Tensor, Object[], Object)}, with subscripts as the tensor library takes them.
    public static void assign(Node site, Tensor tensor, List<IndexItem> items, Object value) {
        try {
            tensor.assign(items, asTensor(site, value));
            tensor.setChangePlace(site);
        } catch (TensorException failure) {
            throw Failures.fromTensor(failure, site);
        }
    }

    /// A tensor, number or nested list as a tensor; numbers take the dtype of what they meet.
    public static Tensor asTensor(Node site, Object value) {
        return switch (value) {
            case Tensor tensor -> tensor;
            case Long _, Double _, Boolean _ -> Tensor.weakScalar(value);
            default -> Tensor.of(nested(site, value));
        };
    }

    private static Object nested(Node site, Object value) {
        Object converted = OpCalls.toLibrary(value);
        if (!(converted instanceof List<?>)) {
            throw new ScriptException(ErrorKind.TYPE, "expected a tensor, not " + Kinds.describe(value), site);
        }
        return converted;
    }

    /// `value in tensor`: whether any element equals it.
    public static boolean contains(Node site, Tensor tensor, Object value) {
        Object equal = OpCalls.call(site, OpIndex.find("eq"), List.of(tensor, value), Map.of());
        Object any = OpCalls.call(site, OpIndex.find("any"), List.of(equal), Map.of());
        return any instanceof Tensor result && (Boolean) result.item();
    }
}
