package tdsl.tensor.ops;

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
import tdsl.tensor.dispatch.Widening;
import tdsl.tensor.error.DTypeException;

/// Functions that combine the elements along some axes: `dim` is one axis, several, or none for all.
/// With `keepdim` the reduced axes stay, with size 1.
final class ReductionOps {
    private ReductionOps() {}

    private static Samples reductions() {
        return Samples.of(uniform(-2, 2, 3, 4))
                .and(uniform(-2, 2, 3, 4))
                .named("dim", 0L)
                .and(uniform(-2, 2, 3, 4))
                .named("dim", -1L)
                .named("keepdim", true);
    }

    private static Samples reductionsOfSeveralAxes() {
        return reductions().and(uniform(-2, 2, 2, 3, 4)).named("dim", List.of(0L, 2L));
    }

    /// Sum. Integers and bools add up in i64.
    @TensorOp("sum(input: Tensor, dim: int[]? = none, keepdim: bool = false, dtype: dtype? = none) -> Tensor")
    static Op sum() {
        return op().grad(c -> spread(c, c.grad())).onnx("ReduceSum").samples(ReductionOps::reductionsOfSeveralAxes);
    }

    /// Sum down to a shape that broadcasts to the input's: undoes broadcasting.
    @TensorOp("sum_to(input: Tensor, shape: int[]) -> Tensor")
    static Op sum_to() {
        return op().composite(ReductionOps::sumTo).samples(() -> Samples.of(uniform(-2, 2, 2, 3, 4), List.of(3L, 1L)));
    }

    /// Arithmetic mean; of integers in f32.
    @TensorOp("mean(input: Tensor, dim: int[]? = none, keepdim: bool = false, dtype: dtype? = none) -> Tensor")
    static Op mean() {
        return op().composite(a -> {
                    DType dtype = a.dtypeOr(3, floating(a.tensor(0).dtype()));
                    if (!dtype.isFloating()) {
                        throw new DTypeException("mean: dtype must be floating, not %s", dtype);
                    }
                    Tensor input = a.tensor(0).to(dtype);
                    double count = reducedCount("mean", input, a.integers(1));
                    // The sum may be beyond the largest f16, the mean is not.
                    return input.sum(a.integers(1), a.flag(2), dtype.arithmetic())
                            .div(count)
                            .to(dtype);
                })
                .samples(ReductionOps::reductionsOfSeveralAxes);
    }

    /// Product. Integers and bools multiply in i64.
    @TensorOp("prod(input: Tensor, dim: int? = none, keepdim: bool = false) -> Tensor")
    static Op prod() {
        return op().grad(c -> {
                    Tensor zeros = c.input(0).eq(0);
                    Tensor nonzero = zeros.where(c.input(0).ones_like(), c.input(0));
                    Long dim = (Long) c.args().value(1);
                    Tensor zeroCount = zeros.sum(
                            dim == null ? null : new long[] {dim},
                            false,
                            c.grad().dtype());
                    Tensor ofNonzero = unreduced(c, c.grad()).mul(unreduced(c, nonzero.prod(dim)));
                    // With one zero only that element has a gradient, with several none has.
                    Tensor kept = unreduced(c, zeroCount).eq(zeros.to(c.grad().dtype()));
                    return kept.to(c.grad().dtype()).mul(ofNonzero.div(nonzero));
                })
                .saves("input")
                .onnx("ReduceProd")
                .samples(ReductionOps::reductions);
    }

    /// Largest element; not a number if any is. The gradient is shared by equal maxima.
    @TensorOp("amax(input: Tensor, dim: int[]? = none, keepdim: bool = false) -> Tensor")
    static Op amax() {
        return op().grad(ReductionOps::extremumGrad)
                .saves("input", "out")
                .onnx("ReduceMax")
                .samples(ReductionOps::reductionsOfSeveralAxes);
    }

    /// Smallest element; not a number if any is. The gradient is shared by equal minima.
    @TensorOp("amin(input: Tensor, dim: int[]? = none, keepdim: bool = false) -> Tensor")
    static Op amin() {
        return op().grad(ReductionOps::extremumGrad)
                .saves("input", "out")
                .onnx("ReduceMin")
                .samples(ReductionOps::reductionsOfSeveralAxes);
    }

    /// Largest element along `dim`, or of all. The index is `argmax`.
    @TensorOp("max(input: Tensor, dim: int[]? = none, keepdim: bool = false) -> Tensor")
    static Op max() {
        return op().composite(a -> a.tensor(0).amax(a.integers(1), a.flag(2))).samples(ReductionOps::reductions);
    }

    /// Smallest element along `dim`, or of all. The index is `argmin`.
    @TensorOp("min(input: Tensor, dim: int[]? = none, keepdim: bool = false) -> Tensor")
    static Op min() {
        return op().composite(a -> a.tensor(0).amin(a.integers(1), a.flag(2))).samples(ReductionOps::reductions);
    }

    /// Index of the (first) largest element along `dim`, or in row-major order of all; i64.
    @TensorOp("argmax(input: Tensor, dim: int? = none, keepdim: bool = false) -> Tensor")
    static Op argmax() {
        return op().onnx("ArgMax").samples(ReductionOps::reductions);
    }

    /// Index of the (first) smallest element along `dim`, or in row-major order of all; i64.
    @TensorOp("argmin(input: Tensor, dim: int? = none, keepdim: bool = false) -> Tensor")
    static Op argmin() {
        return op().onnx("ArgMin").samples(ReductionOps::reductions);
    }

    /// Is any element nonzero?
    @TensorOp("any(input: Tensor, dim: int[]? = none, keepdim: bool = false) -> Tensor")
    static Op any() {
        return op().samples(ReductionOps::reductionsOfSeveralAxes);
    }

    /// Are all elements nonzero?
    @TensorOp("all(input: Tensor, dim: int[]? = none, keepdim: bool = false) -> Tensor")
    static Op all() {
        return op().samples(ReductionOps::reductionsOfSeveralAxes);
    }

    /// How many elements are nonzero; i64.
    @TensorOp("count_nonzero(input: Tensor, dim: int[]? = none) -> Tensor")
    static Op count_nonzero() {
        return op().composite(a -> a.tensor(0).ne(0).sum(a.integers(1), false, null))
                .samples(() -> Samples.of(uniform(-2, 2, 3, 4).round()));
    }

    /// Variance, divided by the count less `correction`.
    @TensorOp("var(input: Tensor, dim: int[]? = none, correction: float = 1.0, keepdim: bool = false) -> Tensor")
    static Op var() {
        return op().composite(Widening.of(a -> {
                    Tensor input = a.tensor(0);
                    double count = reducedCount("var", input, a.integers(1)) - a.real(2);
                    Tensor centred = input.sub(input.mean(a.integers(1), true));
                    return centred.square().sum(a.integers(1), a.flag(3), null).div(Math.max(0, count));
                }))
                .samples(ReductionOps::reductionsOfSeveralAxes);
    }

    /// Standard deviation, with the count less `correction` as divisor.
    @TensorOp("std(input: Tensor, dim: int[]? = none, correction: float = 1.0, keepdim: bool = false) -> Tensor")
    static Op std() {
        return op().composite(Widening.of(a ->
                        a.tensor(0).var(a.integers(1), a.real(2), a.flag(3)).sqrt()))
                .samples(ReductionOps::reductionsOfSeveralAxes);
    }

    /// log Σ e^x, computed without overflow.
    @TensorOp("logsumexp(input: Tensor, dim: int[], keepdim: bool = false) -> Tensor")
    static Op logsumexp() {
        return op().composite(Widening.of(a -> {
                    Tensor input = a.tensor(0);
                    Tensor largest = input.amax(a.integers(1), true).detach();
                    Tensor finite = largest.isfinite().where(largest, largest.zeros_like());
                    Tensor sums = input.sub(finite)
                            .exp()
                            .sum(a.integers(1), true, null)
                            .log()
                            .add(finite);
                    return a.flag(2) ? sums : sums.squeeze(a.integers(1));
                }))
                .samples(() -> Samples.of(uniform(-2, 2, 3, 4), 1L)
                        .and(uniform(-2, 2, 3, 4), 0L)
                        .named("keepdim", true));
    }

    /// Sums of the first elements along `dim`; integers in i64.
    @TensorOp("cumsum(input: Tensor, dim: int) -> Tensor")
    static Op cumsum() {
        return op().grad(c -> {
                    if (c.shape(0).length == 0) {
                        return c.grad();
                    }
                    long[] dim = {c.args().integer(1)};
                    return c.grad().flip(dim).cumsum(dim[0]).flip(dim);
                })
                .onnx("CumSum")
                .samples(() -> Samples.of(uniform(-2, 2, 3, 4), 0L).and(uniform(-2, 2, 3, 4), -1L));
    }

    private static DType floating(DType dtype) {
        return dtype.isFloating() ? dtype : DType.FLOAT32;
    }

    private static double reducedCount(String op, Tensor input, long[] dims) {
        if (dims == null) {
            return input.elementCount();
        }
        double count = 1;
        for (int axis : Shapes.axes(op, dims, input.rank())) {
            count *= input.size(axis);
        }
        return count;
    }

    /// A reduced value, repeated over the axes that were reduced.
    private static Tensor spread(GradContext c, Tensor reduced) {
        return unreduced(c, reduced).expand(c.shape(0));
    }

    /// A reduced value with its axes restored at size 1.
    private static Tensor unreduced(GradContext c, Tensor reduced) {
        long[] shape = c.shape(0);
        Args args = c.args();
        Object dims = args.value(1);
        if (dims == null) {
            long[] ones = new long[shape.length];
            Arrays.fill(ones, 1);
            return reduced.reshape(ones);
        }
        long[] axes = dims instanceof Long single ? new long[] {single} : (long[]) dims;
        long[] kept = shape.clone();
        for (int axis : Shapes.axes("grad", axes, shape.length)) {
            kept[axis] = 1;
        }
        return reduced.reshape(kept);
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
