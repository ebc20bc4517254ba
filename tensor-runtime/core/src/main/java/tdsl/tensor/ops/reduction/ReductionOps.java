package tdsl.tensor.ops.reduction;

import static tdsl.tensor.dispatch.Op.op;
import static tdsl.tensor.dispatch.Samples.uniform;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import tdsl.tensor.Shapes;
import tdsl.tensor.Tensor;
import tdsl.tensor.dispatch.Args;
import tdsl.tensor.dispatch.GradContext;
import tdsl.tensor.dispatch.Op;
import tdsl.tensor.dispatch.Samples;
import tdsl.tensor.ops.OpIndex;
import tdsl.tensor.ops.TensorOp;
import tdsl.tensor.ops.Tensors;
import tdsl.tensor.ops.order.SortingOps;
import tdsl.tensor.ops.shape.Axes;

/// Functions that combine the elements along some axes: `dim` is one axis, several, or none for all.
/// With `keepdim` the reduced axes stay, with size 1.
public final class ReductionOps {
    private ReductionOps() {}

    private static Samples reductions() {
        return Samples.of(uniform(-2, 2, 3, 4))
                .and(uniform(-2, 2, 3, 4))
                .named("dim", 0L)
                .and(uniform(-2, 2, 3, 4))
                .named("dim", -1L)
                .named("keepdim", true);
    }

    static Samples reductionsOfSeveralAxes() {
        return reductions().and(uniform(-2, 2, 2, 3, 4)).named("dim", List.of(0L, 2L));
    }

    /// Sum. Integers and bools add up in i64.
    @TensorOp("sum(input: Tensor, dim: int[]? = none, keepdim: bool = false, dtype: dtype? = none) -> Tensor")
    public static Op sum() {
        return op().grad(c -> spread(c, c.grad())).onnx("ReduceSum").samples(ReductionOps::reductionsOfSeveralAxes);
    }

    /// Sum down to a shape that broadcasts to the input's: undoes broadcasting.
    @TensorOp(value = "sum_to(input: Tensor, shape: int[]) -> Tensor", internal = true)
    public static Op sum_to() {
        return op().composite(ReductionOps::sumTo).samples(() -> Samples.of(uniform(-2, 2, 2, 3, 4), List.of(3L, 1L)));
    }

    /// Product. Integers and bools multiply in i64.
    @TensorOp("prod(input: Tensor, dim: int[]? = none, keepdim: bool = false, dtype: dtype? = none) -> Tensor")
    public static Op prod() {
        return op().grad(c -> unreduced(c, c.grad())
                        .mul(productsOfOthers(c.input(0), c.args().integers(1))))
                .saves("input")
                .onnx("ReduceProd")
                .samples(() -> reductionsOfSeveralAxes().and(Tensor.of(new double[] {2, 0, 3}, 3)));
    }

    /// Largest element; not a number if any is. The gradient is shared by equal maxima.
    @TensorOp("amax(input: Tensor, dim: int[]? = none, keepdim: bool = false) -> Tensor")
    public static Op amax() {
        return op().grad(ReductionOps::extremumGrad)
                .saves("input", "out")
                .onnx("ReduceMax")
                .samples(ReductionOps::reductionsOfSeveralAxes);
    }

    /// Smallest element; not a number if any is. The gradient is shared by equal minima.
    @TensorOp("amin(input: Tensor, dim: int[]? = none, keepdim: bool = false) -> Tensor")
    public static Op amin() {
        return op().grad(ReductionOps::extremumGrad)
                .saves("input", "out")
                .onnx("ReduceMin")
                .samples(ReductionOps::reductionsOfSeveralAxes);
    }

    /// Largest element along `dim`, or of all; `max(input, other)` is `maximum`. The index is `argmax`. Along one
    /// axis the first of equal elements has the gradient, over several axes they share it.
    @TensorOp("max(input: Tensor, dim: int[]? = none, keepdim: bool = false) -> Tensor")
    public static Op max() {
        return op().composite(a -> extreme(a, true))
                .otherwise(() -> OpIndex.find("maximum"))
                .samples(ReductionOps::reductions);
    }

    /// Smallest element along `dim`, or of all; `min(input, other)` is `minimum`. The index is `argmin`. Along one
    /// axis the first of equal elements has the gradient, over several axes they share it.
    @TensorOp("min(input: Tensor, dim: int[]? = none, keepdim: bool = false) -> Tensor")
    public static Op min() {
        return op().composite(a -> extreme(a, false))
                .otherwise(() -> OpIndex.find("minimum"))
                .samples(ReductionOps::reductions);
    }

    /// Smallest and largest element along `dim`, or of all.
    @TensorOp("aminmax(input: Tensor, dim: int? = none, keepdim: bool = false) -> (Tensor, Tensor)")
    public static Op aminmax() {
        return op().composite(a -> {
                    long[] dims = a.isNull(1) ? null : new long[] {a.integer(1)};
                    return List.of(
                            a.tensor(0).amin(dims, a.flag(2)), a.tensor(0).amax(dims, a.flag(2)));
                })
                .samples(ReductionOps::reductions);
    }

    /// Index of the (first) largest element along `dim`, or in row-major order of all; i64.
    @TensorOp("argmax(input: Tensor, dim: int? = none, keepdim: bool = false) -> Tensor")
    public static Op argmax() {
        return op().onnx("ArgMax").samples(ReductionOps::reductions);
    }

    /// Index of the (first) smallest element along `dim`, or in row-major order of all; i64.
    @TensorOp("argmin(input: Tensor, dim: int? = none, keepdim: bool = false) -> Tensor")
    public static Op argmin() {
        return op().onnx("ArgMin").samples(ReductionOps::reductions);
    }

    /// Is any element nonzero?
    @TensorOp("any(input: Tensor, dim: int[]? = none, keepdim: bool = false) -> Tensor")
    public static Op any() {
        return op().samples(ReductionOps::reductionsOfSeveralAxes);
    }

    /// Are all elements nonzero?
    @TensorOp("all(input: Tensor, dim: int[]? = none, keepdim: bool = false) -> Tensor")
    public static Op all() {
        return op().samples(ReductionOps::reductionsOfSeveralAxes);
    }

    /// A reduced value, repeated over the axes that were reduced.
    private static Tensor spread(GradContext c, Tensor reduced) {
        return unreduced(c, reduced).expand(c.shape(0));
    }

    /// A reduced value with its axes restored at size 1.
    private static Tensor unreduced(GradContext c, Tensor reduced) {
        long[] shape = c.shape(0).clone();
        if (c.args().isNull(1)) {
            return reduced.reshape(Axes.ones(shape.length));
        }
        for (int axis : Shapes.axes("grad", c.args().integers(1), shape.length)) {
            shape[axis] = 1;
        }
        return reduced.reshape(shape);
    }

    /// For each element the product of all others along the axes; by multiplying alone, since a division would go
    /// wrong at zeros.
    ///
    /// @param dims null for all axes
    private static Tensor productsOfOthers(Tensor input, long[] dims) {
        int rank = input.rank();
        int[] reduced = dims == null ? IntStream.range(0, rank).toArray() : Shapes.axes("prod", dims, rank);
        if (reduced.length == 0) {
            return input.ones_like();
        }
        List<Integer> order = new ArrayList<>(IntStream.range(0, rank).boxed().toList());
        List<Integer> last = Arrays.stream(reduced).boxed().toList();
        order.removeAll(last);
        order.addAll(last);
        Tensor moved = input.permute(order.stream().mapToLong(axis -> axis).toArray());
        Tensor lines = moved.flatten(rank - reduced.length, -1);
        Tensor before = productsBefore(lines);
        Tensor after = productsBefore(lines.flip(-1)).flip(-1);
        long[] back = IntStream.range(0, rank).mapToLong(order::indexOf).toArray();
        return before.mul(after).reshape(moved.shape()).permute(back);
    }

    /// For each element the product of those before it along the last axis.
    private static Tensor productsBefore(Tensor lines) {
        long count = lines.size(lines.rank() - 1);
        if (count == 0) {
            return lines;
        }
        Tensor one = lines.narrow(-1, 0, 1).ones_like();
        return Tensors.cat(List.of(one, lines.narrow(-1, 0, count - 1)), -1).cumprod(-1);
    }

    private static Tensor extreme(Args a, boolean largest) {
        Tensor input = a.tensor(0);
        long[] dims = a.integers(1);
        if (dims == null || dims.length != 1 || !input.requiresGrad()) {
            return largest ? input.amax(dims, a.flag(2)) : input.amin(dims, a.flag(2));
        }
        Tensor index = largest ? input.argmax(dims[0], true) : input.argmin(dims[0], true);
        return SortingOps.one(input, dims[0], index, a.flag(2));
    }

    private static Tensor extremumGrad(GradContext c) {
        Tensor isExtremum = c.input(0).eq(unreduced(c, c.out())).to(c.grad().dtype());
        Tensor ties =
                c.args().isNull(1) ? isExtremum.sum() : isExtremum.sum(c.args().integers(1), true, null);
        return isExtremum.mul(unreduced(c, c.grad()).div(ties));
    }

    private static Tensor sumTo(Args a) {
        Tensor input = a.tensor(0);
        long[] shape = a.integers(1);
        int added = input.rank() - shape.length;
        long[] axes = new long[input.rank()];
        int count = 0;
        for (int axis = 0; axis < input.rank(); axis++) {
            if (axis < added || shape[axis - added] != input.size(axis)) {
                axes[count++] = axis;
            }
        }
        Tensor sum = count == 0 ? input : input.sum(Arrays.copyOf(axes, count), true, null);
        return sum.reshape(shape);
    }
}
