package tdsl.interpreter.builtins.members;

import com.oracle.truffle.api.nodes.Node;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.stream.LongStream;
import tdsl.interpreter.TdslContext;
import tdsl.interpreter.builtins.Builtin;
import tdsl.interpreter.builtins.BuiltinCall;
import tdsl.interpreter.builtins.BuiltinTable;
import tdsl.interpreter.diagnostics.ErrorKind;
import tdsl.interpreter.diagnostics.Failures;
import tdsl.interpreter.diagnostics.ScriptException;
import tdsl.interpreter.diagnostics.Suggestion;
import tdsl.interpreter.runtime.Tensors;
import tdsl.interpreter.runtime.Truth;
import tdsl.interpreter.values.None;
import tdsl.interpreter.values.collections.ListValue;
import tdsl.interpreter.values.functions.OpCalls;
import tdsl.interpreter.values.functions.OpFunction;
import tdsl.tensor.Tensor;
import tdsl.tensor.dispatch.Op;
import tdsl.tensor.error.TensorException;
import tdsl.tensor.ops.OpIndex;

/// Attributes and methods of tensors that are not ops.
final class TensorMembers {
    private static final Op PERMUTE = OpIndex.find("permute");
    private static final Op TRANSPOSE = OpIndex.find("transpose");

    static final List<String> WRITABLE = List.of("grad", "requires_grad");

    private static final Map<String, BiFunction<Node, Tensor, Object>> ATTRIBUTES = new LinkedHashMap<>();

    private static final BuiltinTable METHODS = new BuiltinTable()
            .row(
                    "item(tensor)",
                    "The only element, as a plain number or bool.",
                    call -> call.tensor(0).item())
            .row(
                    "tolist(tensor)",
                    "The elements as nested lists.",
                    call -> fromNested(call.tensor(0).toList()))
            .row(
                    "size(tensor, dim=none)",
                    "The shape, or the size of one axis.",
                    call -> call.has(1) ? sizeOf(call) : longs(call.tensor(0).shape()))
            .row("dim(tensor)", "The number of axes.", call ->
                    (long) call.tensor(0).rank())
            .row(
                    "numel(tensor)",
                    "The number of elements.",
                    call -> call.tensor(0).elementCount())
            .row(
                    "is_contiguous(tensor)",
                    "Whether the elements lie in row-major order without gaps.",
                    call -> call.tensor(0).isContiguous());

    static {
        ATTRIBUTES.put("shape", (_, tensor) -> longs(tensor.shape()));
        ATTRIBUTES.put("strides", (_, tensor) -> longs(tensor.strides()));
        ATTRIBUTES.put("ndim", (_, tensor) -> (long) tensor.rank());
        ATTRIBUTES.put("dtype", (_, tensor) -> tensor.dtype());
        ATTRIBUTES.put("device", (_, tensor) -> tensor.device());
        ATTRIBUTES.putAll(GradientMembers.ATTRIBUTES);
        ATTRIBUTES.put("T", TensorMembers::reversedAxes);
        ATTRIBUTES.put("mT", (site, tensor) -> OpCalls.call(site, TRANSPOSE, List.of(tensor, -2L, -1L), Map.of()));
    }

    private TensorMembers() {}

    static boolean isMember(String name) {
        return ATTRIBUTES.containsKey(name) || method(name) != null;
    }

    /// A method that is no op; null if there is none.
    static Builtin method(String name) {
        Builtin method = METHODS.find(name);
        return method != null ? method : GradientMembers.METHODS.find(name);
    }

    static Object find(Node site, Tensor tensor, String name) {
        BiFunction<Node, Tensor, Object> attribute = ATTRIBUTES.get(name);
        if (attribute != null) {
            return attribute.apply(site, tensor);
        }
        Builtin method = method(name);
        if (method != null) {
            return new BoundBuiltin(tensor, method);
        }
        OpFunction known = OpFunction.find(name);
        OpFunction op = known != null ? known : TdslContext.get(site).loadedOp(name);
        return op == null ? null : new BoundBuiltin(tensor, op);
    }

    static Set<String> names() {
        Set<String> names = new TreeSet<>(ATTRIBUTES.keySet());
        names.addAll(METHODS.names());
        names.addAll(GradientMembers.METHODS.names());
        names.addAll(OpFunction.names());
        return names;
    }

    static void write(Node site, Tensor tensor, String name, Object value) {
        try {
            switch (name) {
                case "grad" -> tensor.setGrad(value == None.VALUE ? null : Tensors.asTensor(site, value));
                case "requires_grad" -> tensor.requiresGrad(Truth.of(site, value, name));
                default -> throw unwritable(site, name);
            }
        } catch (TensorException failure) {
            throw Failures.fromTensor(failure, site);
        }
    }

    private static ScriptException unwritable(Node site, String name) {
        String suggestion = Suggestion.of(name, WRITABLE);
        return new ScriptException(ErrorKind.NAME, "a tensor's " + name + " cannot be set" + suggestion, site);
    }

    private static Object reversedAxes(Node site, Tensor tensor) {
        List<Long> axes = LongStream.range(0, tensor.rank())
                .map(axis -> tensor.rank() - 1 - axis)
                .boxed()
                .toList();
        return OpCalls.call(site, PERMUTE, List.of(tensor, new ListValue(axes)), Map.of());
    }

    private static Object sizeOf(BuiltinCall call) {
        Tensor tensor = call.tensor(0);
        long axis = call.integer(1);
        long counted = axis < 0 ? axis + tensor.rank() : axis;
        if (counted < 0 || counted >= tensor.rank()) {
            throw call.error(ErrorKind.INDEX, "%s has no axis %d", tensor.describe(), axis);
        }
        return tensor.size((int) counted);
    }

    private static ListValue longs(long[] values) {
        return new ListValue(Arrays.stream(values).boxed().toList());
    }

    private static Object fromNested(Object nested) {
        return nested instanceof List<?> list
                ? new ListValue(list.stream().map(TensorMembers::fromNested).toList())
                : nested;
    }
}
