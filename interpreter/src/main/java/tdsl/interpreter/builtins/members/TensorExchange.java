package tdsl.interpreter.builtins.members;

import com.oracle.truffle.api.nodes.Node;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import tdsl.interpreter.builtins.BuiltinCall;
import tdsl.interpreter.builtins.BuiltinTable;
import tdsl.interpreter.diagnostics.ErrorKind;
import tdsl.interpreter.runtime.Iteration;
import tdsl.interpreter.runtime.Subscripts;
import tdsl.interpreter.runtime.Tensors;
import tdsl.interpreter.values.Boundary;
import tdsl.interpreter.values.None;
import tdsl.interpreter.values.TensorMemory;
import tdsl.interpreter.values.functions.OpCalls;
import tdsl.tensor.IndexItem;
import tdsl.tensor.Tensor;

/// Methods that tensors have in other languages alone.
final class TensorExchange {
    static final BuiltinTable METHODS = new BuiltinTable()
            .row(
                    "get(tensor, *items)",
                    "`tensor[items]`: each item is an index, a tensor or array of them, none for a new axis, or text as"
                            + " in `\"1:3, ..., ::-1\"`.",
                    call -> OpCalls.toScript(call.site(), call.tensor(0).index(indexItems(call.site(), call.rest(1)))))
            .row(
                    "set(tensor, *itemsAndValue)",
                    "`tensor[items] = value`, where the last argument is the value.",
                    TensorExchange::set)
            .row(
                    "byteBuffer(tensor)",
                    "The memory of a contiguous tensor as a Java `ByteBuffer` in native byte order, without a copy.",
                    TensorExchange::byteBuffer)
            .row(
                    "hostTensor(tensor)",
                    "The tensor as the Java object that it is.",
                    call -> Boundary.toHost(call.context(), call.tensor(0)));

    private TensorExchange() {}

    private static List<IndexItem> indexItems(Node site, List<Object> items) {
        List<IndexItem> converted = new ArrayList<>();
        for (Object item : items) {
            if (item instanceof String text) {
                converted.addAll(IndexItem.parse(text));
            } else {
                Object script = Boundary.isForeignArray(item) ? Iteration.toListValue(site, item) : item;
                converted.addAll(Subscripts.forTensor(site, new Object[] {script}));
            }
        }
        return converted;
    }

    private static Object set(BuiltinCall call) {
        List<Object> items = call.rest(1);
        if (items.isEmpty()) {
            throw call.error(ErrorKind.TYPE, "the value is missing");
        }
        Object value = items.removeLast();
        Tensors.assign(call.site(), call.tensor(0), indexItems(call.site(), items), value);
        return None.VALUE;
    }

    private static Object byteBuffer(BuiltinCall call) {
        Tensor tensor = call.tensor(0);
        if (!TensorMemory.isContiguous(tensor)) {
            throw call.error(ErrorKind.VALUE, "the elements of %s do not lie together in memory", tensor.describe())
                    .withHint("x.contiguous().byteBuffer()");
        }
        if (tensor.elementCount() > Integer.MAX_VALUE / tensor.dtype().byteSize()) {
            throw call.error(ErrorKind.VALUE, "a ByteBuffer holds less than 2 GiB");
        }
        ByteBuffer buffer = TensorMemory.buffer(tensor);
        return Boundary.toHost(call.context(), buffer);
    }
}
