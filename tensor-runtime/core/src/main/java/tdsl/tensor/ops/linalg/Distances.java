package tdsl.tensor.ops.linalg;

import tdsl.tensor.DType;
import tdsl.tensor.Tensor;
import tdsl.tensor.error.DTypeException;
import tdsl.tensor.error.ShapeException;
import tdsl.tensor.error.ValueException;
import tdsl.tensor.ops.Tensors;

/// Distances between rows, and statistics of the rows of a matrix.
public final class Distances {
    /// Up to which differences are computed one by one.
    private static final long FEW_ROWS = 25;

    private Distances() {}

    /// See `cdist`. Euclidean distances of many rows come from a product of matrices, |x|² − 2 x·y + |y|²,
    /// as PyTorch computes them; it takes less time and memory, and loses digits where rows are close to
    /// each other.
    public static Tensor all(Tensor left, Tensor right, double p) {
        if (left.rank() < 2 || right.rank() < 2 || left.size(left.rank() - 1) != right.size(right.rank() - 1)) {
            throw new ShapeException(
                            "cdist: x1 and x2 must be rows of one length, not %s and %s",
                            left.describe(), right.describe())
                    .withHint("x1 is [..., n, d] and x2 [..., m, d]");
        }
        requireExponent("cdist", p);
        boolean manyRows = left.size(left.rank() - 2) > FEW_ROWS || right.size(right.rank() - 2) > FEW_ROWS;
        if (p == 2 && manyRows) {
            long[] last = {-1};
            Tensor leftSquares = left.square().sum(last, true, null);
            Tensor rightSquares = right.square().sum(last, true, null).transpose(-2, -1);
            Tensor products = left.matmul(right.transpose(-2, -1)).mul(2);
            return leftSquares.add(rightSquares).sub(products).relu().sqrt();
        }
        return differences(left, right).vector_norm(p, new long[] {-1});
    }

    private static Tensor differences(Tensor left, Tensor right) {
        return left.unsqueeze(-2).sub(right.unsqueeze(-3));
    }

    /// The gradient of `cdist` with respect to `x1`; that with respect to `x2` is this with both exchanged.
    ///
    /// @param distances `[..., n, m]`, as the gradient `grad`
    public static Tensor allGrad(Tensor left, Tensor right, Tensor distances, Tensor grad, double p) {
        if (p == 2) {
            Tensor equal = distances.eq(0);
            Tensor divisor = equal.where(distances.ones_like(), distances);
            Tensor weights = equal.where(grad.zeros_like(), grad.div(divisor));
            return left.mul(weights.sum(new long[] {-1}, true, null)).sub(weights.matmul(right));
        }
        long[] last = {-1};
        Tensor slopes = Norms.gradient(p, differences(left, right), distances.unsqueeze(-1), grad.unsqueeze(-1), last);
        return slopes.sum(new long[] {-2}, false, null);
    }

    /// See `pdist`.
    public static Tensor pairs(Tensor input, double p) {
        if (input.rank() != 2) {
            throw new ShapeException("pdist: takes a matrix, not %s", input.describe());
        }
        requireExponent("pdist", p);
        long rows = input.size(0);
        Tensor indices = Tensors.triu_indices(rows, rows, 1);
        Tensor first = input.index_select(0, indices.narrow(0, 0, 1).squeeze(0));
        Tensor second = input.index_select(0, indices.narrow(0, 1, 1).squeeze(0));
        return first.sub(second).vector_norm(p, new long[] {-1});
    }

    private static void requireExponent(String op, double p) {
        if (p < 0 || Double.isNaN(p)) {
            throw new ValueException("%s: p must not be negative, got %s", op, p);
        }
    }

    /// See `cov`.
    public static Tensor covariance(Tensor input, long correction, Tensor frequencies, Tensor importances) {
        if (input.rank() > 2) {
            throw new ShapeException("cov: takes a matrix or a vector, not %s", input.describe());
        }
        if (input.dtype() == DType.BOOL) {
            throw new DTypeException("cov: bool observations are not supported");
        }
        Tensor rows = input.rank() == 2 ? input : input.reshape(1, -1);
        rows = rows.dtype().isFloating() ? rows : rows.to(DType.FLOAT32);
        checkWeights("fweights", frequencies, rows.size(1));
        checkWeights("aweights", importances, rows.size(1));
        if (frequencies != null && frequencies.dtype().isFloating()) {
            throw new DTypeException("cov: fweights must be integers, not %s", frequencies.dtype());
        }
        Tensor weights =
                frequencies == null ? importances : importances == null ? frequencies : frequencies.mul(importances);
        long[] last = {-1};
        Tensor covariance;
        if (weights == null) {
            Tensor centred = rows.sub(rows.mean(last, true));
            double divisor = Math.max(0, rows.size(1) - correction);
            covariance = centred.matmul(centred.t()).div(divisor);
        } else {
            weights = weights.to(rows.dtype());
            Tensor total = weights.sum();
            Tensor centred = rows.sub(rows.mul(weights).sum(last, true, null).div(total));
            Tensor lost = importances == null
                    ? Tensor.weakScalar((double) correction)
                    : weights.mul(importances).sum().div(total).mul(correction);
            Tensor divisor = total.sub(lost).maximum(0);
            covariance = centred.mul(weights).matmul(centred.t()).div(divisor);
        }
        return input.rank() == 2 ? covariance : covariance.squeeze();
    }

    private static void checkWeights(String name, Tensor weights, long count) {
        if (weights != null && (weights.rank() != 1 || weights.size(0) != count)) {
            throw new ShapeException(
                    "cov: %s must be a vector of the %d observations, not %s", name, count, weights.describe());
        }
    }

    /// See `corrcoef`.
    public static Tensor correlation(Tensor input) {
        if (input.rank() > 2) {
            throw new ShapeException("corrcoef: takes a matrix or a vector, not %s", input.describe());
        }
        Tensor covariance = input.cov();
        if (covariance.rank() == 0) {
            return covariance.div(covariance);
        }
        Tensor deviations = covariance.diagonal(0, 0, 1).sqrt();
        return covariance
                .div(deviations.unsqueeze(1))
                .div(deviations.unsqueeze(0))
                .clamp(Tensor.weakScalar(-1L), Tensor.weakScalar(1L));
    }
}
