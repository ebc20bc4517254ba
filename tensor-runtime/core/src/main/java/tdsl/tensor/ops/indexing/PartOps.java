package tdsl.tensor.ops.indexing;

import static tdsl.tensor.dispatch.Op.op;
import static tdsl.tensor.dispatch.Samples.uniform;

import java.util.Arrays;
import tdsl.tensor.Layout;
import tdsl.tensor.Shapes;
import tdsl.tensor.Tensor;
import tdsl.tensor.dispatch.Args;
import tdsl.tensor.dispatch.Op;
import tdsl.tensor.dispatch.Samples;
import tdsl.tensor.error.GradException;
import tdsl.tensor.error.IndexException;
import tdsl.tensor.error.ValueException;
import tdsl.tensor.ops.TensorOp;
import tdsl.tensor.ops.shape.Axes;

/// Views of a part of the elements.
public final class PartOps {
    private PartOps() {}

    private static Tensor cube() {
        return uniform(-2, 2, 2, 3, 4);
    }

    /// `length` elements along `dim` from `start`, as a view.
    @TensorOp("narrow(input: Tensor, dim: int, start: int, length: int) -> Tensor")
    public static Op narrow() {
        return op().view(a -> {
                    Layout layout = a.tensor(0).layout();
                    int axis = Axes.argument("narrow", a, 1);
                    long start = a.integer(2) < 0 ? a.integer(2) + layout.size(axis) : a.integer(2);
                    if (start < 0 || a.integer(3) < 0 || start + a.integer(3) > layout.size(axis)) {
                        throw new IndexException(
                                "narrow: elements %d to %d are out of range for axis %d of size %d",
                                start, start + a.integer(3), axis, layout.size(axis));
                    }
                    return layout.slice(axis, start, a.integer(3), 1);
                })
                .grad(c -> {
                    Tensor whole = c.grad().new_zeros(c.shape(0));
                    whole.narrow(
                                    c.args().integer(1),
                                    c.args().integer(2),
                                    c.args().integer(3))
                            .copy_(c.grad());
                    return whole;
                })
                .samples(() -> Samples.of(cube(), 1L, 1L, 2L));
    }

    /// A view with any shape and strides, `storage_offset` elements after the start of the storage (where
    /// the input starts, unless given). Elements may be reached twice; such a view cannot be changed in
    /// place.
    @TensorOp("as_strided(input: Tensor, size: int[], stride: int[], storage_offset: int? = none) -> Tensor")
    public static Op as_strided() {
        return op().composite(PartOps::asStrided);
    }

    /// The part at position `index` of an axis, which disappears; a view.
    @TensorOp("select(input: Tensor, dim: int, index: int) -> Tensor")
    public static Op select() {
        return op().composite(a -> {
                    long[] dim = {Axes.argument("select", a, 1)};
                    long size = a.tensor(0).size((int) dim[0]);
                    long index = a.integer(2) < 0 ? a.integer(2) + size : a.integer(2);
                    if (index < 0 || index >= size) {
                        throw new IndexException(
                                "select: index %d is out of range for axis %d of size %d", a.integer(2), dim[0], size);
                    }
                    return a.tensor(0).narrow(dim[0], index, 1).squeeze(dim);
                })
                .samples(() -> Samples.of(cube(), 1L, -1L));
    }

    /// All slices of `size` elements along an axis, `step` apart, as a view; the slices' elements lie
    /// along a new last axis.
    @TensorOp("unfold(input: Tensor, dimension: int, size: int, step: int) -> Tensor")
    public static Op unfold() {
        return op().view(a -> unfolded(a.tensor(0).layout(), a))
                .grad(c -> {
                    Tensor whole = c.grad().new_zeros(c.shape(0));
                    Indexing.addStrided(whole, unfolded(whole.layout(), c.args()), c.grad());
                    return whole;
                })
                .samples(() -> Samples.of(uniform(-2, 2, 7), 0L, 3L, 2L).and(cube(), 1L, 2L, 1L));
    }

    /// Any layout of the input's storage, counted from its first element: the view below `as_strided`,
    /// and the one that gradients of views need. Has a gradient where the input is contiguous and
    /// contains the view.
    @TensorOp(value = "strided_view(input: Tensor, layout: value) -> Tensor", internal = true)
    public static Op strided_view() {
        return op().view(a -> {
                    Layout layout = a.value(1, Layout.class);
                    return Layout.strided(
                            layout.shape(),
                            layout.strides(),
                            layout.offset() + a.tensor(0).layout().offset());
                })
                .grad(c -> {
                    requireInside(c.args().value(1, Layout.class), c.shape(0));
                    Tensor whole = c.grad().new_zeros(c.shape(0));
                    Indexing.addStrided(whole, c.args().value(1, Layout.class), c.grad());
                    return whole;
                });
    }

    private static Tensor asStrided(Args a) {
        Tensor input = a.tensor(0);
        long[] shape = a.integers(1);
        long[] strides = a.integers(2);
        if (shape.length != strides.length) {
            throw new ValueException("as_strided: %d sizes and %d strides", shape.length, strides.length);
        }
        for (int axis = 0; axis < shape.length; axis++) {
            if (shape[axis] < 0) {
                throw new ValueException("as_strided: negative size %d at axis %d", shape[axis], axis);
            }
        }
        long offset = a.integerOr(3, input.layout().offset());
        Layout layout = Layout.strided(shape, strides, offset);
        long available = input.storage().byteSize() / input.dtype().byteSize();
        if (layout.elementCount() > 0 && (layout.lowest() < 0 || layout.highest() >= available)) {
            throw new IndexException(
                    "as_strided: elements %d to %d are out of range for a storage of %d elements",
                    layout.lowest(), layout.highest(), available);
        }
        return input.strided_view(
                Layout.strided(shape, strides, offset - input.layout().offset()));
    }

    private static Layout unfolded(Layout layout, Args a) {
        int axis = Shapes.axis("unfold", a.integer(1), layout.rank());
        long size = a.integer(2);
        long step = a.integer(3);
        if (size < 0 || size > layout.size(axis)) {
            throw new ValueException(
                    "unfold: slices of %d elements do not fit into axis %d of size %d", size, axis, layout.size(axis));
        }
        if (step < 1) {
            throw new ValueException("unfold: step must be positive, not %d", step);
        }
        long[] shape = Arrays.copyOf(layout.shape(), layout.rank() + 1);
        long[] strides = Arrays.copyOf(layout.strides(), layout.rank() + 1);
        shape[layout.rank()] = size;
        strides[layout.rank()] = strides[axis];
        shape[axis] = (layout.size(axis) - size) / step + 1;
        strides[axis] *= step;
        return Layout.strided(shape, strides, layout.offset());
    }

    /// @throws GradException if a view's gradient has no place in the input's, because it reaches beyond
    /// the input
    private static void requireInside(Layout view, long[] shape) {
        if (view.elementCount() > 0 && (view.lowest() < 0 || view.highest() >= Shapes.elementCount(shape))) {
            GradException error = new GradException("as_strided: the view reaches elements outside of its input");
            error.withHint("make it from the tensor that owns the storage");
            throw error;
        }
    }
}
