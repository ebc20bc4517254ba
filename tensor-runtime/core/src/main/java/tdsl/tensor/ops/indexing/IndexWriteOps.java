package tdsl.tensor.ops.indexing;

import static tdsl.tensor.dispatch.Op.op;
import static tdsl.tensor.dispatch.Samples.uniform;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import tdsl.tensor.IndexItem;
import tdsl.tensor.Shapes;
import tdsl.tensor.Tensor;
import tdsl.tensor.dispatch.Args;
import tdsl.tensor.dispatch.Op;
import tdsl.tensor.dispatch.Samples;
import tdsl.tensor.error.ShapeException;
import tdsl.tensor.ops.TensorOp;
import tdsl.tensor.ops.shape.Axes;

/// Tensors with some elements or slices replaced. Where positions repeat, the last write counts.
public final class IndexWriteOps {
    private IndexWriteOps() {}

    private static Tensor rows() {
        return Tensor.of(new long[] {2, 0});
    }

    /// The slices at positions `index`, a vector, along `dim` replaced by those of `source`.
    @TensorOp(value = "index_copy(input: Tensor, dim: int, index: Tensor, source: Tensor) -> Tensor", inPlace = true)
    public static Op index_copy() {
        return op().composite(a -> {
                    requireSlices("index_copy", a);
                    return a.tensor(0)
                            .scatter(a.integer(1), spread(a, a.tensor(3).shape()), a.tensor(3));
                })
                .samples(() -> Samples.of(uniform(-2, 2, 3, 4), 0L, rows(), uniform(-1, 1, 2, 4)));
    }

    /// The slices at positions `index`, a vector, along `dim` filled with `value`.
    @TensorOp(value = "index_fill(input: Tensor, dim: int, index: Tensor, value: Tensor) -> Tensor", inPlace = true)
    public static Op index_fill() {
        return op().composite(a -> {
                    long[] shape = a.tensor(0).shape();
                    shape[Axes.argument("index_fill", a, 1)] = a.tensor(2).elementCount();
                    return a.tensor(0).scatter(a.integer(1), spread(a, shape), null, a.tensor(3));
                })
                .samples(() -> Samples.of(uniform(-2, 2, 3, 4), 1L, rows(), 0.5));
    }

    /// The slices at positions `index`, a vector, along `dim` combined with those of `source`, as
    /// `scatter_reduce` does.
    @TensorOp(
            value = "index_reduce(input: Tensor, dim: int, index: Tensor, source: Tensor, reduce: string,"
                    + " include_self: bool = true) -> Tensor",
            inPlace = true)
    public static Op index_reduce() {
        return op().composite(a -> {
                    requireSlices("index_reduce", a);
                    Tensor index = spread(a, a.tensor(3).shape());
                    return a.tensor(0).scatter_reduce(a.integer(1), index, a.tensor(3), a.text(4), a.flag(5));
                })
                .samples(() -> Samples.of(uniform(-2, 2, 3, 4), 0L, rows(), uniform(-1, 1, 2, 4), "prod")
                        .and(uniform(-2, 2, 3, 4), 0L, rows(), uniform(-1, 1, 2, 4), "amax", false));
    }

    /// The elements at positions `index` in row-major order, in the shape of `index`.
    @TensorOp("take(input: Tensor, index: Tensor) -> Tensor")
    public static Op take() {
        return op().composite(a -> a.tensor(0)
                        .reshape(-1)
                        .gather(0, a.tensor(1).reshape(-1))
                        .reshape(a.tensor(1).shape()))
                .samples(() -> Samples.of(uniform(-2, 2, 3, 4), Tensor.of(new long[][] {{0, 11}, {5, 5}})));
    }

    /// The elements at positions `index` in row-major order replaced by those of `source`, or with
    /// `accumulate` increased by them.
    @TensorOp(
            value = "put(input: Tensor, index: Tensor, source: Tensor, accumulate: bool = false) -> Tensor",
            inPlace = true)
    public static Op put() {
        return op().composite(a -> {
                    Tensor input = a.tensor(0);
                    Tensor index = a.tensor(1).reshape(-1);
                    Tensor source = a.tensor(2).to(input.dtype()).reshape(-1);
                    if (source.elementCount() != index.elementCount()) {
                        throw new ShapeException(
                                "put: %d positions for %d elements", index.elementCount(), source.elementCount());
                    }
                    Tensor flat = input.reshape(-1);
                    Tensor changed = a.flag(3) ? flat.scatter_add(0, index, source) : flat.scatter(0, index, source);
                    return changed.reshape(input.shape());
                })
                .samples(() -> Samples.of(uniform(-2, 2, 3, 4), rows(), uniform(-1, 1, 2))
                        .and(uniform(-2, 2, 3, 4), Tensor.of(new long[] {7, 7}), uniform(-1, 1, 2), true));
    }

    /// The elements where `mask` (which broadcasts) holds replaced by the first ones of `source`, in
    /// row-major order.
    @TensorOp(value = "masked_scatter(input: Tensor, mask: Tensor, source: Tensor) -> Tensor", inPlace = true)
    public static Op masked_scatter() {
        return op().composite(IndexWriteOps::maskedScatter)
                .samples(() ->
                        Samples.of(uniform(-2, 2, 3, 4), uniform(-1, 1, 3, 4).gt(0), uniform(-1, 1, 12)));
    }

    /// The part at `index` of an axis replaced by `src`.
    @TensorOp("select_scatter(input: Tensor, src: Tensor, dim: int, index: int) -> Tensor")
    public static Op select_scatter() {
        return op().composite(a -> {
                    Tensor result = a.tensor(0).clone();
                    return replaced("select_scatter", result, result.select(a.integer(2), a.integer(3)), a.tensor(1));
                })
                .samples(() -> Samples.of(uniform(-2, 2, 3, 4), uniform(-1, 1, 3), 1L, -1L));
    }

    /// The slice from `start` to `end` in steps of `step` along an axis replaced by `src`.
    @TensorOp(
            "slice_scatter(input: Tensor, src: Tensor, dim: int = 0, start: int? = none, end: int? = none, step: int ="
                    + " 1) -> Tensor")
    public static Op slice_scatter() {
        return op().composite(a -> {
                    Tensor result = a.tensor(0).clone();
                    int axis = Axes.argument("slice_scatter", a, 2);
                    List<IndexItem> items = new ArrayList<>(Collections.nCopies(axis, IndexItem.Slice.ALL));
                    items.add(new IndexItem.Slice((Long) a.value(3), (Long) a.value(4), a.integer(5)));
                    return replaced("slice_scatter", result, result.index_view(items), a.tensor(1));
                })
                .samples(() -> Samples.of(uniform(-2, 2, 3, 4), uniform(-1, 1, 3, 2), 1L, 0L, -1L, 2L));
    }

    /// The diagonal that `diagonal` shows replaced by `src`.
    @TensorOp("diagonal_scatter(input: Tensor, src: Tensor, offset: int = 0, dim1: int = 0, dim2: int = 1) -> Tensor")
    public static Op diagonal_scatter() {
        return op().composite(a -> {
                    Tensor result = a.tensor(0).clone();
                    Tensor part = result.diagonal(a.integer(2), a.integer(3), a.integer(4));
                    return replaced("diagonal_scatter", result, part, a.tensor(1));
                })
                .samples(() -> Samples.of(uniform(-2, 2, 3, 4), uniform(-1, 1, 3), 1L));
    }

    private static Tensor replaced(String op, Tensor result, Tensor part, Tensor source) {
        if (!part.layout().hasShape(source.shape())) {
            throw new ShapeException(
                    "%s: src must have shape %s, not %s",
                    op, Shapes.format(part.shape()), Shapes.format(source.shape()));
        }
        part.copy_(source);
        return result;
    }

    /// @throws ShapeException unless the source has one slice per index, in the shape of the input's
    private static void requireSlices(String op, Args a) {
        long[] expected = a.tensor(0).shape();
        expected[Axes.argument(op, a, 1)] = a.tensor(2).elementCount();
        if (!a.tensor(3).layout().hasShape(expected)) {
            throw new ShapeException(
                    "%s: the source must have shape %s, not %s",
                    op, Shapes.format(expected), Shapes.format(a.tensor(3).shape()));
        }
    }

    /// A vector index, the same for all elements of a slice.
    private static Tensor spread(Args a, long[] shape) {
        if (a.tensor(2).rank() > 1) {
            throw new ShapeException(
                    "the index must be a vector, not %s", a.tensor(2).describe());
        }
        long[] aligned = Axes.ones(shape.length);
        int axis = Axes.argument("index", a, 1);
        aligned[axis] = shape[axis];
        return a.tensor(2).reshape(aligned).expand(shape);
    }

    private static Tensor maskedScatter(Args a) {
        Tensor input = a.tensor(0);
        Tensor positions =
                a.tensor(1).expand(input.shape()).reshape(-1).argwhere().reshape(-1);
        Tensor source = a.tensor(2).to(input.dtype()).reshape(-1);
        if (source.elementCount() < positions.elementCount()) {
            throw new ShapeException(
                    "masked_scatter: the mask holds for %d elements, but the source has %d",
                    positions.elementCount(), source.elementCount());
        }
        return input.reshape(-1)
                .scatter(0, positions, source.narrow(0, 0, positions.elementCount()))
                .reshape(input.shape());
    }
}
