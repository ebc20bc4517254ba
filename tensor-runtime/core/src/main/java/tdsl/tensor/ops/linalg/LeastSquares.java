package tdsl.tensor.ops.linalg;

import java.util.List;
import tdsl.tensor.DType;
import tdsl.tensor.Tensor;
import tdsl.tensor.error.ShapeException;
import tdsl.tensor.error.ValueException;

/// What follows from the singular values of matrices: pseudoinverses, ranks, least-squares solutions,
/// conditions.
public final class LeastSquares {
    private static final List<String> DRIVERS = List.of("gels", "gelsy", "gelsd", "gelss");

    private LeastSquares() {}

    /// Up to where singular values count as 0.
    ///
    /// @param absolute null if not given
    /// @param relative to the largest singular value; null if not given
    public record Tolerance(Tensor absolute, Tensor relative) {
        /// Whether each value, in descending order of the last axis, counts.
        private Tensor admits(Tensor values, long rows, long columns) {
            Tensor bound = bound(values, rows, columns);
            return values.gt(bound == null ? values.zeros_like() : bound);
        }

        private Tensor bound(Tensor values, long rows, long columns) {
            if (values.size(values.rank() - 1) == 0) {
                return null;
            }
            Tensor largest = values.amax(new long[] {-1}, true);
            double precision = values.dtype() == DType.FLOAT32 ? Math.ulp(1f) : Math.ulp(1.0);
            Tensor scaled = relative != null
                    ? largest.mul(unsqueezed(relative))
                    : largest.mul(absolute == null ? Math.max(rows, columns) * precision : 0);
            return absolute == null ? scaled : scaled.maximum(unsqueezed(absolute));
        }

        private static Tensor unsqueezed(Tensor tolerance) {
            return tolerance.rank() == 0 ? tolerance : tolerance.unsqueeze(-1);
        }
    }

    /// @param absolute a tensor, or null if not given; likewise `relative`
    public static Tolerance tolerance(Object absolute, Object relative) {
        return new Tolerance((Tensor) absolute, (Tensor) relative);
    }

    public static Tensor pinv(Tensor matrices, Tolerance tolerance, boolean hermitian) {
        Tensor u;
        Tensor values;
        Tensor vt;
        if (hermitian) {
            MatrixChecks.requireSquare("pinv", matrices);
            List<Tensor> decomposed = matrices.eigh();
            values = decomposed.get(0);
            u = decomposed.get(1);
            vt = u.transpose(-2, -1);
        } else {
            MatrixChecks.requireMatrices("pinv", matrices);
            List<Tensor> decomposed = matrices.svd(false);
            u = decomposed.get(0);
            values = decomposed.get(1);
            vt = decomposed.get(2);
        }
        int rank = matrices.rank();
        Tensor counts = tolerance.admits(values.abs(), matrices.size(rank - 2), matrices.size(rank - 1));
        Tensor inverses = counts.where(values.reciprocal(), values.zeros_like());
        return vt.transpose(-2, -1).mul(inverses.unsqueeze(-2)).matmul(u.transpose(-2, -1));
    }

    public static Tensor rank(Tensor matrices, Tolerance tolerance, boolean hermitian) {
        MatrixChecks.requireMatrices("matrix_rank", matrices);
        Tensor detached = matrices.detach();
        Tensor values = hermitian ? detached.eigvalsh().abs() : detached.svdvals();
        int rank = matrices.rank();
        return tolerance
                .admits(values, matrices.size(rank - 2), matrices.size(rank - 1))
                .sum(new long[] {-1}, false, null);
    }

    /// @throws ValueException if LAPACK has no such driver
    public static void requireDriver(String driver) {
        if (driver != null && !DRIVERS.contains(driver)) {
            throw new ValueException("lstsq: driver must be one of %s, not \"%s\"", String.join(", ", DRIVERS), driver);
        }
    }

    /// Solution, residuals, ranks and singular values.
    public static List<Tensor> solve(Tensor matrices, Tensor right, Tensor rcond) {
        long rows = matrices.size(matrices.rank() - 2);
        long columns = matrices.size(matrices.rank() - 1);
        boolean isVector = MatrixChecks.isVector(matrices, right);
        int axis = right.rank() - (isVector ? 1 : 2);
        if (axis < 0 || right.size(axis) != rows) {
            throw new ShapeException(
                            "lstsq: A is %s, so B must have as many rows, but it is %s",
                            matrices.describe(), right.describe())
                    .withHint("A X = B: A [m, n], B [m, k] or [m]");
        }
        Tolerance tolerance = new Tolerance(null, rcond);
        Tensor sides = isVector ? right.unsqueeze(-1) : right;
        Tensor solution = matrices.pinv(rcond).matmul(sides);
        Tensor values = matrices.svdvals();
        Tensor ranks = tolerance.admits(values.detach(), rows, columns).sum(new long[] {-1}, false, null);
        boolean full = rows > columns && (Boolean) ranks.eq(columns).all().item();
        Tensor residuals = full
                ? matrices.matmul(solution).sub(sides).square().sum(new long[] {-2}, false, null)
                : Tensor.empty(solution.device(), solution.dtype(), 0);
        return List.of(isVector ? solution.squeeze(-1) : solution, residuals, ranks, values);
    }

    /// @param p as `matrix_norm` takes it, or null for the singular values' quotient
    public static Tensor condition(Tensor matrices, Object p) {
        MatrixChecks.requireMatrices("cond", matrices);
        boolean smallestFirst = p instanceof Number number && number.doubleValue() == -2;
        if (p == null || smallestFirst || p instanceof Number other && other.doubleValue() == 2) {
            Tensor values = matrices.svdvals();
            long[] last = {-1};
            Tensor quotient = values.amax(last).div(values.amin(last));
            return smallestFirst ? quotient.reciprocal() : quotient;
        }
        MatrixChecks.requireSquare("cond", matrices);
        List<Tensor> inverted = matrices.inv_ex();
        Tensor product = matrices.matrix_norm(p).mul(inverted.get(0).matrix_norm(p));
        Tensor singular = inverted.get(1).ne(0);
        return singular.where(product.full_like(Tensor.weakScalar(Double.POSITIVE_INFINITY)), product);
    }
}
