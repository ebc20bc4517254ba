package tdsl.tensor.ops.reduction;

import static tdsl.tensor.dispatch.Op.op;
import static tdsl.tensor.dispatch.Samples.uniform;

import java.util.Arrays;
import tdsl.tensor.DType;
import tdsl.tensor.Shapes;
import tdsl.tensor.Tensor;
import tdsl.tensor.dispatch.Args;
import tdsl.tensor.dispatch.Op;
import tdsl.tensor.dispatch.Samples;
import tdsl.tensor.error.DTypeException;
import tdsl.tensor.error.ValueException;
import tdsl.tensor.ops.TensorOp;
import tdsl.tensor.ops.shape.Axes;

/// Quantiles, between the order statistics of an axis.
public final class QuantileOps {
    private QuantileOps() {}

    /// The `q`-th quantiles (0 to 1, a number or a vector) along `dim`, or of all elements; NaN if any
    /// is. A quantile that lies between two elements is chosen by `interpolation`: "linear", "lower",
    /// "higher", "midpoint" or "nearest". The quantiles of a vector `q` lie along a new first axis.
    @TensorOp("quantile(input: Tensor, q: Tensor, dim: int? = none, keepdim: bool = false, interpolation: string ="
            + " \"linear\") -> Tensor")
    public static Op quantile() {
        return op().composite(a -> quantiles("quantile", a, false)).samples(QuantileOps::samples);
    }

    /// As quantile, of the elements that are not NaN.
    @TensorOp("nanquantile(input: Tensor, q: Tensor, dim: int? = none, keepdim: bool = false, interpolation: string ="
            + " \"linear\") -> Tensor")
    public static Op nanquantile() {
        return op().composite(a -> quantiles("nanquantile", a, true)).samples(QuantileOps::samples);
    }

    private static Samples samples() {
        Tensor several = Tensor.of(new double[] {0, 0.3, 0.75}, 3).to(DType.FLOAT32);
        Samples samples = Samples.of(uniform(-2, 2, 3, 4), 0.4).and(uniform(-2, 2, 3, 4), several, 1L);
        for (String interpolation : new String[] {"lower", "higher", "midpoint", "nearest"}) {
            samples = samples.and(uniform(-2, 2, 3, 4), several, 0L, true, interpolation);
        }
        return samples;
    }

    private static Tensor quantiles(String op, Args a, boolean ignoresNotANumber) {
        Tensor input = a.isNull(2) ? a.tensor(0).reshape(-1) : a.tensor(0);
        int axis = Shapes.axis(op, a.integerOr(2, 0), Math.max(1, input.rank()));
        Tensor q = checked(op, input, a.tensor(1));
        Tensor lines = input.rank() == 0 ? input.reshape(1) : input.movedim(new long[] {axis}, -1);
        if (lines.size(lines.rank() - 1) == 0) {
            throw new ValueException("%s: %s has no elements to choose from", op, input.describe());
        }
        // Along the last axis: the sorted elements, and then the quantiles.
        Tensor found = interpolated(op, lines.sort().getFirst(), q.reshape(-1), a.text(4), ignoresNotANumber);
        boolean several = q.rank() == 1;
        long[] kept = a.isNull(2) ? a.tensor(0).shape() : input.shape();
        for (int i = 0; i < kept.length; i++) {
            kept[i] = a.isNull(2) || i == axis ? 1 : kept[i];
        }
        long[] shape = a.flag(3) ? kept : Arrays.copyOf(lines.shape(), lines.rank() - 1);
        return several
                ? found.movedim(new long[] {-1}, 0).reshape(Axes.prepended(q.elementCount(), shape))
                : found.squeeze(-1).reshape(shape);
    }

    private static Tensor checked(String op, Tensor input, Tensor q) {
        if (!input.dtype().isFloating()) {
            throw new DTypeException("%s: takes floating elements, not %s", op, input.describe());
        }
        if (q.rank() > 1) {
            throw new ValueException("%s: q must be a number or a vector, not %s", op, q.describe());
        }
        Tensor quantiles = q.detach().to(DType.FLOAT64).on(input.device());
        if (!(Boolean) quantiles.ge(0).logical_and(quantiles.le(1)).all().item()) {
            throw new ValueException("%s: q must lie between 0 and 1", op);
        }
        return quantiles;
    }

    private static Tensor interpolated(
            String op, Tensor sorted, Tensor q, String interpolation, boolean ignoresNotANumber) {
        long last = sorted.size(sorted.rank() - 1) - 1;
        Tensor missing = sorted.detach().isnan();
        Tensor highest = ignoresNotANumber
                ? missing.logical_not()
                        .sum(new long[] {-1}, true, DType.FLOAT64)
                        .sub(1)
                        .clamp(Tensor.weakScalar(0L))
                : missing.narrow(-1, last, 1).zeros_like(DType.FLOAT64).add(last);
        Tensor rank = highest.mul(q);
        Tensor below = rank.floor();
        Tensor weight = rank.sub(below);
        Tensor chosen = switch (interpolation) {
            case "linear" -> weight;
            case "lower" -> weight.zeros_like();
            case "higher" -> weight.ceil();
            case "midpoint" -> weight.ceil().mul(0.5);
            // Half-way to the even one.
            case "nearest" -> rank.round().sub(below);
            default ->
                throw new ValueException(
                        "%s: interpolation must be \"linear\", \"lower\", \"higher\", \"midpoint\" or \"nearest\", not"
                                + " \"%s\"",
                        op, interpolation);
        };
        Tensor low = sorted.gather(-1, below.to(DType.INT64));
        Tensor high = sorted.gather(-1, rank.ceil().to(DType.INT64));
        Tensor part = chosen.to(sorted.dtype());
        Tensor distance = high.sub(low);
        // From the nearer end, and not at the ends, where ∞ − ∞ would be NaN.
        Tensor between = chosen.lt(0.5)
                .where(
                        low.add(distance.mul(part)),
                        high.sub(distance.mul(part.neg().add(1))));
        Tensor quantiles = chosen.eq(0).where(low, chosen.eq(1).where(high, between));
        Tensor anyMissing = missing.narrow(-1, last, 1);
        return ignoresNotANumber ? quantiles : quantiles.masked_fill(anyMissing, Tensor.weakScalar(Double.NaN));
    }
}
