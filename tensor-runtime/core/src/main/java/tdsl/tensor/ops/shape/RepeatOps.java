package tdsl.tensor.ops.shape;

import static tdsl.tensor.dispatch.Op.op;
import static tdsl.tensor.dispatch.Samples.uniform;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import tdsl.tensor.DType;
import tdsl.tensor.Shapes;
import tdsl.tensor.Tensor;
import tdsl.tensor.dispatch.Args;
import tdsl.tensor.dispatch.Op;
import tdsl.tensor.dispatch.Samples;
import tdsl.tensor.error.ShapeException;
import tdsl.tensor.error.ValueException;
import tdsl.tensor.ops.OpIndex;
import tdsl.tensor.ops.TensorOp;
import tdsl.tensor.ops.Tensors;

/// Elements repeated, and combined with each other.
public final class RepeatOps {
    private RepeatOps() {}

    /// The tensor repeated along each axis; extra counts add axes in front.
    @TensorOp("tile(input: Tensor, dims: int...) -> Tensor")
    public static Op tile() {
        return op().composite(RepeatOps::tile).samples(() -> Samples.of(uniform(-2, 2, 2, 3), List.of(2L, 1L, 2L)));
    }

    /// As tile.
    @TensorOp("repeat(input: Tensor, repeats: int...) -> Tensor")
    public static Op repeat() {
        return op().composite(a -> a.tensor(0).tile(a.integers(1)))
                .samples(() -> Samples.of(uniform(-2, 2, 2, 3), List.of(2L, 2L)));
    }

    /// Each element (or slice along `dim`) repeated: `repeats` times, or as often as the vector `repeats`
    /// says for it. Without `dim` the elements are taken in row-major order.
    @TensorOp("repeat_interleave(input: Tensor, repeats: Tensor, dim: int? = none) -> Tensor")
    public static Op repeat_interleave() {
        return op().otherwise(() -> OpIndex.find("repeat_indices"))
                .composite(a -> a.isNull(2)
                        ? interleaved(a.tensor(0).reshape(-1), a.tensor(1), 0)
                        : interleaved(a.tensor(0), a.tensor(1), Axes.argument("repeat_interleave", a, 2)))
                .samples(() -> Samples.of(uniform(-2, 2, 2, 3), 2L)
                        .and(uniform(-2, 2, 2, 3), Tensor.of(new long[] {2, 0, 1}), 1L));
    }

    /// The number of each element of a vector, as often as it says: what `repeat_interleave(repeats)` is.
    @TensorOp("repeat_indices(repeats: Tensor) -> Tensor")
    public static Op repeat_indices() {
        return op().composite(a -> interleaved(Tensors.iota(a.tensor(0).elementCount(), DType.INT64), a.tensor(0), 0));
    }

    /// As broadcast_tensors, by its name in the Array API.
    @TensorOp("broadcast_arrays(arrays: Tensor...) -> Tensor[]")
    public static Op broadcast_arrays() {
        return op().composite(a -> Tensors.broadcast_tensors(a.tensors(0)));
    }

    /// The shape that shapes broadcast to, a list of ints.
    @TensorOp("broadcast_shapes(shape1: int[], shape2: int[]) -> value")
    public static Op broadcast_shapes() {
        return op().composite(a -> Arrays.stream(Shapes.broadcast("broadcast_shapes", a.integers(0), a.integers(1)))
                .boxed()
                .toList());
    }

    /// All tensors expanded to the shape that they broadcast to.
    @TensorOp("broadcast_tensors(tensors: Tensor...) -> Tensor[]")
    public static Op broadcast_tensors() {
        return op().composite(a -> {
            long[] shape = {};
            for (Tensor tensor : a.tensors(0)) {
                shape = Shapes.broadcast("broadcast_tensors", shape, tensor.shape());
            }
            long[] common = shape;
            return a.tensors(0).stream().map(tensor -> tensor.expand(common)).toList();
        });
    }

    /// Coordinates of a grid: from vectors of `n`, `m`, … elements tensors `[n, m, …]`, each varying
    /// along one axis. `indexing` "xy" exchanges the first two axes.
    @TensorOp("meshgrid(tensors: Tensor..., indexing: string = \"ij\") -> Tensor[]")
    public static Op meshgrid() {
        return op().composite(RepeatOps::meshgrid);
    }

    /// All ways to take one element of each vector, as the rows of a matrix; of one vector, that vector.
    @TensorOp("cartesian_prod(tensors: Tensor...) -> Tensor")
    public static Op cartesian_prod() {
        return op().composite(a -> {
                    List<Tensor> grid = Tensors.meshgrid(a.tensors(0));
                    return grid.size() == 1
                            ? grid.getFirst()
                            : Tensors.stack(grid.stream().map(Tensor::ravel).toList(), 1);
                })
                .samples(() -> Samples.of(List.of(uniform(-2, 2, 2), uniform(-1, 2, 3))));
    }

    /// All ways to choose `r` elements of a vector, in its order, as the rows of a matrix.
    @TensorOp("combinations(input: Tensor, r: int = 2, with_replacement: bool = false) -> Tensor")
    public static Op combinations() {
        return op().composite(RepeatOps::combinations)
                .samples(() -> Samples.of(uniform(-2, 2, 4)).and(uniform(-2, 2, 3), 2L, true));
    }

    private static Tensor tile(Args a) {
        Tensor input = a.tensor(0);
        long[] counts = a.integers(1);
        int rank = Math.max(counts.length, input.rank());
        // Each axis is split into (count, size); the counts are broadcast axes, then both are merged.
        long[] split = new long[2 * rank];
        long[] expanded = new long[2 * rank];
        long[] merged = new long[rank];
        for (int axis = 0; axis < rank; axis++) {
            int own = axis - (rank - input.rank());
            int counted = axis - (rank - counts.length);
            long size = own < 0 ? 1 : input.size(own);
            long count = counted < 0 ? 1 : counts[counted];
            if (count < 0) {
                throw new ValueException("tile: negative count %d", count);
            }
            split[2 * axis] = 1;
            split[2 * axis + 1] = size;
            expanded[2 * axis] = count;
            expanded[2 * axis + 1] = size;
            merged[axis] = size * count;
        }
        return input.reshape(split).expand(expanded).reshape(merged);
    }

    private static Tensor interleaved(Tensor input, Tensor repeats, int axis) {
        if (!repeats.dtype().isIntegral() || repeats.rank() > 1) {
            throw new ValueException(
                    "repeat_interleave: repeats must be an int or a vector of ints, not %s", repeats.describe());
        }
        if (repeats.elementCount() != 1 && repeats.elementCount() != input.size(axis)) {
            throw new ShapeException(
                    "repeat_interleave: %d repeats for axis %d of size %d",
                    repeats.elementCount(), axis, input.size(axis));
        }
        Tensor counts = repeats.to(DType.INT64).on(input.device()).reshape(-1).expand(input.size(axis));
        if ((Boolean) counts.lt(0).any().item()) {
            throw new ValueException("repeat_interleave: a repeat is negative");
        }
        Tensor ends = counts.cumsum(0);
        Tensor numbers = Tensors.iota((Long) counts.sum().item(), DType.INT64);
        return input.index_select(axis, ends.searchsorted(numbers, true));
    }

    private static List<Tensor> meshgrid(Args a) {
        List<Tensor> tensors = a.tensors(0);
        boolean exchanged = a.text(1).equals("xy") && tensors.size() > 1;
        if (!a.text(1).equals("xy") && !a.text(1).equals("ij")) {
            throw new ValueException("meshgrid: indexing must be \"ij\" or \"xy\", not \"%s\"", a.text(1));
        }
        long[] shape = new long[tensors.size()];
        for (int i = 0; i < shape.length; i++) {
            if (tensors.get(i).rank() > 1) {
                throw new ShapeException(
                        "meshgrid: takes vectors, but tensor %d is %s",
                        i, tensors.get(i).describe());
            }
            shape[i] = tensors.get(i).elementCount();
        }
        List<Tensor> grid = new ArrayList<>();
        for (int i = 0; i < shape.length; i++) {
            long[] own = new long[shape.length];
            Arrays.fill(own, 1);
            own[i] = shape[i];
            Tensor spread = tensors.get(i).reshape(own).expand(shape);
            grid.add(exchanged ? spread.transpose(0, 1) : spread);
        }
        return grid;
    }

    /// More elements than this would be chosen in more ways than fit into any memory.
    private static final int MOST_CHOSEN = 63;

    private static Tensor combinations(Args a) {
        Tensor input = a.tensor(0);
        if (input.rank() != 1 || a.integer(1) < 1 || a.integer(1) > MOST_CHOSEN) {
            throw new ValueException(
                    "combinations: takes a vector and an r of 1 to %d, not %s and %d",
                    MOST_CHOSEN, input.describe(), a.integer(1));
        }
        int count = (int) a.integer(1);
        List<Tensor> axes = Collections.nCopies(count, Tensors.iota(input.elementCount(), DType.INT64));
        Tensor rows = Tensors.cartesian_prod(axes).reshape(-1, count);
        Tensor before = rows.narrow(1, 0, count - 1);
        Tensor after = rows.narrow(1, 1, count - 1);
        Tensor ordered = (a.flag(2) ? before.le(after) : before.lt(after)).all(1);
        Tensor chosen = rows.index_select(0, ordered.argwhere().reshape(-1));
        return input.index_select(0, chosen.reshape(-1)).reshape(chosen.shape());
    }
}
