package tdsl.tensor.ops;

import static tdsl.tensor.dispatch.Op.op;
import static tdsl.tensor.dispatch.Samples.uniform;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import tdsl.tensor.Layout;
import tdsl.tensor.Shapes;
import tdsl.tensor.Tensor;
import tdsl.tensor.dispatch.Args;
import tdsl.tensor.dispatch.Op;
import tdsl.tensor.dispatch.Samples;
import tdsl.tensor.dispatch.TypeRule;
import tdsl.tensor.error.IndexException;
import tdsl.tensor.error.ShapeException;
import tdsl.tensor.error.ValueException;

/// Functions that arrange elements anew. Where nothing has to be moved, the result is a view.
final class ShapeOps {
    private ShapeOps() {}

    private static Tensor cube() {
        return uniform(-2, 2, 2, 3, 4);
    }

    /// The elements in row-major order under another shape; one size may be −1. A view where possible, else a copy.
    @TensorOp("reshape(input: Tensor, shape: int...) -> Tensor")
    static Op reshape() {
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
    static Op view() {
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

    /// Axes in another order.
    @TensorOp("permute(input: Tensor, dims: int...) -> Tensor")
    static Op permute() {
        return op().view(a ->
                        a.tensor(0).layout().permute(permutation(a.tensor(0).rank(), a.integers(1))))
                .grad(c -> c.grad().permute(inverse(c.shape(0).length, c.args().integers(1))))
                .onnx("Transpose")
                .samples(() -> Samples.of(cube(), List.of(2L, 0L, 1L)));
    }

    /// Two axes exchanged.
    @TensorOp("transpose(input: Tensor, dim0: int, dim1: int) -> Tensor")
    static Op transpose() {
        return op().view(a -> a.tensor(0).layout().transpose(axis("transpose", a, 1), axis("transpose", a, 2)))
                .grad(c -> c.grad().transpose(c.args().integer(1), c.args().integer(2)))
                .samples(() -> Samples.of(cube(), 0L, -1L));
    }

    /// An axis moved to another place; the others keep their order.
    @TensorOp("movedim(input: Tensor, source: int, destination: int) -> Tensor")
    static Op movedim() {
        return op().composite(a -> {
                    List<Long> order = new ArrayList<>();
                    for (long i = 0; i < a.tensor(0).rank(); i++) {
                        order.add(i);
                    }
                    Long moved = order.remove(axis("movedim", a, 1));
                    order.add(axis("movedim", a, 2), moved);
                    return a.tensor(0)
                            .permute(order.stream().mapToLong(Long::longValue).toArray());
                })
                .samples(() -> Samples.of(cube(), 0L, 2L));
    }

    /// The matrix transposed; `.T` in scripts.
    @TensorOp("t(input: Tensor) -> Tensor")
    static Op t() {
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

    /// Without the axes of size 1, or without those named by `dim` that have size 1.
    @TensorOp("squeeze(input: Tensor, dim: int[]? = none) -> Tensor")
    static Op squeeze() {
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
    static Op unsqueeze() {
        return op().view(a -> a.tensor(0)
                        .layout()
                        .unsqueeze(Shapes.axis(
                                "unsqueeze", a.integer(1), a.tensor(0).rank() + 1)))
                .grad(c -> c.grad().squeeze(c.args().integer(1)))
                .samples(() -> Samples.of(cube(), 1L).and(cube(), -1L));
    }

    /// Axes of size 1 repeated to `shape`, without copying; −1 keeps a size.
    @TensorOp("expand(input: Tensor, shape: int...) -> Tensor")
    static Op expand() {
        return op().view(a -> a.tensor(0).layout().expand("expand", expandedShape(a)))
                .grad(c -> c.grad().sum_to(c.shape(0)))
                .onnx("Expand")
                .samples(() -> Samples.of(uniform(-2, 2, 3, 1), List.of(2L, 3L, 4L)));
    }

    /// As expand.
    @TensorOp("broadcast_to(input: Tensor, shape: int...) -> Tensor")
    static Op broadcast_to() {
        return op().composite(a -> a.tensor(0).expand(a.integers(1)))
                .samples(() -> Samples.of(uniform(-2, 2, 3, 1), List.of(2L, 3L, 4L)));
    }

    /// The axes from `start_dim` to `end_dim` made one.
    @TensorOp("flatten(input: Tensor, start_dim: int = 0, end_dim: int = -1) -> Tensor")
    static Op flatten() {
        return op().composite(ShapeOps::flatten)
                .samples(() -> Samples.of(cube()).and(cube(), 1L));
    }

    /// The elements along the given axes in reverse order, as a view.
    @TensorOp("flip(input: Tensor, dims: int...) -> Tensor")
    static Op flip() {
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

    /// `length` elements along `dim` from `start`, as a view.
    @TensorOp("narrow(input: Tensor, dim: int, start: int, length: int) -> Tensor")
    static Op narrow() {
        return op().view(a -> {
                    Layout layout = a.tensor(0).layout();
                    int axis = axis("narrow", a, 1);
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

    /// Any layout of the input's storage, counted from its first element. For gradients of views.
    @TensorOp("as_strided(input: Tensor, layout: value) -> Tensor")
    static Op as_strided() {
        return op().view(a -> {
                    Layout layout = a.value(1, Layout.class);
                    return Layout.strided(
                            layout.shape(),
                            layout.strides(),
                            layout.offset() + a.tensor(0).layout().offset());
                })
                .grad(c -> {
                    Tensor whole = c.grad().new_zeros(c.shape(0));
                    Indexing.addStrided(whole, c.args().value(1, Layout.class), c.grad());
                    return whole;
                });
    }

    /// Tensors joined along an existing axis; their other sizes are equal.
    @TensorOp("cat(tensors: Tensor[], dim: int = 0) -> Tensor")
    static Op cat() {
        return op().composite(ShapeOps::cat)
                .gradOfList(c -> {
                    long dim = c.args().integer(1);
                    long[] sizes = c.shapes().stream()
                            .mapToLong(shape -> shape[Shapes.axis("cat", dim, shape.length)])
                            .toArray();
                    return sizes.length == 1 ? List.of(c.grad()) : c.grad().split(sizes, dim);
                })
                .onnx("Concat")
                .samples(() -> Samples.of(List.of(uniform(-2, 2, 2, 3), uniform(-1, 2, 4, 3)))
                        .and(List.of(uniform(-2, 2, 2, 3), uniform(-1, 2, 2, 1)), 1L));
    }

    /// Tensors of one shape joined along a new axis.
    @TensorOp("stack(tensors: Tensor[], dim: int = 0) -> Tensor")
    static Op stack() {
        return op().composite(a -> {
                    if (a.tensors(0).isEmpty()) {
                        throw new ValueException("stack: the list of tensors is empty");
                    }
                    long[] shape = a.tensors(0).getFirst().shape();
                    for (Tensor tensor : a.tensors(0)) {
                        if (!tensor.layout().hasShape(shape)) {
                            throw new ShapeException(
                                    "stack: all tensors must have one shape, but there are %s and %s",
                                    Shapes.format(shape), Shapes.format(tensor.shape()));
                        }
                    }
                    return Tensors.cat(
                            a.tensors(0).stream()
                                    .map(t -> t.unsqueeze(a.integer(1)))
                                    .toList(),
                            a.integer(1));
                })
                .samples(() -> Samples.of(List.of(uniform(-2, 2, 2, 3), uniform(-1, 2, 2, 3)), 1L));
    }

    /// Views of `split_size` elements each along `dim` (the last may be smaller), or of the sizes listed.
    @TensorOp("split(input: Tensor, split_size: int[], dim: int = 0) -> Tensor[]")
    static Op split() {
        return op().composite(ShapeOps::split);
    }

    /// At most `chunks` views of equal size along `dim` (the last may be smaller).
    @TensorOp("chunk(input: Tensor, chunks: int, dim: int = 0) -> Tensor[]")
    static Op chunk() {
        return op().composite(a -> {
            if (a.integer(1) < 1) {
                throw new ValueException("chunk: chunks must be positive, got %d", a.integer(1));
            }
            long size = a.tensor(0).size(axis("chunk", a, 2));
            return a.tensor(0).split(new long[] {Math.max(1, Math.ceilDiv(size, a.integer(1)))}, a.integer(2));
        });
    }

    /// The views along `dim`, without that axis.
    @TensorOp("unbind(input: Tensor, dim: int = 0) -> Tensor[]")
    static Op unbind() {
        return op().composite(a -> {
            long[] dim = {axis("unbind", a, 1)};
            return a.tensor(0).split(new long[] {1}, dim[0]).stream()
                    .map(part -> part.squeeze(dim))
                    .toList();
        });
    }

    /// The elements shifted along axes; those pushed out at the end come in at the start.
    @TensorOp("roll(input: Tensor, shifts: int[], dims: int[]) -> Tensor")
    static Op roll() {
        return op().composite(ShapeOps::roll).samples(() -> Samples.of(cube(), List.of(1L, -1L), List.of(0L, 2L)));
    }

    /// The tensor repeated along each axis; extra counts add axes in front.
    @TensorOp("tile(input: Tensor, dims: int...) -> Tensor")
    static Op tile() {
        return op().composite(ShapeOps::tile).samples(() -> Samples.of(uniform(-2, 2, 2, 3), List.of(2L, 1L, 2L)));
    }

    /// As tile.
    @TensorOp("repeat(input: Tensor, repeats: int...) -> Tensor")
    static Op repeat() {
        return op().composite(a -> a.tensor(0).tile(a.integers(1)))
                .samples(() -> Samples.of(uniform(-2, 2, 2, 3), List.of(2L, 2L)));
    }

    private static int axis(String op, Args args, int index) {
        return Shapes.axis(op, args.integer(index), args.tensor(0).rank());
    }

    private static boolean[] named(String op, int rank, long[] dims) {
        boolean[] named = new boolean[rank];
        if (dims == null) {
            Arrays.fill(named, true);
        } else {
            for (int axis : Shapes.axes(op, dims, rank)) {
                named[axis] = true;
            }
        }
        return named;
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
        int first = axis("flatten", a, 1);
        int last = axis("flatten", a, 2);
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

    private static Tensor cat(Args a) {
        List<Tensor> tensors = a.tensors(0);
        if (tensors.isEmpty()) {
            throw new ValueException("cat: the list of tensors is empty");
        }
        Tensor first = tensors.getFirst();
        int axis = Shapes.axis("cat", a.integer(1), first.rank());
        long[] shape = first.shape();
        shape[axis] = 0;
        for (int i = 0; i < tensors.size(); i++) {
            checkJoins(first, tensors.get(i), i, axis);
            shape[axis] += tensors.get(i).size(axis);
        }
        Tensor result = Tensor.empty(TypeRule.promote(tensors.toArray(Tensor[]::new)), shape);
        long start = 0;
        for (Tensor tensor : tensors) {
            result.narrow(axis, start, tensor.size(axis)).copy_(tensor);
            start += tensor.size(axis);
        }
        return result;
    }

    private static void checkJoins(Tensor first, Tensor other, int index, int axis) {
        boolean joins = first.rank() == other.rank();
        for (int i = 0; joins && i < first.rank(); i++) {
            joins = i == axis || first.size(i) == other.size(i);
        }
        if (!joins) {
            throw new ShapeException(
                    "cat: tensor 0 is %s and tensor %d is %s: they must agree except at axis %d",
                    first.describe(), index, other.describe(), axis);
        }
    }

    private static List<Tensor> split(Args a) {
        Tensor input = a.tensor(0);
        int axis = axis("split", a, 2);
        long size = input.size(axis);
        long[] sizes = a.integers(1);
        if (sizes.length == 1 && sizes[0] > 0) {
            long each = sizes[0];
            sizes = new long[(int) Math.max(1, Math.ceilDiv(size, each))];
            Arrays.fill(sizes, each);
            sizes[sizes.length - 1] = size - each * (sizes.length - 1);
        }
        if (Arrays.stream(sizes).sum() != size || Arrays.stream(sizes).anyMatch(part -> part < 0)) {
            throw new ValueException(
                    "split: sizes %s do not add up to %d, the size of axis %d", Shapes.format(sizes), size, axis);
        }
        List<Tensor> parts = new ArrayList<>();
        long start = 0;
        for (long part : sizes) {
            parts.add(input.narrow(axis, start, part));
            start += part;
        }
        return parts;
    }

    private static Tensor roll(Args a) {
        Tensor result = a.tensor(0);
        long[] shifts = a.integers(1);
        int[] axes = Shapes.axes("roll", a.integers(2), result.rank());
        if (shifts.length != axes.length) {
            throw new ValueException("roll: %d shifts for %d axes", shifts.length, axes.length);
        }
        for (int i = 0; i < axes.length; i++) {
            long size = result.size(axes[i]);
            long shift = size == 0 ? 0 : Math.floorMod(shifts[i], size);
            if (shift != 0) {
                Tensor head = result.narrow(axes[i], size - shift, shift);
                result = Tensors.cat(List.of(head, result.narrow(axes[i], 0, size - shift)), axes[i]);
            }
        }
        return result;
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
}
