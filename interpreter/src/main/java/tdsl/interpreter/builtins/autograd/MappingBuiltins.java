package tdsl.interpreter.builtins.autograd;

import com.oracle.truffle.api.nodes.Node;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import tdsl.interpreter.builtins.BuiltinCall;
import tdsl.interpreter.builtins.BuiltinTable;
import tdsl.interpreter.diagnostics.ErrorKind;
import tdsl.interpreter.runtime.Calls;
import tdsl.interpreter.values.None;
import tdsl.interpreter.values.collections.ListValue;
import tdsl.interpreter.values.collections.TupleValue;
import tdsl.tensor.Tensor;
import tdsl.tensor.batch.Randomness;
import tdsl.tensor.batch.Vmap;

/// `vmap`.
public final class MappingBuiltins {
    public static final BuiltinTable TABLE = new BuiltinTable()
            .row(
                    "vmap(f, in_dims=0, out_dims=0, randomness=\"error\")",
                    "The function that maps `f` over examples, which lie along axis `in_dims` of the arguments: one number"
                            + " for all, or a list with one for each, none for an argument that all examples share."
                            + " `f` is called once, and sees tensors without that axis; the results get it as axis"
                            + " `out_dims`. Random numbers are an error, or by `randomness` the \"same\" for all examples"
                            + " or \"different\" ones for each.",
                    MappingBuiltins::vmap);

    private MappingBuiltins() {}

    private static Object vmap(BuiltinCall call) {
        Calls.requireCallable(call.site(), call.value(0));
        return new TransformedFunction(
                "vmap", (site, positional, names, named) -> map(call, site, positional, names, named));
    }

    private static Object map(BuiltinCall call, Node site, Object[] positional, String[] names, Object[] named) {
        List<Object> dims = dims(call, positional.length);
        List<Tensor> inputs = new ArrayList<>();
        List<Long> axes = new ArrayList<>();
        for (int i = 0; i < positional.length; i++) {
            List<Tensor> tensors = Tree.tensors(positional[i]);
            inputs.addAll(tensors);
            axes.addAll(Collections.nCopies(tensors.size(), dims.get(i) instanceof Long axis ? axis : null));
        }
        Object[] result = new Object[1];
        List<Tensor> outputs = Vmap.map(
                batched -> {
                    Iterator<Tensor> next = batched.iterator();
                    Object[] arguments = positional.clone();
                    for (int i = 0; i < arguments.length; i++) {
                        arguments[i] = Tree.with(arguments[i], next);
                    }
                    result[0] = Calls.call(site, call.value(0), arguments, names, named);
                    return Tree.tensors(result[0]);
                },
                inputs,
                axes,
                outDims(call),
                randomness(call));
        return Tree.with(result[0], outputs.iterator());
    }

    private static List<Object> dims(BuiltinCall call, int count) {
        if (!(call.value(1) instanceof ListValue || call.value(1) instanceof TupleValue)) {
            return Collections.nCopies(count, call.value(1) == None.VALUE ? None.VALUE : call.integerOr(1, 0));
        }
        List<Object> dims = call.list(1);
        if (dims.size() != count) {
            throw call.error(ErrorKind.VALUE, "%d in_dims for %d arguments", dims.size(), count);
        }
        return dims;
    }

    private static Randomness randomness(BuiltinCall call) {
        return switch (call.textOr(3, "error")) {
            case "error" -> Randomness.ERROR;
            case "same" -> Randomness.SAME;
            case "different" -> Randomness.DIFFERENT;
            default ->
                throw call.error(
                        ErrorKind.VALUE,
                        "randomness must be \"error\", \"same\" or \"different\", not \"%s\"",
                        call.text(3));
        };
    }

    private static List<Long> outDims(BuiltinCall call) {
        if (call.value(2) instanceof ListValue || call.value(2) instanceof TupleValue) {
            return call.list(2).stream().map(Long.class::cast).toList();
        }
        return List.of(call.integerOr(2, 0));
    }
}
