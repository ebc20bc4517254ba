package tdsl.tensor.ops.reduction;

import static tdsl.tensor.dispatch.Op.op;
import static tdsl.tensor.dispatch.Samples.uniform;

import java.util.ArrayList;
import java.util.List;
import tdsl.tensor.DType;
import tdsl.tensor.Tensor;
import tdsl.tensor.dispatch.Args;
import tdsl.tensor.dispatch.Op;
import tdsl.tensor.dispatch.Samples;
import tdsl.tensor.error.ShapeException;
import tdsl.tensor.error.ValueException;
import tdsl.tensor.ops.TensorOp;
import tdsl.tensor.ops.Tensors;
import tdsl.tensor.ops.order.SortingOps;
import tdsl.tensor.ops.shape.Axes;

/// Running results along an axis: each element of the result is made of the elements up to there.
public final class ScanOps {
    private ScanOps() {}

    private static Samples alongAxes() {
        return Samples.of(uniform(-2, 2, 3, 4), 0L).and(uniform(-2, 2, 3, 4), -1L);
    }

    /// Sums of the first elements along `dim`; integers in i64.
    @TensorOp("cumsum(input: Tensor, dim: int, dtype: dtype? = none) -> Tensor")
    public static Op cumsum() {
        return op().grad(c -> {
                    if (c.shape(0).length == 0) {
                        return c.grad();
                    }
                    long[] dim = {c.args().integer(1)};
                    return c.grad().flip(dim).cumsum(dim[0]).flip(dim);
                })
                .onnx("CumSum")
                .samples(ScanOps::alongAxes);
    }

    /// Products of the first elements along `dim`; integers in i64.
    @TensorOp("cumprod(input: Tensor, dim: int, dtype: dtype? = none) -> Tensor")
    public static Op cumprod() {
        return op().grad(c -> {
                    long dim = c.args().integer(1);
                    if (c.shape(0).length == 0) {
                        return c.grad();
                    }
                    // Element i is a factor of every product from there on; the rest of each is a product as well.
                    Tensor rest = fromTheEnd(following(c.input(0), dim), c.grad(), dim);
                    return preceding(c.out(), dim, 1).mul(rest);
                })
                .saves("input", "out")
                .samples(() -> alongAxes().and(Tensor.of(new double[] {2, 0, 3, 0, 4}, 5), 0L));
    }

    /// log Σ e^x of the first elements along `dim`, computed without overflow.
    @TensorOp("logcumsumexp(input: Tensor, dim: int) -> Tensor")
    public static Op logcumsumexp() {
        return op().composite(a -> {
                    Tensor input = a.tensor(0);
                    return (input.dtype().isFloating() ? input : input.to(DType.FLOAT32)).log_sums(a.integer(1));
                })
                .samples(ScanOps::alongAxes);
    }

    /// The kernel below `logcumsumexp`; floating.
    @TensorOp(value = "log_sums(input: Tensor, dim: int) -> Tensor", internal = true)
    public static Op log_sums() {
        return op().grad(c -> {
                    long dim = c.args().integer(1);
                    if (c.shape(0).length == 0) {
                        return c.grad();
                    }
                    // Where nothing was added up yet, −∞ − (−∞) stands for log 0.
                    Tensor empty = c.out().isfinite().logical_not();
                    Tensor decay = c.out()
                            .sub(following(c.out(), dim))
                            .masked_fill(empty, zero())
                            .exp();
                    Tensor share = c.input(0).sub(c.out()).exp().masked_fill(empty, zero());
                    return share.mul(fromTheEnd(decay, c.grad(), dim));
                })
                .saves("input", "out")
                .samples(ScanOps::alongAxes);
    }

    /// Largest of the first elements along `dim`; NaN from the first NaN on. The indices are
    /// `cummax_indices`.
    @TensorOp("cummax(input: Tensor, dim: int) -> Tensor")
    public static Op cummax() {
        return op().composite(a -> {
                    Tensor indices = a.tensor(0).cummax_indices(a.integer(1));
                    return SortingOps.chosen(a.tensor(0), a.integer(1), indices);
                })
                .samples(ScanOps::alongAxes);
    }

    /// Index of the (last) largest of the first elements along `dim`.
    @TensorOp(value = "cummax_indices(input: Tensor, dim: int) -> Tensor", internal = true)
    public static Op cummax_indices() {
        return op().samples(ScanOps::alongAxes);
    }

    /// Smallest of the first elements along `dim`; NaN from the first NaN on. The indices are
    /// `cummin_indices`.
    @TensorOp("cummin(input: Tensor, dim: int) -> Tensor")
    public static Op cummin() {
        return op().composite(a -> {
                    Tensor indices = a.tensor(0).cummin_indices(a.integer(1));
                    return SortingOps.chosen(a.tensor(0), a.integer(1), indices);
                })
                .samples(ScanOps::alongAxes);
    }

    /// Index of the (last) smallest of the first elements along `dim`.
    @TensorOp(value = "cummin_indices(input: Tensor, dim: int) -> Tensor", internal = true)
    public static Op cummin_indices() {
        return op().samples(ScanOps::alongAxes);
    }

    /// `out[0] = input[0]`, and `out[i] = input[i] + coefficients[i] · out[i − 1]` along `dim`; floating.
    @TensorOp(value = "linear_recurrence(coefficients: Tensor, input: Tensor, dim: int) -> Tensor", internal = true)
    public static Op linear_recurrence() {
        return op().grad(
                        c -> {
                            long dim = c.args().integer(2);
                            return c.shape(0).length == 0
                                    ? c.grad().zeros_like()
                                    : recurrenceGrad(c.input(0), c.grad(), dim).mul(preceding(c.out(), dim, 0));
                        },
                        c -> c.shape(0).length == 0
                                ? c.grad()
                                : recurrenceGrad(c.input(0), c.grad(), c.args().integer(2)))
                .saves("coefficients", "out")
                .samples(() -> Samples.of(uniform(-1, 1.5, 3, 4), uniform(-2, 2, 3, 4), 0L)
                        .and(uniform(-1, 1.5, 3, 4), uniform(-2, 1, 3, 4), -1L));
    }

    /// Differences of neighbours along `dim`, taken `n` times; of bools, whether they differ. `prepend`
    /// and `append` are joined to the input first.
    @TensorOp(
            "diff(input: Tensor, n: int = 1, dim: int = -1, prepend: Tensor? = none, append: Tensor? = none) -> Tensor")
    public static Op diff() {
        return op().composite(ScanOps::diff)
                .samples(() -> Samples.of(uniform(-2, 2, 3, 4))
                        .and(uniform(-2, 2, 3, 4), 2L, 0L)
                        .and(uniform(-2, 2, 4), 1L, 0L, uniform(-1, 1, 2), uniform(-1, 1, 1)));
    }

    /// The integral by the trapezoidal rule along `dim`, of values at `x` or at distances `dx`.
    @TensorOp("trapezoid(y: Tensor, x: Tensor? = none, dx: number = 1, dim: int = -1) -> Tensor")
    public static Op trapezoid() {
        return op().composite(a -> trapezoids("trapezoid", a).sum(a.integer(3)).div(2))
                .samples(() -> Samples.of(uniform(-2, 2, 3, 4))
                        .and(uniform(-2, 2, 3, 4), uniform(-1, 1, 3))
                        .named("dim", 0L));
    }

    /// The integral by the trapezoidal rule up to each element but the first.
    @TensorOp("cumulative_trapezoid(y: Tensor, x: Tensor? = none, dx: number = 1, dim: int = -1) -> Tensor")
    public static Op cumulative_trapezoid() {
        return op().composite(a -> trapezoids("cumulative_trapezoid", a)
                        .cumsum(a.integer(3))
                        .div(2))
                .samples(() ->
                        Samples.of(uniform(-2, 2, 3, 4)).and(uniform(-2, 2, 3, 4), uniform(-1, 1, 3, 4), 1.0, 0L));
    }

    /// As cumsum, by its name in the Array API; a vector needs no axis. With `include_initial` the result
    /// begins with the sum of no elements, 0.
    @TensorOp("cumulative_sum(x: Tensor, axis: int? = none, dtype: dtype? = none, include_initial: bool = false) ->"
            + " Tensor")
    public static Op cumulative_sum() {
        return op().composite(a -> {
                    long axis = onlyAxis("cumulative_sum", a);
                    return withInitial(a.tensor(0).cumsum(axis, a.dtypeOr(2, null)), axis, a.flag(3), 0);
                })
                .samples(() -> Samples.of(uniform(-2, 2, 4)).named("include_initial", true));
    }

    /// As cumprod, by its name in the Array API; a vector needs no axis. With `include_initial` the
    /// result begins with the product of no elements, 1.
    @TensorOp("cumulative_prod(x: Tensor, axis: int? = none, dtype: dtype? = none, include_initial: bool = false) ->"
            + " Tensor")
    public static Op cumulative_prod() {
        return op().composite(a -> {
                    long axis = onlyAxis("cumulative_prod", a);
                    return withInitial(a.tensor(0).cumprod(axis, a.dtypeOr(2, null)), axis, a.flag(3), 1);
                })
                .samples(() -> Samples.of(uniform(-2, 2, 3, 4), 1L).named("include_initial", true));
    }

    private static long onlyAxis(String op, Args a) {
        if (a.isNull(1) && a.tensor(0).rank() != 1) {
            throw new ValueException(
                    "%s: axis may be left out for a vector only, not for %s",
                    op, a.tensor(0).describe());
        }
        return a.integerOr(1, 0);
    }

    private static Tensor withInitial(Tensor scanned, long axis, boolean included, long initial) {
        if (!included) {
            return scanned;
        }
        long[] shape = scanned.shape();
        shape[Axes.of("cumulative", axis, scanned)] = 1;
        return Tensors.cat(
                List.of(Tensor.empty(scanned.device(), scanned.dtype(), shape).fill_(initial), scanned), axis);
    }

    private static Tensor zero() {
        return Tensor.weakScalar(0L);
    }

    /// `out[i] = input[i] + decay[i] · out[i + 1]`.
    private static Tensor fromTheEnd(Tensor decay, Tensor input, long dim) {
        return decay.flip(dim).linear_recurrence(input.flip(dim), dim).flip(dim);
    }

    private static Tensor recurrenceGrad(Tensor coefficients, Tensor grad, long dim) {
        return fromTheEnd(following(coefficients, dim), grad, dim);
    }

    /// For each element the next one; for the last, itself.
    private static Tensor following(Tensor tensor, long dim) {
        long count = tensor.size(Axes.of("following", dim, tensor));
        return count == 0
                ? tensor
                : Tensors.cat(List.of(tensor.narrow(dim, 1, count - 1), tensor.narrow(dim, count - 1, 1)), dim);
    }

    /// For each element the one before; for the first, `initial`.
    private static Tensor preceding(Tensor tensor, long dim, long initial) {
        long count = tensor.size(Axes.of("preceding", dim, tensor));
        if (count == 0) {
            return tensor;
        }
        Tensor first = tensor.narrow(dim, 0, 1).detach();
        Tensor start = first.full_like(Tensor.weakScalar(initial));
        return Tensors.cat(List.of(start, tensor.narrow(dim, 0, count - 1)), dim);
    }

    private static Tensor diff(Args a) {
        long dim = a.integer(2);
        List<Tensor> parts = new ArrayList<>();
        for (int part : new int[] {3, 0, 4}) {
            if (!a.isNull(part)) {
                parts.add(a.tensor(part));
            }
        }
        if (a.tensor(0).rank() == 0) {
            throw new ShapeException(
                    "diff: takes a tensor with axes, not %s", a.tensor(0).describe());
        }
        if (a.integer(1) < 0) {
            throw new ValueException("diff: n must not be negative, got %d", a.integer(1));
        }
        Tensor result = parts.size() == 1 ? parts.getFirst() : Tensors.cat(parts, dim);
        int axis = Axes.of("diff", dim, result);
        for (long i = 0; i < a.integer(1) && result.size(axis) > 0; i++) {
            long count = result.size(axis) - 1;
            Tensor before = result.narrow(axis, 0, count);
            Tensor after = result.narrow(axis, 1, count);
            result = result.dtype() == DType.BOOL ? after.ne(before) : after.sub(before);
        }
        return result;
    }

    /// Twice the areas below each pair of neighbours.
    private static Tensor trapezoids(String op, Args a) {
        Tensor values = a.tensor(0);
        int axis = Axes.of(op, a.integer(3), values);
        long count = Math.max(0, values.size(axis) - 1);
        Tensor heights =
                values.narrow(axis, Math.min(1, values.size(axis)), count).add(values.narrow(axis, 0, count));
        if (a.isNull(1)) {
            return heights.mul(Tensor.weakScalar(a.value(2)));
        }
        Tensor places = a.tensor(1);
        if (places.rank() != 1) {
            return heights.mul(places.diff(1, a.integer(3)));
        }
        long[] aligned = Axes.ones(values.rank());
        aligned[axis] = places.elementCount();
        return heights.mul(places.reshape(aligned).diff(1, axis));
    }
}
