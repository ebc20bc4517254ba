package tdsl.tensor.batch;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import tdsl.tensor.Shapes;
import tdsl.tensor.Tensor;
import tdsl.tensor.error.ShapeException;
import tdsl.tensor.error.ValueException;

/// Maps functions over examples, as `torch.func.vmap`: the function is called once, with tensors that each
/// stand for one example, and computes all examples at the same time.
///
/// Every op works in it. Ops that have a rule in {@link BatchRules} compute all examples in one call, and so
/// do ops made of such ops; others are called once for every example. Whether random numbers are the same
/// for all examples is said by {@link Randomness}. What depends on values, such as a branch, `item` or a change in
/// place of a tensor from outside, is refused.
public final class Vmap {
    /// As an axis: the tensor is the same for all examples.
    public static final Long SHARED = null;

    private Vmap() {}

    /// As {@link #map(Function, List, List, List, Randomness)}, for a function that draws no random numbers.
    public static List<Tensor> map(
            Function<List<Tensor>, List<Tensor>> function, List<Tensor> inputs, List<Long> inDims, List<Long> outDims) {
        return map(function, inputs, inDims, outDims, Randomness.ERROR);
    }

    /// Calls `function` for all examples together.
    ///
    /// @param inDims  for every input the axis of its examples, or {@link #SHARED}; at least one is an axis
    /// @param outDims for every output the axis that its examples get; one for all if there is only one
    /// @param randomness what it means to draw random numbers
    /// @throws ShapeException if inputs differ in the number of examples
    public static List<Tensor> map(
            Function<List<Tensor>, List<Tensor>> function,
            List<Tensor> inputs,
            List<Long> inDims,
            List<Long> outDims,
            Randomness randomness) {
        BatchLevel level = BatchLevel.inside(BatchLevel.current(), examples(inputs, inDims), randomness);
        List<Tensor> batched = new ArrayList<>();
        for (int i = 0; i < inputs.size(); i++) {
            Long axis = inDims.get(i);
            Tensor input = inputs.get(i);
            batched.add(axis == null ? input : Tensor.batched(input.movedim(new long[] {axis}, 0), level.number()));
        }
        List<Tensor> outputs = BatchLevel.within(level, () -> function.apply(batched));
        List<Tensor> results = new ArrayList<>();
        for (int i = 0; i < outputs.size(); i++) {
            Long axis = outDims.size() == 1 ? outDims.getFirst() : outDims.get(i);
            results.add(unwrap(level, outputs.get(i)).movedim(new long[] {0}, axis));
        }
        return results;
    }

    private static long examples(List<Tensor> inputs, List<Long> inDims) {
        if (inDims.size() != inputs.size()) {
            throw new ValueException("vmap: %d in_dims for %d tensors", inDims.size(), inputs.size());
        }
        long examples = -1;
        for (int i = 0; i < inputs.size(); i++) {
            if (inDims.get(i) == null) {
                continue;
            }
            Tensor input = inputs.get(i);
            long size = input.size(Shapes.axis("vmap", inDims.get(i), input.rank()));
            if (examples >= 0 && size != examples) {
                throw new ShapeException(
                        "vmap: %s has %d examples at axis %d, an earlier argument has %d",
                        input.describe(), size, inDims.get(i), examples);
            }
            examples = size;
        }
        if (examples < 1) {
            throw new ValueException(
                    examples < 0 ? "vmap: no argument has an axis of examples" : "vmap: there are no examples");
        }
        return examples;
    }

    private static Tensor unwrap(BatchLevel level, Tensor output) {
        Batch batch = output.batch();
        return batch != null && batch.level() == level.number()
                ? batch.values()
                : BatchLevel.repeated(output, level.size());
    }
}
