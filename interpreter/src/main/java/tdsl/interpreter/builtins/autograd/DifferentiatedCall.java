package tdsl.interpreter.builtins.autograd;

import com.oracle.truffle.api.nodes.Node;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import tdsl.interpreter.diagnostics.ErrorKind;
import tdsl.interpreter.diagnostics.ScriptException;
import tdsl.interpreter.runtime.Calls;
import tdsl.interpreter.values.Kinds;
import tdsl.interpreter.values.collections.TupleValue;
import tdsl.tensor.Tensor;

/// A call of a function that is differentiated with respect to the tensors in some of its arguments.
final class DifferentiatedCall {
    private final Node site;
    private final String transform;
    private final Object function;
    private final Object[] positional;
    private final String[] names;
    private final Object[] named;
    private final int[] wrt;
    /// What the function returned last.
    private Object result;

    /// @param transform for messages
    /// @param wrt       which positional arguments
    DifferentiatedCall(
            Node site,
            String transform,
            Object function,
            Object[] positional,
            String[] names,
            Object[] named,
            int[] wrt) {
        this.site = site;
        this.transform = transform;
        this.function = function;
        this.positional = withNumbersAsTensors(positional, wrt);
        this.names = names;
        this.named = named;
        this.wrt = wrt;
    }

    private Object[] withNumbersAsTensors(Object[] arguments, int[] chosen) {
        Object[] changed = arguments.clone();
        for (int index : chosen) {
            if (index < 0 || index >= changed.length) {
                throw error("wrt names argument %d, but there are %d positional ones", index, changed.length);
            }
            if (changed[index] instanceof Double number) {
                changed[index] = Tensor.of(number);
            }
        }
        return changed;
    }

    /// The tensors that it is differentiated with respect to.
    List<Tensor> primals() {
        List<Tensor> primals = new ArrayList<>();
        for (int index : wrt) {
            List<Tensor> tensors = Tree.tensors(positional[index]);
            if (tensors.isEmpty()) {
                throw error("argument %d, %s, has no tensor", index, Kinds.describe(positional[index]));
            }
            primals.addAll(tensors);
        }
        return primals;
    }

    /// Calls the function with other tensors in the places of the primals.
    ///
    /// @return the tensors in what it returned
    List<Tensor> call(List<Tensor> tensors) {
        Iterator<Tensor> next = tensors.iterator();
        Object[] arguments = positional.clone();
        for (int index : wrt) {
            arguments[index] = Tree.with(arguments[index], next);
        }
        result = Calls.call(site, function, arguments, names, named);
        List<Tensor> found = Tree.tensors(result);
        if (found.isEmpty()) {
            throw error("the function must return tensors, not %s", Kinds.describe(result));
        }
        return found;
    }

    /// As {@link #call(List)}, for a function that returns one tensor, or a pair of that and anything else.
    Tensor callForOne(List<Tensor> tensors, boolean hasAux) {
        List<Tensor> found = call(tensors);
        boolean isPair = result instanceof TupleValue pair && pair.size() == 2;
        Object value = hasAux && isPair ? ((TupleValue) result).elements().getFirst() : result;
        if (hasAux && !isPair || !(value instanceof Tensor)) {
            throw error(
                    "the function must return %s, not %s",
                    hasAux ? "a tuple of a tensor and something else" : "a tensor", Kinds.describe(result));
        }
        return found.getFirst();
    }

    /// The second part of the pair that the function returned.
    Object aux() {
        Object aux = ((TupleValue) result).elements().get(1);
        return Tree.with(aux, Tree.tensors(aux).stream().map(Tensor::detach).iterator());
    }

    /// What the function returned, with other tensors.
    Object resultWith(List<Tensor> tensors) {
        return Tree.with(result, tensors.iterator());
    }

    /// Values in the form of the arguments that the function is differentiated with respect to: one, or a
    /// tuple of several.
    ///
    /// @param values one per primal
    Object likeArguments(List<?> values, boolean single) {
        Iterator<?> next = values.iterator();
        List<Object> trees = new ArrayList<>();
        for (int index : wrt) {
            trees.add(Tree.with(positional[index], next));
        }
        return single ? trees.getFirst() : TupleValue.copyOf(trees);
    }

    private ScriptException error(String format, Object... values) {
        return new ScriptException(ErrorKind.TYPE, transform + ": " + format.formatted(values), site);
    }
}
