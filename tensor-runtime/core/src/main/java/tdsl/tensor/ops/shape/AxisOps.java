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
import tdsl.tensor.ops.Tensors;

/// Axes in another order, and elements in another order along them.
public final class AxisOps {
    private AxisOps() {}

    private static Tensor cube() {
        return uniform(-2, 2, 2, 3, 4);
    }

    /// Axes in another order.
    @TensorOp("permute(input: Tensor, dims: int...) -> Tensor")
    public static Op permute() {
        return op().view(a ->
                        a.tensor(0).layout().permute(permutation(a.tensor(0).rank(), a.integers(1))))
                .grad(c -> c.grad().permute(inverse(c.shape(0).length, c.args().integers(1))))
                .onnx("Transpose")
                .samples(() -> Samples.of(cube(), List.of(2L, 0L, 1L)));
    }

    /// Two axes exchanged.
    @TensorOp("transpose(input: Tensor, dim0: int, dim1: int) -> Tensor")
    public static Op transpose() {
        return op().view(a -> a.tensor(0)
                        .layout()
                        .transpose(Axes.argument("transpose", a, 1), Axes.argument("transpose", a, 2)))
                .grad(c -> c.grad().transpose(c.args().integer(1), c.args().integer(2)))
                .samples(() -> Samples.of(cube(), 0L, -1L));
    }

    /// As transpose.
    @TensorOp("swapaxes(input: Tensor, axis0: int, axis1: int) -> Tensor")
    public static Op swapaxes() {
        return op().composite(a -> a.tensor(0).transpose(a.integer(1), a.integer(2)))
                .samples(() -> Samples.of(cube(), 0L, -1L));
    }

    /// As transpose.
    @TensorOp("swapdims(input: Tensor, dim0: int, dim1: int) -> Tensor")
    public static Op swapdims() {
        return op().composite(a -> a.tensor(0).transpose(a.integer(1), a.integer(2)))
                .samples(() -> Samples.of(cube(), 0L, -1L));
    }

    /// As permute, by its name in the Array API.
    @TensorOp("permute_dims(input: Tensor, axes: int...) -> Tensor")
    public static Op permute_dims() {
        return op().composite(a -> a.tensor(0).permute(a.integers(1)))
                .samples(() -> Samples.of(cube(), List.of(2L, 0L, 1L)));
    }

    /// Axes moved to other places; the rest keep their order.
    @TensorOp("movedim(input: Tensor, source: int[], destination: int[]) -> Tensor")
    public static Op movedim() {
        return op().composite(AxisOps::movedim)
                .samples(() -> Samples.of(cube(), 0L, 2L).and(cube(), List.of(0L, 1L), List.of(-1L, 0L)));
    }

    /// As movedim.
    @TensorOp("moveaxis(input: Tensor, source: int[], destination: int[]) -> Tensor")
    public static Op moveaxis() {
        return op().composite(AxisOps::movedim).samples(() -> Samples.of(cube(), 0L, 2L));
    }

    /// The matrix transposed; `.T` in scripts.
    @TensorOp("t(input: Tensor) -> Tensor")
    public static Op t() {
        return op().composite(a -> {
                    if (a.tensor(0).rank() > 2) {
                        throw new ShapeException(
                                        "t: takes a matrix or a vector, not %s",
                                        a.tensor(0).describe())
                                .withHint("transpose the last two axes of a batch with .mT");
                    }
                    return a.tensor(0).rank() < 2 ? a.tensor(0) : a.tensor(0).transpose(0, 1);
                })
                .samples(() -> Samples.of(uniform(-2, 2, 3, 4)));
    }

    /// The last two axes exchanged; `.mT` in scripts.
    @TensorOp("matrix_transpose(input: Tensor) -> Tensor")
    public static Op matrix_transpose() {
        return op().composite(a -> {
                    if (a.tensor(0).rank() < 2) {
                        throw new ShapeException(
                                "matrix_transpose: needs two axes at least, but the tensor is %s",
                                a.tensor(0).describe());
                    }
                    return a.tensor(0).transpose(-2, -1);
                })
                .samples(() -> Samples.of(cube()));
    }

    /// The elements along the given axes in reverse order, as a view.
    @TensorOp("flip(input: Tensor, dims: int...) -> Tensor")
    public static Op flip() {
        return op().view(a -> {
                    Layout layout = a.tensor(0).layout();
                    for (int axis : Shapes.axes("flip", a.integers(1), layout.rank())) {
                        layout = layout.slice(axis, layout.size(axis) - 1, layout.size(axis), -1);
                    }
                    return layout;
                })
                .grad(c -> c.grad().flip(c.args().integers(1)))
                .samples(() -> Samples.of(cube(), List.of(0L, 2L)));
    }

    /// The rows in reverse order, as a view.
    @TensorOp("flipud(input: Tensor) -> Tensor")
    public static Op flipud() {
        return op().composite(a -> a.tensor(0).flip(0)).samples(() -> Samples.of(cube()));
    }

    /// The columns (the second axis) in reverse order, as a view.
    @TensorOp("fliplr(input: Tensor) -> Tensor")
    public static Op fliplr() {
        return op().composite(a -> a.tensor(0).flip(1)).samples(() -> Samples.of(cube()));
    }

    /// Turned by `k` quarters from the first of two axes towards the second, as a view.
    @TensorOp("rot90(input: Tensor, k: int = 1, dims: int[] = [0, 1]) -> Tensor")
    public static Op rot90() {
        return op().composite(AxisOps::rot90)
                .samples(() -> Samples.of(cube())
                        .and(cube(), 2L)
                        .and(cube(), -1L, List.of(1L, 2L))
                        .and(cube(), 4L));
    }

    /// The elements shifted along axes; those pushed out at the end come in at the start. Without `dims`
    /// the elements are shifted in row-major order.
    @TensorOp("roll(input: Tensor, shifts: int[], dims: int[]? = none) -> Tensor")
    public static Op roll() {
        return op().composite(AxisOps::roll)
                .samples(() ->
                        Samples.of(cube(), List.of(1L, -1L), List.of(0L, 2L)).and(cube(), 5L));
    }

    private static int[] permutation(int rank, long[] dims) {
        if (dims.length != rank) {
            throw new ValueException("permute: %d axes are named, but the tensor has %d", dims.length, rank);
        }
        return Shapes.axes("permute", dims, rank);
    }

    private static long[] inverse(int rank, long[] dims) {
        int[] order = permutation(rank, dims);
        long[] inverse = new long[rank];
        for (int i = 0; i < rank; i++) {
            inverse[order[i]] = i;
        }
        return inverse;
    }

    private static Tensor movedim(Args a) {
        Tensor input = a.tensor(0);
        int[] from = Shapes.axes("movedim", a.integers(1), input.rank());
        int[] to = Shapes.axes("movedim", a.integers(2), input.rank());
        if (from.length != to.length) {
            throw new ValueException("movedim: %d axes for %d places", from.length, to.length);
        }
        long[] order = new long[input.rank()];
        Arrays.fill(order, -1);
        boolean[] moved = new boolean[order.length];
        for (int i = 0; i < from.length; i++) {
            order[to[i]] = from[i];
            moved[from[i]] = true;
        }
        int next = 0;
        for (int place = 0; place < order.length; place++) {
            if (order[place] < 0) {
                while (moved[next]) {
                    next++;
                }
                order[place] = next++;
            }
        }
        return input.permute(order);
    }

    private static Tensor rot90(Args a) {
        Tensor input = a.tensor(0);
        if (a.integers(2).length != 2) {
            throw new ValueException("rot90: dims must name two axes, not %d", a.integers(2).length);
        }
        int[] axes = Shapes.axes("rot90", a.integers(2), input.rank());
        return switch ((int) Math.floorMod(a.integer(1), 4L)) {
            case 0 -> input;
            case 1 -> input.flip(axes[1]).transpose(axes[0], axes[1]);
            case 2 -> input.flip(axes[0], axes[1]);
            default -> input.flip(axes[0]).transpose(axes[0], axes[1]);
        };
    }

    private static Tensor roll(Args a) {
        Tensor result = a.tensor(0);
        if (a.isNull(2)) {
            return result.reshape(-1).roll(a.integers(1), 0).reshape(result.shape());
        }
        long[] shifts = a.integers(1);
        long[] dims = a.integers(2);
        if (shifts.length != dims.length) {
            throw new ValueException("roll: %d shifts for %d axes", shifts.length, dims.length);
        }
        for (int i = 0; i < dims.length; i++) {
            int axis = Shapes.axis("roll", dims[i], result.rank());
            long size = result.size(axis);
            long shift = size == 0 ? 0 : Math.floorMod(shifts[i], size);
            if (shift != 0) {
                Tensor head = result.narrow(axis, size - shift, shift);
                result = Tensors.cat(List.of(head, result.narrow(axis, 0, size - shift)), axis);
            }
        }
        return result;
    }
}
