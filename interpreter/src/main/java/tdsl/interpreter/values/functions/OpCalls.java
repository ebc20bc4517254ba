package tdsl.interpreter.values.functions;

import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import com.oracle.truffle.api.nodes.Node;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import tdsl.interpreter.diagnostics.Failures;
import tdsl.interpreter.runtime.Iteration;
import tdsl.interpreter.values.Boundary;
import tdsl.interpreter.values.None;
import tdsl.interpreter.values.TypeValue;
import tdsl.interpreter.values.collections.ListValue;
import tdsl.interpreter.values.collections.RangeValue;
import tdsl.interpreter.values.collections.SequenceView;
import tdsl.interpreter.values.collections.TupleValue;
import tdsl.tensor.DType;
import tdsl.tensor.Tensor;
import tdsl.tensor.dispatch.Op;
import tdsl.tensor.dispatch.Parameter;
import tdsl.tensor.dispatch.ParameterType;
import tdsl.tensor.error.TensorException;
import tdsl.tensor.error.TypeException;

/// Calls of tensor operations: values of the language become the library's, and results are marked with their
/// origin.
public final class OpCalls {
    private OpCalls() {}

    /// Calls an op with arguments as the script gave them.
    ///
    /// @param site the call; results remember it as their origin
    @TruffleBoundary
    public static Object call(Node site, Op op, List<?> positional, Map<String, ?> named) {
        try {
            Op.PreparedCall call = op.prepare(toLibrary(positional), toLibrary(named));
            refuseNumberToChange(call);
            Object result = PlainNumbers.areAll(call.op(), call.arguments())
                    ? PlainNumbers.call(call.op(), call.arguments())
                    : call.run();
            return placed(site, call.op(), result);
        } catch (TensorException failure) {
            throw Failures.fromTensor(failure, site);
        }
    }

    private static void refuseNumberToChange(Op.PreparedCall call) {
        if (call.op().isMutating() && call.arguments()[0] instanceof Tensor changed && changed.isWeak()) {
            throw new TypeException(
                    "%s: changes a tensor in place, and cannot change the number %s",
                    call.op().name(), changed.item());
        }
    }

    /// Calls an op with two operands, tensors or plain numbers but not two plain numbers: operators on small tensors
    /// take little longer than this way to the kernel.
    @TruffleBoundary
    public static Object callBinary(Node site, Op op, Object left, Object right) {
        if (!takesTwoTensors(op)) {
            return call(site, op, List.of(left, right), Map.of());
        }
        try {
            return placed(site, op, op.call(operand(left), operand(right)));
        } catch (TensorException failure) {
            throw Failures.fromTensor(failure, site);
        }
    }

    /// The result as a value of the language, with the place where it was made or changed.
    private static Object placed(Node site, Op op, Object result) {
        if (op.isMutating()) {
            ((Tensor) result).setChangePlace(site);
        }
        return toScript(site, result);
    }

    private static boolean takesTwoTensors(Op op) {
        List<Parameter> parameters = op.signature().parameters();
        return parameters.size() == 2
                && parameters.get(0).type() == ParameterType.TENSOR
                && parameters.get(1).type() == ParameterType.TENSOR;
    }

    private static Tensor operand(Object value) {
        return value instanceof Tensor tensor ? tensor : Tensor.weakScalar(value);
    }

    public static Map<String, Object> named(String[] names, Object[] values) {
        if (names.length == 0) {
            return Map.of();
        }
        Map<String, Object> named = new LinkedHashMap<>();
        for (int i = 0; i < names.length; i++) {
            named.put(names[i], values[i]);
        }
        return named;
    }

    private static Map<String, Object> toLibrary(Map<String, ?> named) {
        if (named.isEmpty()) {
            return Map.of();
        }
        Map<String, Object> converted = new LinkedHashMap<>();
        named.forEach((name, value) -> converted.put(name, toLibrary(value)));
        return converted;
    }

    private static List<Object> toLibrary(Iterable<?> values) {
        List<Object> converted = new ArrayList<>();
        for (Object value : values) {
            converted.add(toLibrary(value));
        }
        return converted;
    }

    /// A value of the language as the tensor library takes it.
    public static Object toLibrary(Object value) {
        if (value instanceof Tensor || value instanceof Long || value instanceof Double) {
            return value;
        }
        return switch (value) {
            case None _ -> null;
            case ListValue list -> toLibrary(list.elements());
            case TupleValue tuple -> toLibrary(tuple.elements());
            case RangeValue range ->
                LongStream.range(0, range.size()).mapToObj(range::at).toList();
            case SequenceView view -> toLibrary((Iterable<?>) view);
            // The name of the dtype is the name of the type.
            case TypeValue type when type.isNameOf(DType.BOOL) -> DType.BOOL;
            default -> Boundary.isForeignArray(value) ? toLibrary(Iteration.toListValue(null, value)) : value;
        };
    }

    /// A result of the tensor library as a value of the language; several results become a tuple.
    public static Object toScript(Node site, Object result) {
        if (result instanceof Tensor tensor) {
            return marked(site, tensor);
        }
        return switch (result) {
            case null -> None.VALUE;
            case List<?> results ->
                TupleValue.copyOf(
                        results.stream().map(element -> toScript(site, element)).toList());
            default -> result;
        };
    }

    private static Tensor marked(Node site, Tensor tensor) {
        if (tensor.origin() == null) {
            tensor.setOrigin(site);
        }
        return tensor;
    }
}
