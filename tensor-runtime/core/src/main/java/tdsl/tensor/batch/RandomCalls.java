package tdsl.tensor.batch;

import java.util.ArrayList;
import java.util.List;
import tdsl.tensor.Tensor;
import tdsl.tensor.dispatch.Args;
import tdsl.tensor.dispatch.Op;
import tdsl.tensor.error.ValueException;
import tdsl.tensor.ops.Tensors;

/// Calls of ops that draw random numbers, in a mapping over examples.
final class RandomCalls {
    private RandomCalls() {}

    static Object call(Op op, Args args) {
        BatchLevel level = BatchLevel.current();
        if (level.randomness() == Randomness.ERROR) {
            throw new ValueException(
                            "vmap: nothing says whether the examples share the random numbers of %s", op.name())
                    .withHint("give vmap randomness=\"same\" or \"different\"");
        }
        if (!level.isSingle() && EachExample.isNeeded(args.toArray())) {
            return EachExample.call(new BatchedCall(op, args));
        }
        return level.outside(() -> level.isSingle() || level.randomness() == Randomness.SAME
                ? op.call(args.toArray())
                : Tensor.batched(ofEachExample(op, args, level.size()), level.number()));
    }

    /// The numbers of all examples, first axis.
    private static Tensor ofEachExample(Op op, Args args, long count) {
        int shape = op.signature().indexOf("shape");
        if (shape >= 0) {
            long[] one = args.integers(shape);
            long[] all = new long[one.length + 1];
            all[0] = count;
            System.arraycopy(one, 0, all, 1, one.length);
            return (Tensor) op.call(args.with(shape, all).toArray());
        }
        List<Tensor> each = new ArrayList<>();
        for (long i = 0; i < count; i++) {
            each.add((Tensor) op.call(args.toArray()));
        }
        return Tensors.stack(each, 0);
    }
}
