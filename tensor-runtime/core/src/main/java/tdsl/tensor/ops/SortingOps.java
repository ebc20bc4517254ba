package tdsl.tensor.ops;

import static tdsl.tensor.dispatch.Op.op;
import static tdsl.tensor.dispatch.Samples.uniform;

import java.util.List;
import tdsl.tensor.DType;
import tdsl.tensor.Shapes;
import tdsl.tensor.Tensor;
import tdsl.tensor.dispatch.Op;
import tdsl.tensor.dispatch.Samples;
import tdsl.tensor.error.ValueException;

/// Order and counting.
final class SortingOps {
    private SortingOps() {}

    /// The indices that sort along `dim`; equal elements keep their order, and NaN is the largest.
    @TensorOp("argsort(input: Tensor, dim: int = -1, descending: bool = false) -> Tensor")
    static Op argsort() {
        return op().samples(() -> Samples.of(uniform(-2, 2, 3, 4)));
    }

    /// The elements in order along `dim`, and their indices.
    @TensorOp("sort(input: Tensor, dim: int = -1, descending: bool = false) -> (Tensor, Tensor)")
    static Op sort() {
        return op().composite(a -> {
            Tensor order = a.tensor(0).argsort(a.integer(1), a.flag(2));
            if (order.rank() == 0) {
                return List.of(a.tensor(0).clone(), order);
            }
            return List.of(a.tensor(0).gather(a.integer(1), order), order);
        });
    }

    /// The `k` largest (or smallest) elements along `dim` in order, and their indices.
    @TensorOp("topk(input: Tensor, k: int, dim: int = -1, largest: bool = true) -> (Tensor, Tensor)")
    static Op topk() {
        return op().composite(a -> {
            Tensor input = a.tensor(0);
            int axis = Shapes.axis("topk", a.integer(2), input.rank());
            if (a.integer(1) < 0 || a.integer(1) > input.size(axis)) {
                throw new ValueException(
                        "topk: k is %d, but axis %d has %d elements", a.integer(1), axis, input.size(axis));
            }
            Tensor order = input.argsort(axis, a.flag(3)).narrow(axis, 0, a.integer(1));
            return List.of(input.gather(axis, order), order);
        });
    }

    /// How often each number from 0 occurs in a vector of integers, up to the largest or `minlength` − 1; i64.
    @TensorOp("bincount(input: Tensor, minlength: int = 0) -> Tensor")
    static Op bincount() {
        return op().composite(a -> {
            Tensor input = a.tensor(0);
            if (input.rank() != 1 || input.dtype().isFloating()) {
                throw new ValueException("bincount: takes a vector of integers, not %s", input.describe());
            }
            boolean empty = input.elementCount() == 0;
            if (!empty && (Long) input.to(DType.INT64).amin().item() < 0) {
                throw new ValueException("bincount: the input has a negative element");
            }
            long largest = empty ? -1 : (Long) input.to(DType.INT64).amax().item();
            Tensor counts = Tensors.zeros(new long[] {Math.max(largest + 1, a.integer(1))}, DType.INT64);
            return counts.index_add(0, input.to(DType.INT64), input.ones_like(DType.INT64));
        });
    }

    /// The distinct elements in order.
    @TensorOp("unique(input: Tensor) -> Tensor")
    static Op unique() {
        return op().composite(a -> {
            Tensor sorted = a.tensor(0).reshape(-1).sort().getFirst();
            long count = sorted.elementCount();
            if (count < 2) {
                return sorted;
            }
            Tensor differs = sorted.narrow(0, 1, count - 1).ne(sorted.narrow(0, 0, count - 1));
            Tensor first = differs.new_zeros(new long[] {1}).logical_not();
            return sorted.masked_select(Tensors.cat(List.of(first, differs)));
        });
    }
}
