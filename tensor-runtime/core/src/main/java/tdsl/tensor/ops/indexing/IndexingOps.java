package tdsl.tensor.ops.indexing;

import static tdsl.tensor.dispatch.Op.NO_GRADIENT;
import static tdsl.tensor.dispatch.Op.op;
import static tdsl.tensor.dispatch.Samples.uniform;

import java.util.List;
import tdsl.tensor.IndexItem;
import tdsl.tensor.Shapes;
import tdsl.tensor.Tensor;
import tdsl.tensor.dispatch.Args;
import tdsl.tensor.dispatch.Op;
import tdsl.tensor.dispatch.Samples;
import tdsl.tensor.error.IndexException;
import tdsl.tensor.ops.TensorOp;

/// Elements chosen by positions, and written to positions.
public final class IndexingOps {
    private IndexingOps() {}

    private static Tensor rows() {
        return Tensor.of(new long[] {2, 0, 2, 1, 0});
    }

    /// The view that `x[items]` makes with integers, slices, `...` and `newaxis`.
    @TensorOp(value = "index_view(input: Tensor, items: value) -> Tensor", internal = true)
    public static Op index_view() {
        return op().view(a -> Indexing.viewLayout(a.tensor(0), items(a.value(1))))
                .grad(c -> {
                    Tensor whole = c.grad().new_zeros(c.shape(0));
                    whole.index_view(c.args().value(1)).copy_(c.grad());
                    return whole;
                })
                .samples(() -> Samples.of(
                        uniform(-2, 2, 4, 3),
                        List.of(new IndexItem.Slice(null, null, -2L), new IndexItem.At(1), new IndexItem.NewAxis())));
    }

    /// The elements at integer positions along some axes, where `indices` has a tensor for the axis; the
    /// tensors broadcast together. Their axes take the place of the indexed ones if those are adjacent,
    /// else come first.
    @TensorOp(value = "index_get(input: Tensor, indices: Tensor?[]) -> Tensor", internal = true)
    public static Op index_get() {
        return op().grad(c -> {
                    Tensor whole = c.grad().new_zeros(c.shape(0));
                    return whole.index_put_(c.args().tensors(1), c.grad(), true);
                })
                .samples(() -> Samples.of(uniform(-2, 2, 3, 4), List.of(rows())));
    }

    /// What `input[mask]` means: the slices where the bool `mask` holds, `[count, ...]`. The mask has the shape of
    /// the first axes.
    @TensorOp(value = "index_mask(input: Tensor, mask: Tensor) -> Tensor", internal = true)
    public static Op index_mask() {
        return op().grad(
                        c -> c.grad()
                                .new_zeros(c.shape(0))
                                .index_put_(c.input(1).argwhere().unbind(1), c.grad()),
                        NO_GRADIENT)
                .saves("mask")
                .samples(() -> Samples.of(uniform(-2, 2, 3, 4), Tensor.of(new boolean[] {true, false, true})));
    }

    /// Writes `values` (adds them, with `accumulate`) to the elements that `index_get` chooses.
    @TensorOp("index_put_(input: Tensor, indices: Tensor?[], values: Tensor, accumulate: bool = false) -> Tensor")
    public static Op index_put_() {
        return op().mutating()
                .grad(
                        c -> c.args().flag(3)
                                ? c.grad()
                                : c.grad().clone().index_put_(c.args().tensors(1), Tensor.weakScalar(0L)),
                        c -> c.grad().index_get(c.args().tensors(1)));
    }

    /// As `index_put_`, on a copy.
    @TensorOp(
            value = "index_put(input: Tensor, indices: Tensor?[], values: Tensor, accumulate: bool = false) -> Tensor")
    public static Op index_put() {
        return op().composite(a -> a.tensor(0).clone().index_put_(a.tensors(1), a.tensor(2), a.flag(3)))
                .samples(() -> Samples.of(uniform(-2, 2, 3, 4), List.of(rows()), uniform(-1, 1, 5, 4), true));
    }

    /// The slices at positions `index`, a vector, along `dim`.
    @TensorOp("index_select(input: Tensor, dim: int, index: Tensor) -> Tensor")
    public static Op index_select() {
        return op().grad(
                        c -> c.grad().new_zeros(c.shape(0)).index_add_(c.args().integer(1), c.input(2), c.grad()),
                        NO_GRADIENT)
                .saves("index")
                .onnx("Gather")
                .samples(() -> Samples.of(uniform(-2, 2, 3, 4), 0L, rows()).and(uniform(-2, 2, 2, 3, 2), 1L, rows()));
    }

    /// Adds the slices of `source`, times `alpha`, to those at positions `index`, a vector, along `dim`;
    /// repeated positions add up.
    @TensorOp("index_add_(input: Tensor, dim: int, index: Tensor, source: Tensor, alpha: number = 1) -> Tensor")
    public static Op index_add_() {
        return op().mutating()
                .grad(
                        c -> c.grad(),
                        NO_GRADIENT,
                        c -> c.grad()
                                .index_select(c.args().integer(1), c.input(2))
                                .mul(Tensor.weakScalar(c.args().value(4))))
                .saves("index");
    }

    /// As `index_add_`, on a copy.
    @TensorOp("index_add(input: Tensor, dim: int, index: Tensor, source: Tensor, alpha: number = 1) -> Tensor")
    public static Op index_add() {
        return op().composite(a -> a.tensor(0).clone().index_add_(a.integer(1), a.tensor(2), a.tensor(3), a.value(4)))
                .samples(() -> Samples.of(uniform(-2, 2, 3, 4), 0L, rows(), uniform(-1, 1, 5, 4))
                        .and(uniform(-2, 2, 3, 4), 0L, rows(), uniform(-1, 1, 5, 4), -0.5));
    }

    /// The elements where `mask` holds, as a vector in row-major order. The mask broadcasts.
    @TensorOp("masked_select(input: Tensor, mask: Tensor) -> Tensor")
    public static Op masked_select() {
        return op().composite(a -> {
                    long[] shape = Shapes.broadcast(
                            "masked_select", a.tensor(0).shape(), a.tensor(1).shape());
                    return Indexing.get(
                            a.tensor(0).expand(shape),
                            List.of(new IndexItem.By(a.tensor(1).expand(shape))));
                })
                .samples(() ->
                        Samples.of(uniform(-2, 2, 3, 4), uniform(-1, 1, 3, 4).gt(0)));
    }

    /// `value` where `mask` holds, else the input.
    @TensorOp(value = "masked_fill(input: Tensor, mask: Tensor, value: Tensor) -> Tensor", inPlace = true)
    public static Op masked_fill() {
        return op().composite(a -> a.tensor(1)
                        .where(a.tensor(2), a.tensor(0))
                        .to(a.tensor(0).dtype()))
                .samples(() ->
                        Samples.of(uniform(-2, 2, 3, 4), uniform(-1, 1, 3, 4).gt(0), 0.5));
    }

    /// The indices of the nonzero elements in row-major order, `[count, rank]`, i64.
    @TensorOp("argwhere(input: Tensor) -> Tensor")
    public static Op argwhere() {
        return op().onnx("NonZero")
                .samples(() -> Samples.of(uniform(-1, 1, 3, 4).gt(0)));
    }

    /// As argwhere; with `as_tuple` one vector of indices per axis, with which the input can be indexed.
    @TensorOp("nonzero(input: Tensor, as_tuple: bool = false) -> value")
    public static Op nonzero() {
        return op().composite(a -> {
            if (!a.flag(1)) {
                return a.tensor(0).argwhere();
            }
            return a.tensor(0).atleast_1d().argwhere().unbind(1);
        });
    }

    /// The coordinates of row-major numbers `indices` in a tensor of this shape, one tensor per axis.
    @TensorOp("unravel_index(indices: Tensor, shape: int[]) -> Tensor[]")
    public static Op unravel_index() {
        return op().composite(IndexingOps::unravelled);
    }

    private static List<Tensor> unravelled(Args a) {
        long[] shape = a.integers(1);
        Tensor rest = a.tensor(0);
        long count = Shapes.elementCount(shape);
        if (!rest.dtype().isIntegral()
                || (Boolean) rest.lt(0).logical_or(rest.ge(count)).any().item()) {
            throw new IndexException(
                    "unravel_index: indices must be integers from 0 up to but without %d, the elements of shape %s",
                    count, Shapes.format(shape));
        }
        Tensor[] coordinates = new Tensor[shape.length];
        for (int axis = shape.length - 1; axis >= 0; axis--) {
            coordinates[axis] = rest.remainder(shape[axis]);
            rest = rest.floor_divide(shape[axis]);
        }
        return List.of(coordinates);
    }

    @SuppressWarnings("unchecked")
    private static List<IndexItem> items(Object value) {
        return (List<IndexItem>) value;
    }
}
