package tdsl.tensor.ops.order;

import static tdsl.tensor.dispatch.Op.op;
import static tdsl.tensor.dispatch.Samples.uniform;

import java.util.List;
import tdsl.tensor.DType;
import tdsl.tensor.Tensor;
import tdsl.tensor.dispatch.Args;
import tdsl.tensor.dispatch.Op;
import tdsl.tensor.dispatch.Samples;
import tdsl.tensor.error.DTypeException;
import tdsl.tensor.error.ValueException;
import tdsl.tensor.ops.TensorOp;
import tdsl.tensor.ops.Tensors;

/// How often numbers occur.
public final class CountingOps {
    private CountingOps() {}

    /// Not in f64: counts have no gradient.
    private static Tensor elements() {
        return uniform(-2, 2, 3, 4).to(DType.FLOAT32);
    }

    /// How often each number from 0 occurs in a vector of integers, up to the largest or `minlength` − 1;
    /// i64. With `weights`, the sums of those at each number, in f32 or f64.
    @TensorOp("bincount(input: Tensor, weights: Tensor? = none, minlength: int = 0) -> Tensor")
    public static Op bincount() {
        return op().samples(() -> Samples.of(Tensor.of(new long[] {2, 0, 3, 2}))
                .and(Tensor.of(new long[] {2, 0, 3, 2}), uniform(0, 1, 4).to(DType.FLOAT32), 6L));
    }

    /// How many elements lie in each of `bins` intervals of equal width between `min` and `max`, or if
    /// these are equal between the smallest and the largest element; in the input's dtype. Each interval
    /// contains its lower end, and the last its upper end too. Elements outside are not counted.
    @TensorOp("histc(input: Tensor, bins: int = 100, min: float = 0.0, max: float = 0.0) -> Tensor")
    public static Op histc() {
        return op().composite(a -> {
                    DType dtype = a.tensor(0).dtype();
                    DType counted = dtype == DType.BOOL ? DType.UINT8 : dtype.arithmetic();
                    Tensor input = a.tensor(0).detach().reshape(-1).to(counted);
                    Tensor edges = edges("histc", input, a.integer(1), a.real(2), a.real(3));
                    return counts(input, edges, null).to(dtype);
                })
                .samples(() -> Samples.of(elements(), 5L).and(elements(), 4L, -1.0, 1.5));
    }

    /// A histogram and the edges of its bins. `bins` is their number, between the two numbers of `range`
    /// or the smallest and the largest element, or a vector of edges. Elements count `weight`, if given;
    /// with `density` the histogram's integral is 1.
    @TensorOp("histogram(input: Tensor, bins: value, range: value? = none, weight: Tensor? = none, density: bool ="
            + " false) -> (Tensor, Tensor)")
    public static Op histogram() {
        return op().composite(CountingOps::histogram)
                .samples(() -> Samples.of(elements(), 5L)
                        .and(
                                elements(),
                                Tensor.of(new double[] {-1, 0, 0.25, 2}, 4).to(DType.FLOAT32))
                        .named("density", true)
                        .and(elements(), 4L, List.of(-1.0, 1.0), elements().abs()));
    }

    private static List<Tensor> histogram(Args a) {
        Tensor input = a.tensor(0).detach().reshape(-1);
        Tensor edges = switch (a.value(1)) {
            case Long bins when a.isNull(2) -> edges("histogram", input, bins, 0, 0);
            case Long bins -> {
                double[] range = range(a.value(2));
                yield edges("histogram", input, bins, range[0], range[1]);
            }
            case Tensor given when given.rank() == 1 && given.elementCount() >= 2 -> given.to(input.dtype());
            case null, default -> throw new ValueException("histogram: bins must be an int or a vector of edges");
        };
        Tensor weight = a.isNull(3) ? null : a.tensor(3).detach().reshape(-1);
        Tensor counts = counts(input, edges, weight).to(input.dtype());
        return List.of(a.flag(4) ? counts.div(counts.sum().mul(edges.diff())) : counts, edges);
    }

    private static double[] range(Object value) {
        if (value instanceof List<?> list
                && list.size() == 2
                && list.get(0) instanceof Number low
                && list.get(1) instanceof Number high) {
            return new double[] {low.doubleValue(), high.doubleValue()};
        }
        throw new ValueException("histogram: range must be two numbers");
    }

    /// The ends of bins of equal width; the extremes of the input if `low` and `high` are equal.
    private static Tensor edges(String op, Tensor input, long bins, double low, double high) {
        if (bins < 1) {
            throw new ValueException("%s: bins must be positive, not %d", op, bins);
        }
        if (input.dtype() == DType.BOOL) {
            throw new DTypeException("%s: takes numbers, not %s", op, input.describe());
        }
        double from = low;
        double to = high;
        if (low == high && input.elementCount() > 0) {
            from = ((Number) input.amin().item()).doubleValue();
            to = ((Number) input.amax().item()).doubleValue();
        }
        if (from == to) {
            // All elements are equal: they lie in the middle of an interval of width 2 or, of integers, 1 either way.
            from -= 1;
            to += 1;
        }
        if (!(Double.isFinite(from) && Double.isFinite(to) && from < to)) {
            throw new ValueException("%s: the range from %s to %s has no bins", op, from, to);
        }
        return Tensors.linspace(from, to, bins + 1, input.dtype().isFloating() ? input.dtype() : DType.FLOAT32);
    }

    /// Elements outside of all bins are counted in one more, which is left out.
    private static Tensor counts(Tensor input, Tensor edges, Tensor weight) {
        long bins = edges.elementCount() - 1;
        Tensor bin = edges.searchsorted(input, true).sub(1);
        Tensor isLast = input.eq(edges.narrow(0, bins, 1));
        Tensor placed = isLast.where(Tensor.weakScalar(bins - 1), bin);
        Tensor outside = placed.lt(0).logical_or(placed.ge(bins));
        return outside.where(Tensor.weakScalar(bins), placed)
                .bincount(weight, bins + 1)
                .narrow(0, 0, bins);
    }
}
