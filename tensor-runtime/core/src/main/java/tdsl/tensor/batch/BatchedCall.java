package tdsl.tensor.batch;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import tdsl.tensor.DType;
import tdsl.tensor.Shapes;
import tdsl.tensor.Tensor;
import tdsl.tensor.dispatch.Args;
import tdsl.tensor.dispatch.Op;
import tdsl.tensor.error.BatchedValueException;

/// One call of an op with batched arguments, of which those of the highest level are unwrapped.
final class BatchedCall {
    private final Op op;
    private final Args args;
    private final Examples examples;

    BatchedCall(Op op, Args args) {
        this.op = op;
        this.args = args;
        examples = Examples.of(args.toArray());
    }

    Examples examples() {
        return examples;
    }

    Op op() {
        return op;
    }

    /// The arguments as one example sees them.
    Args args() {
        return args;
    }

    long size() {
        return examples.count();
    }

    boolean isBatched(int argument) {
        return examples.differ(args.value(argument));
    }

    /// The rank that one example has.
    int rank(int argument) {
        return args.tensor(argument).rank();
    }

    Tensor values(int argument) {
        return examples.values(args.tensor(argument));
    }

    Tensor allValues(int argument) {
        return examples.allValues(args.tensor(argument));
    }

    /// All examples of what is changed in place.
    ///
    /// @throws BatchedValueException if there is only one tensor for all of them
    Tensor target() {
        if (!isBatched(0)) {
            throw new BatchedValueException(
                            "%s: in vmap, a tensor that is the same for all examples cannot take values that differ",
                            op.name())
                    .withHint("make it from a tensor that differs, as with x.new_zeros(…)");
        }
        return values(0);
    }

    /// All examples, with axes of size 1 behind the first so that each example has `rank` axes.
    Tensor padded(Tensor tensor, int rank) {
        if (!examples.differ(tensor) || tensor.rank() >= rank) {
            return examples.values(tensor);
        }
        long[] shape = new long[rank + 1];
        Arrays.fill(shape, 1);
        shape[0] = size();
        System.arraycopy(tensor.shape(), 0, shape, shape.length - tensor.rank(), tensor.rank());
        return examples.values(tensor).reshape(shape);
    }

    /// An axis argument, counted in all examples.
    long axis(int argument, int rank) {
        return Shapes.axis(op.name(), args.integer(argument), rank) + 1L;
    }

    /// A shape of one example, as that of all.
    long[] withExamples(long[] shape) {
        long[] all = new long[shape.length + 1];
        all[0] = size();
        System.arraycopy(shape, 0, all, 1, shape.length);
        return all;
    }

    /// See {@link Examples#wrap}.
    Tensor wrap(Tensor values) {
        return examples.wrap(values);
    }

    /// Calls the op with changed arguments.
    ///
    /// @return a tensor, wrapped
    Tensor call(Args changed) {
        return wrap((Tensor) op.call(changed.toArray()));
    }

    /// The tensor operands in the dtype that they have together, where the number of axes decides about it:
    /// an example without axes counts for less than all of them, which have one.
    List<Tensor> operands(int first) {
        List<Tensor> operands = new ArrayList<>();
        for (int i = first; i < args.count(); i++) {
            operands.add(args.tensor(i));
        }
        boolean ranksMatter = operands.stream().anyMatch(tensor -> examples.differ(tensor) && tensor.rank() == 0);
        boolean dtypesDiffer = operands.stream()
                        .filter(tensor -> !tensor.isWeak())
                        .map(Tensor::dtype)
                        .distinct()
                        .count()
                > 1;
        if (!ranksMatter || !dtypesDiffer) {
            return operands;
        }
        DType dtype = op.computeDType(operands.toArray(Tensor[]::new));
        return operands.stream()
                .map(tensor -> examples.differ(tensor) && tensor.rank() == 0 ? tensor.to(dtype) : tensor)
                .toList();
    }
}
