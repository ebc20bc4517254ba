package tdsl.tensor.ops.reduction;

import static tdsl.tensor.dispatch.Op.op;
import static tdsl.tensor.dispatch.Samples.uniform;
import static tdsl.tensor.ops.reduction.ReductionOps.reductionsOfSeveralAxes;

import java.util.List;
import tdsl.tensor.DType;
import tdsl.tensor.Shapes;
import tdsl.tensor.Tensor;
import tdsl.tensor.dispatch.Args;
import tdsl.tensor.dispatch.Op;
import tdsl.tensor.dispatch.Samples;
import tdsl.tensor.dispatch.Widening;
import tdsl.tensor.error.DTypeException;
import tdsl.tensor.ops.OpIndex;
import tdsl.tensor.ops.TensorOp;

/// Means and variances along some axes: `dim` is one axis, several, or none for all.
public final class StatisticsOps {
    private StatisticsOps() {}

    /// Arithmetic mean; of integers in f32.
    @TensorOp("mean(input: Tensor, dim: int[]? = none, keepdim: bool = false, dtype: dtype? = none) -> Tensor")
    public static Op mean() {
        return op().composite(a -> {
                    DType dtype = a.dtypeOr(3, floating(a.tensor(0).dtype()));
                    if (!dtype.isFloating()) {
                        throw new DTypeException("mean: dtype must be floating, not %s", dtype);
                    }
                    Tensor input = a.tensor(0).to(dtype);
                    double count = count("mean", input, a.integers(1));
                    // The sum may be beyond the largest f16, the mean is not.
                    return input.sum(a.integers(1), a.flag(2), dtype.arithmetic())
                            .div(count)
                            .to(dtype);
                })
                .samples(() -> reductionsOfSeveralAxes());
    }

    /// Sum of the elements that are not NaN.
    @TensorOp("nansum(input: Tensor, dim: int[]? = none, keepdim: bool = false, dtype: dtype? = none) -> Tensor")
    public static Op nansum() {
        return op().composite(a -> withoutNotANumber(a.tensor(0)).sum(a.integers(1), a.flag(2), a.dtypeOr(3, null)))
                .samples(StatisticsOps::numbers);
    }

    /// Arithmetic mean of the elements that are not NaN; NaN if there are none.
    @TensorOp("nanmean(input: Tensor, dim: int[]? = none, keepdim: bool = false, dtype: dtype? = none) -> Tensor")
    public static Op nanmean() {
        return op().composite(Widening.of(a -> {
                    DType dtype = a.dtypeOr(3, floating(a.tensor(0).dtype()));
                    Tensor input = a.tensor(0).to(dtype);
                    Tensor counts = input.isnan().logical_not().sum(a.integers(1), a.flag(2), dtype);
                    return withoutNotANumber(input)
                            .sum(a.integers(1), a.flag(2), null)
                            .div(counts);
                }))
                .samples(StatisticsOps::numbers);
    }

    /// Variance, divided by the count less `correction`. With a bool `unbiased` in its place: `var_unbiased`.
    @TensorOp("var(input: Tensor, dim: int[]? = none, correction: float = 1.0, keepdim: bool = false) -> Tensor")
    public static Op var() {
        return op().composite(Widening.of(a -> varianceAndMean("var", a).getFirst()))
                .otherwise(() -> OpIndex.find("var_unbiased"))
                .samples(() -> reductionsOfSeveralAxes());
    }

    /// Standard deviation, with the count less `correction` as divisor. With a bool `unbiased` in its place:
    /// `std_unbiased`.
    @TensorOp("std(input: Tensor, dim: int[]? = none, correction: float = 1.0, keepdim: bool = false) -> Tensor")
    public static Op std() {
        return op().composite(
                        Widening.of(a -> varianceAndMean("std", a).getFirst().sqrt()))
                .otherwise(() -> OpIndex.find("std_unbiased"))
                .samples(() -> reductionsOfSeveralAxes());
    }

    /// Variance, divided by the count less 1 or, if not `unbiased`, by the count.
    @TensorOp("var_unbiased(input: Tensor, dim: int[]? = none, unbiased: bool = true, keepdim: bool = false) -> Tensor")
    public static Op var_unbiased() {
        return op().composite(a -> a.tensor(0).var(a.integers(1), a.flag(2) ? 1.0 : 0.0, a.flag(3)))
                .samples(() -> Samples.of(uniform(-2, 2, 3, 4), 1L, false));
    }

    /// Standard deviation, with the count less 1 as divisor or, if not `unbiased`, the count.
    @TensorOp("std_unbiased(input: Tensor, dim: int[]? = none, unbiased: bool = true, keepdim: bool = false) -> Tensor")
    public static Op std_unbiased() {
        return op().composite(a -> a.tensor(0).std(a.integers(1), a.flag(2) ? 1.0 : 0.0, a.flag(3)))
                .samples(() -> Samples.of(uniform(-2, 2, 3, 4), 1L, false));
    }

    /// Variance, divided by the count less `correction`, and arithmetic mean.
    @TensorOp("var_mean(input: Tensor, dim: int[]? = none, correction: float = 1.0, keepdim: bool = false) -> (Tensor,"
            + " Tensor)")
    public static Op var_mean() {
        return op().composite(Widening.of(a -> varianceAndMean("var_mean", a)))
                .samples(() -> reductionsOfSeveralAxes());
    }

    /// Standard deviation, with the count less `correction` as divisor, and arithmetic mean.
    @TensorOp("std_mean(input: Tensor, dim: int[]? = none, correction: float = 1.0, keepdim: bool = false) -> (Tensor,"
            + " Tensor)")
    public static Op std_mean() {
        return op().composite(Widening.of(a -> {
                    List<Tensor> both = varianceAndMean("std_mean", a);
                    return List.of(both.getFirst().sqrt(), both.getLast());
                }))
                .samples(() -> reductionsOfSeveralAxes());
    }

    /// How many elements are nonzero; i64.
    @TensorOp("count_nonzero(input: Tensor, dim: int[]? = none, keepdim: bool = false) -> Tensor")
    public static Op count_nonzero() {
        return op().composite(a -> a.tensor(0).ne(0).sum(a.integers(1), a.flag(2), null))
                .samples(() -> Samples.of(uniform(-2, 2, 3, 4).round()));
    }

    /// log Σ e^x, computed without overflow; of integers in f32.
    @TensorOp("logsumexp(input: Tensor, dim: int[], keepdim: bool = false) -> Tensor")
    public static Op logsumexp() {
        return op().composite(Widening.of(a -> {
                    Tensor input = a.tensor(0).to(floating(a.tensor(0).dtype()));
                    if (count("logsumexp", input, a.integers(1)) == 0) {
                        return input.sum(a.integers(1), a.flag(2), null).log();
                    }
                    Tensor largest = input.amax(a.integers(1), true).detach();
                    Tensor finite = largest.isfinite().where(largest, largest.zeros_like());
                    Tensor sums = input.sub(finite)
                            .exp()
                            .sum(a.integers(1), true, null)
                            .log()
                            .add(finite);
                    return a.flag(2) || input.rank() == 0 ? sums : sums.squeeze(a.integers(1));
                }))
                .samples(() -> Samples.of(uniform(-2, 2, 3, 4), 1L)
                        .and(uniform(-2, 2, 3, 4), 0L)
                        .named("keepdim", true));
    }

    private static Samples numbers() {
        return Samples.of(uniform(-2, 2, 3, 4)).and(uniform(-2, 2, 3, 4), 1L);
    }

    private static Tensor withoutNotANumber(Tensor input) {
        return input.dtype().isFloating() ? input.masked_fill(input.isnan(), Tensor.weakScalar(0L)) : input;
    }

    private static DType floating(DType dtype) {
        return dtype.isFloating() ? dtype : DType.FLOAT32;
    }

    private static double count(String op, Tensor input, long[] dims) {
        if (dims == null) {
            return input.elementCount();
        }
        double count = 1;
        if (input.rank() > 0) {
            for (int axis : Shapes.axes(op, dims, input.rank())) {
                count *= input.size(axis);
            }
        }
        return count;
    }

    /// In two passes, corrected for what rounding leaves in the sum of the centred elements (Chan, Golub
    /// and LeVeque, "Algorithms for computing the sample variance", 1983).
    private static List<Tensor> varianceAndMean(String op, Args a) {
        Tensor input = a.tensor(0);
        if (!input.dtype().isFloating()) {
            throw new DTypeException("%s: takes floating elements, not %s", op, input.describe());
        }
        double count = count(op, input, a.integers(1));
        Tensor mean = input.mean(a.integers(1), true);
        Tensor centred = input.sub(mean);
        Tensor squares = centred.square().sum(a.integers(1), a.flag(3), null);
        Tensor rest = centred.sum(a.integers(1), a.flag(3), null).square().div(count);
        Tensor variance = squares.sub(rest).div(Math.max(0, count - a.real(2)));
        return List.of(variance, mean.reshape(variance.shape()));
    }
}
