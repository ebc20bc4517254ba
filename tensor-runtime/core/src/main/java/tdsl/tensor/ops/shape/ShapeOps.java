package tdsl.tensor.ops.shape;

import static tdsl.tensor.dispatch.Op.op;
import static tdsl.tensor.dispatch.Samples.uniform;

import java.util.Arrays;
import java.util.List;
import tdsl.tensor.Layout;
import tdsl.tensor.Shapes;
import tdsl.tensor.Tensor;
import tdsl.tensor.dispatch.Args;
import tdsl.tensor.dispatch.Op;
import tdsl.tensor.dispatch.Samples;
import tdsl.tensor.error.ShapeException;
import tdsl.tensor.error.ValueException;
import tdsl.tensor.ops.TensorOp;

/// The same elements under another shape; a view where nothing has to be moved.
public final class ShapeOps {
    private ShapeOps() {}

    private static Tensor cube() {
        return uniform(-2, 2, 2, 3, 4);
    }

    /// The elements in row-major order under another shape; one size may be −1. A view where possible,
    /// else a copy.
    @TensorOp("reshape(input: Tensor, shape: int...) -> Tensor")
    public static Op reshape() {
        return op().composite(a -> {
                    Tensor input = a.tensor(0);
                    long[] shape = input.layout().resolveShape("reshape", a.integers(1));
                    return input.layout().reshape(shape) != null
                            ? input.view(shape)
                            : input.contiguous().view(shape);
                })
                .samples(() -> Samples.of(cube(), List.of(6L, 4L)).and(cube(), List.of(-1L)));
    }

    /// As reshape, and always a view.
    @TensorOp("view(input: Tensor, shape: int...) -> Tensor")
    public static Op view() {
        return op().view(a -> {
                    Layout layout = a.tensor(0).layout();
                    long[] shape = layout.resolveShape("view", a.integers(1));
                    Layout result = layout.reshape(shape);
                    if (result == null) {
                        throw new ShapeException(
                                        "view: %s with strides %s has no view of shape %s",
                                        a.tensor(0).describe(), Shapes.format(layout.strides()), Shapes.format(shape))
                                .withHint("reshape copies where needed");
                    }
                    return result;
                })
                .grad(c -> c.grad().reshape(c.shape(0)))
                .onnx("Reshape")
                .samples(() -> Samples.of(uniform(-2, 2, 6), List.of(2L, 3L)));
    }

    /// The axes from `start_dim` to `end_dim` made one.
    @TensorOp("flatten(input: Tensor, start_dim: int = 0, end_dim: int = -1) -> Tensor")
    public static Op flatten() {
        return op().composite(ShapeOps::flatten)
                .samples(() -> Samples.of(cube()).and(cube(), 1L));
    }

    /// The elements in row-major order as a vector; a view where possible.
    @TensorOp("ravel(input: Tensor) -> Tensor")
    public static Op ravel() {
        return op().composite(a -> a.tensor(0).reshape(-1)).samples(() -> Samples.of(cube()));
    }

    /// One axis as several; one of `sizes` may be −1.
    @TensorOp("unflatten(input: Tensor, dim: int, sizes: int[]) -> Tensor")
    public static Op unflatten() {
        return op().composite(a -> {
                    Tensor input = a.tensor(0);
                    int axis = Axes.argument("unflatten", a, 1);
                    long[] sizes = Layout.contiguous(input.size(axis)).resolveShape("unflatten", a.integers(2));
                    return input.reshape(Axes.replaced(input.shape(), axis, sizes));
                })
                .samples(() -> Samples.of(uniform(-2, 2, 2, 6), 1L, List.of(3L, -1L)));
    }

    /// A view with the shape of `other`.
    @TensorOp("view_as(input: Tensor, other: Tensor) -> Tensor")
    public static Op view_as() {
        return op().composite(a -> a.tensor(0).view(a.tensor(1).shape()));
    }

    /// The elements in row-major order under the shape of `other`.
    @TensorOp("reshape_as(input: Tensor, other: Tensor) -> Tensor")
    public static Op reshape_as() {
        return op().composite(a -> a.tensor(0).reshape(a.tensor(1).shape()));
    }

    /// Expanded to the shape of `other`.
    @TensorOp("expand_as(input: Tensor, other: Tensor) -> Tensor")
    public static Op expand_as() {
        return op().composite(a -> a.tensor(0).expand(a.tensor(1).shape()));
    }

    /// As unsqueeze, by its name in the Array API: a new axis of size 1 before `axis`.
    @TensorOp("expand_dims(input: Tensor, axis: int = 0) -> Tensor")
    public static Op expand_dims() {
        return op().composite(a -> a.tensor(0).unsqueeze(a.integer(1))).samples(() -> Samples.of(cube(), 1L));
    }

    /// With at least one axis.
    @TensorOp("atleast_1d(input: Tensor) -> Tensor")
    public static Op atleast_1d() {
        return op().composite(a -> a.tensor(0).rank() == 0 ? a.tensor(0).reshape(1) : a.tensor(0))
                .samples(() -> Samples.of(uniform(-2, 2)));
    }

    /// With at least two axes; a vector becomes a row.
    @TensorOp("atleast_2d(input: Tensor) -> Tensor")
    public static Op atleast_2d() {
        return op().composite(a -> {
                    Tensor input = a.tensor(0).atleast_1d();
                    return input.rank() == 1 ? input.unsqueeze(0) : input;
                })
                .samples(() -> Samples.of(uniform(-2, 2, 3)));
    }

    /// With at least three axes: a vector gets `[1, n, 1]`, a matrix `[m, n, 1]`.
    @TensorOp("atleast_3d(input: Tensor) -> Tensor")
    public static Op atleast_3d() {
        return op().composite(a -> {
                    Tensor input = a.tensor(0).atleast_2d();
                    return input.rank() == 2 ? input.unsqueeze(2) : input;
                })
                .samples(() -> Samples.of(uniform(-2, 2, 3)));
    }

    /// Without the axes of size 1, or without those named by `dim` that have size 1.
    @TensorOp("squeeze(input: Tensor, dim: int[]? = none) -> Tensor")
    public static Op squeeze() {
        return op().view(a -> {
                    Layout layout = a.tensor(0).layout();
                    boolean[] named = named("squeeze", layout.rank(), a.integers(1));
                    for (int axis = named.length - 1; axis >= 0; axis--) {
                        if (named[axis] && layout.size(axis) == 1) {
                            layout = layout.squeeze(axis);
                        }
                    }
                    return layout;
                })
                .grad(c -> c.grad().reshape(c.shape(0)))
                .samples(() -> Samples.of(uniform(-2, 2, 1, 3, 1)).and(uniform(-2, 2, 1, 3, 1), -1L));
    }

    /// A new axis of size 1 before `dim`.
    @TensorOp("unsqueeze(input: Tensor, dim: int) -> Tensor")
    public static Op unsqueeze() {
        return op().view(a -> a.tensor(0)
                        .layout()
                        .unsqueeze(Shapes.axis(
                                "unsqueeze", a.integer(1), a.tensor(0).rank() + 1)))
                .grad(c -> c.grad().squeeze(c.args().integer(1)))
                .samples(() -> Samples.of(cube(), 1L).and(cube(), -1L));
    }

    /// Axes of size 1 repeated to `shape`, without copying; −1 keeps a size.
    @TensorOp("expand(input: Tensor, shape: int...) -> Tensor")
    public static Op expand() {
        return op().view(a -> a.tensor(0).layout().expand("expand", expandedShape(a)))
                .grad(c -> c.grad().sum_to(c.shape(0)))
                .onnx("Expand")
                .samples(() -> Samples.of(uniform(-2, 2, 3, 1), List.of(2L, 3L, 4L)));
    }

    /// As expand.
    @TensorOp("broadcast_to(input: Tensor, shape: int...) -> Tensor")
    public static Op broadcast_to() {
        return op().composite(a -> a.tensor(0).expand(a.integers(1)))
                .samples(() -> Samples.of(uniform(-2, 2, 3, 1), List.of(2L, 3L, 4L)));
    }

    private static boolean[] named(String op, int rank, long[] dims) {
        boolean[] named = new boolean[rank];
        if (dims == null) {
            Arrays.fill(named, true);
        } else {
            // A tensor without axes takes the names of its only one.
            for (int axis : Shapes.axes(op, dims, Math.max(1, rank))) {
                if (axis < rank) {
                    named[axis] = true;
                }
            }
        }
        return named;
    }

    private static long[] expandedShape(Args a) {
        long[] target = a.integers(1).clone();
        long[] shape = a.tensor(0).shape();
        for (int axis = 0; axis < target.length; axis++) {
            int source = axis - (target.length - shape.length);
            if (target[axis] == -1 && source >= 0) {
                target[axis] = shape[source];
            } else if (target[axis] < 0) {
                throw new ValueException("expand: size %d at axis %d of %s", target[axis], axis, Shapes.format(target));
            }
        }
        return target;
    }

    private static Tensor flatten(Args a) {
        Tensor input = a.tensor(0);
        if (input.rank() == 0) {
            return input.reshape(1);
        }
        int first = Axes.argument("flatten", a, 1);
        int last = Axes.argument("flatten", a, 2);
        if (first > last) {
            throw new ValueException("flatten: start_dim %d comes after end_dim %d", a.integer(1), a.integer(2));
        }
        long[] shape = new long[input.rank() - (last - first)];
        Arrays.fill(shape, 1);
        for (int axis = 0; axis < input.rank(); axis++) {
            shape[axis <= first ? axis : axis <= last ? first : axis - (last - first)] *= input.size(axis);
        }
        return input.reshape(shape);
    }
}
