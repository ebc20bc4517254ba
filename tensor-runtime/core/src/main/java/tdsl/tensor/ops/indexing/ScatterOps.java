package tdsl.tensor.ops.indexing;

import static tdsl.tensor.dispatch.Op.NO_GRADIENT;
import static tdsl.tensor.dispatch.Op.op;
import static tdsl.tensor.dispatch.Samples.uniform;

import java.util.Arrays;
import java.util.List;
import tdsl.tensor.DType;
import tdsl.tensor.Shapes;
import tdsl.tensor.Tensor;
import tdsl.tensor.dispatch.Args;
import tdsl.tensor.dispatch.GradContext;
import tdsl.tensor.dispatch.Op;
import tdsl.tensor.dispatch.Samples;
import tdsl.tensor.error.ShapeException;
import tdsl.tensor.error.TypeException;
import tdsl.tensor.error.ValueException;
import tdsl.tensor.ops.TensorOp;
import tdsl.tensor.ops.Tensors;
import tdsl.tensor.ops.shape.Axes;

/// Elements read and written at positions along one axis: for axis 0 element `[i, j]` of the index is the
/// first position of one in column `j`, and so on. Writes happen in the order of the index.
public final class ScatterOps {
    private ScatterOps() {}

    private static Tensor positions() {
        return Tensor.of(new long[][] {{0, 2, 1, 0}, {2, 2, 0, 1}});
    }

    /// The elements at positions along `dim`; the shape is that of `index`.
    @TensorOp("gather(input: Tensor, dim: int, index: Tensor) -> Tensor")
    public static Op gather() {
        return op().grad(
                        c -> c.grad()
                                .new_zeros(c.shape(0))
                                .scatter_add_(c.args().integer(1), c.input(2), c.grad()),
                        NO_GRADIENT)
                .saves("index")
                .onnx("GatherElements")
                .samples(() ->
                        Samples.of(uniform(-2, 2, 3, 4), 0L, positions()).and(uniform(-2, 2, 2, 4), 1L, positions()));
    }

    /// As gather, with `indices` and the input broadcast to each other along the other axes. Without
    /// `dim` the elements are taken in row-major order.
    @TensorOp("take_along_dim(input: Tensor, indices: Tensor, dim: int? = none) -> Tensor")
    public static Op take_along_dim() {
        return op().composite(ScatterOps::takeAlongDim)
                .samples(() -> Samples.of(uniform(-2, 2, 3, 4), Tensor.of(new long[][] {{2, 0, 1, 1}}), 0L)
                        .and(uniform(-2, 2, 3, 4), Tensor.of(new long[] {11, 0, 5})));
    }

    /// Adds `src` to the elements that `gather` would choose; repeated positions add up.
    @TensorOp("scatter_add_(input: Tensor, dim: int, index: Tensor, src: Tensor) -> Tensor")
    public static Op scatter_add_() {
        return op().mutating()
                .grad(
                        c -> c.grad(),
                        NO_GRADIENT,
                        c -> ofSource(c, c.grad().gather(c.args().integer(1), c.input(2))))
                .saves("index");
    }

    /// As `scatter_add_`, on a copy.
    @TensorOp("scatter_add(input: Tensor, dim: int, index: Tensor, src: Tensor) -> Tensor")
    public static Op scatter_add() {
        return op().composite(a -> a.tensor(0).clone().scatter_add_(a.integer(1), a.tensor(2), a.tensor(3)))
                .samples(() -> Samples.of(uniform(-2, 2, 3, 4), 0L, positions(), uniform(-1, 1, 2, 4)));
    }

    /// Writes `src`, a tensor or number (or the number `value`), to the positions `index` along `dim`; with `reduce`
    /// "add" or "multiply" combines it with what is there.
    @TensorOp(
            value =
                    "scatter(input: Tensor, dim: int, index: Tensor, src: Tensor? = none, value: Tensor? = none, reduce:"
                            + " string? = none) -> Tensor",
            inPlace = true)
    public static Op scatter() {
        return op().composite(a -> {
                    if (a.isNull(3) == a.isNull(4)) {
                        throw new TypeException("scatter: either src or value must be given");
                    }
                    Tensor source = a.isNull(3) ? a.tensor(4) : a.tensor(3);
                    Tensor fitting = source.rank() == 0
                            ? a.tensor(0)
                                    .new_full(new long[0], source)
                                    .expand(a.tensor(2).shape())
                            : source;
                    return switch (a.text(5)) {
                        case null -> a.tensor(0).clone().scatter_copy_(a.integer(1), a.tensor(2), fitting);
                        case "add" -> a.tensor(0).scatter_reduce(a.integer(1), a.tensor(2), fitting, "sum");
                        case "multiply" -> a.tensor(0).scatter_reduce(a.integer(1), a.tensor(2), fitting, "prod");
                        default ->
                            throw new ValueException(
                                    "scatter: reduce must be \"add\" or \"multiply\", not \"%s\"", a.text(5));
                    };
                })
                .samples(() -> Samples.of(uniform(-2, 2, 3, 4), 0L, positions(), uniform(-1, 1, 2, 4))
                        .and(uniform(-2, 2, 3, 4), 0L, positions())
                        .named("value", 0.5));
    }

    /// The kernel below `scatter`.
    @TensorOp(value = "scatter_copy_(input: Tensor, dim: int, index: Tensor, src: Tensor) -> Tensor", internal = true)
    public static Op scatter_copy_() {
        return op().mutating()
                .grad(
                        c -> c.grad()
                                .clone()
                                .scatter_copy_(
                                        c.args().integer(1),
                                        c.input(2),
                                        c.input(2).zeros_like(c.grad().dtype())),
                        NO_GRADIENT,
                        c -> ofSource(
                                c,
                                c.grad().gather(c.args().integer(1), c.input(2)).mul(isLastWrite(c))))
                .saves("index");
    }

    /// Combines `src` with the elements at positions `index` along `dim`, by `reduce`: "sum", "prod",
    /// "mean", "amax" or "amin". The elements there count as well, unless `include_self` is false. Equal
    /// extremes share the gradient.
    @TensorOp(
            value = "scatter_reduce(input: Tensor, dim: int, index: Tensor, src: Tensor, reduce: string, include_self:"
                    + " bool = true) -> Tensor",
            inPlace = true)
    public static Op scatter_reduce() {
        return op().composite(ScatterReduction::compute)
                .grad(ScatterReduction::gradOfInput, NO_GRADIENT, ScatterReduction::gradOfSource)
                .saves("input", "index", "src", "out")
                .samples(ScatterOps::reductions);
    }

    /// The kernel below `scatter_reduce`, for all but means.
    @TensorOp(
            value = "scatter_combine_(input: Tensor, dim: int, index: Tensor, src: Tensor, reduce: string) -> Tensor",
            internal = true)
    public static Op scatter_combine_() {
        return op().mutating();
    }

    private static Samples reductions() {
        Samples samples = Samples.of(uniform(-2, 2, 3, 4), 0L, positions(), uniform(-1, 1, 2, 4), "sum");
        for (String reduce : List.of("prod", "mean", "amax", "amin")) {
            samples = samples.and(uniform(-2, 2, 3, 4), 0L, positions(), uniform(-1, 1, 2, 4), reduce);
        }
        for (String reduce : List.of("sum", "prod", "mean", "amax", "amin")) {
            samples = samples.and(uniform(-2, 2, 3, 4), 0L, positions(), uniform(-1, 1, 2, 4), reduce, false);
        }
        return samples;
    }

    /// As take_along_dim, by its name in the Array API.
    @TensorOp("take_along_axis(x: Tensor, indices: Tensor, axis: int = -1) -> Tensor")
    public static Op take_along_axis() {
        return op().composite(ScatterOps::takeAlongDim)
                .samples(() -> Samples.of(uniform(-2, 2, 2, 4), positions(), 1L));
    }

    private static Tensor takeAlongDim(Args a) {
        if (a.isNull(2)) {
            return a.tensor(0).reshape(-1).gather(0, a.tensor(1).reshape(-1));
        }
        Tensor input = a.tensor(0);
        Tensor indices = a.tensor(1);
        int axis = Axes.argument("take_along_dim", a, 2);
        if (indices.rank() != input.rank()) {
            throw new ShapeException(
                    "take_along_dim: the indices %s need as many axes as the input %s",
                    indices.describe(), input.describe());
        }
        long[] inputShape = input.shape();
        long[] indexShape = indices.shape();
        inputShape[axis] = 1;
        indexShape[axis] = 1;
        long[] common = Shapes.broadcast("take_along_dim", inputShape, indexShape);
        return input.expand(Axes.replaced(common, axis, input.size(axis)))
                .gather(axis, indices.expand(Axes.replaced(common, axis, indices.size(axis))));
    }

    /// The gradient of a source of writes: what its elements below the index get, and zeros.
    static Tensor ofSource(GradContext c, Tensor gathered) {
        if (Arrays.equals(gathered.shape(), c.shape(3))) {
            return gathered;
        }
        Tensor whole = gathered.new_zeros(c.shape(3));
        Tensor part = whole;
        for (int axis = 0; axis < gathered.rank(); axis++) {
            part = part.narrow(axis, 0, gathered.size(axis));
        }
        part.copy_(gathered);
        return whole;
    }

    /// Which writes no later one replaced.
    private static Tensor isLastWrite(GradContext c) {
        long dim = c.args().integer(1);
        Tensor index = c.input(2);
        Tensor numbers = Tensors.iota(index.elementCount(), DType.INT64).reshape(index.shape());
        Tensor last = numbers.new_zeros(c.shape(0)).scatter_copy_(dim, index, numbers);
        return last.gather(dim, index).eq(numbers);
    }
}
