package tdsl.tensor.ops.linalg;

import java.util.Arrays;
import java.util.List;
import tdsl.tensor.DType;
import tdsl.tensor.Device;
import tdsl.tensor.ElementAccess;
import tdsl.tensor.Shapes;
import tdsl.tensor.Tensor;
import tdsl.tensor.error.ValueException;
import tdsl.tensor.ops.Tensors;

/// The row exchanges of LU factorisations.
public final class Permutations {
    private Permutations() {}

    /// The permutation matrices P, with `A = P L U`.
    ///
    /// @param pivots `[..., k]`: row i was exchanged with row `pivots[i] − 1`
    /// @param packed `[..., m, n]`, L and U in one, whose dtype the result has
    public static Tensor matrix(Tensor pivots, Tensor packed) {
        check(pivots, packed);
        int rows = Math.toIntExact(packed.size(packed.rank() - 2));
        int count = Math.toIntExact(pivots.size(pivots.rank() - 1));
        long batch = count == 0 ? 0 : pivots.elementCount() / count;
        long[] shape = packed.shape();
        shape[shape.length - 1] = rows;
        Tensor exchanges = pivots.on(Device.CPU);
        Tensor sources = Tensor.empty(DType.INT64, batch, rows);
        Tensor columns = Tensors.iota(rows, DType.INT64);
        for (long item = 0; item < batch; item++) {
            int[] order = order(exchanges, item, count, rows);
            for (int row = 0; row < rows; row++) {
                ElementAccess.putInteger(sources.storage().segment(), DType.INT64, item * rows + row, order[row]);
            }
        }
        if (batch == 0) {
            return Tensors.eye(rows, null, packed.dtype()).expand(shape);
        }
        // Row i of L U is row order[i] of A.
        return sources.on(packed.device())
                .unsqueeze(-2)
                .eq(columns.unsqueeze(-1))
                .to(packed.dtype())
                .reshape(shape);
    }

    private static void check(Tensor pivots, Tensor packed) {
        long[] expected = Arrays.copyOf(packed.shape(), Math.max(0, packed.rank() - 1));
        if (packed.rank() >= 2) {
            expected[packed.rank() - 2] = Math.min(packed.size(packed.rank() - 2), packed.size(packed.rank() - 1));
        }
        if (packed.rank() < 2
                || !pivots.dtype().isIntegral()
                || !pivots.layout().hasShape(expected)) {
            throw new ValueException(
                    "lu: pivots are integers of the shape %s for LU of %s, not %s",
                    Shapes.format(expected), packed.describe(), pivots.describe());
        }
    }

    private static int[] order(Tensor pivots, long item, int count, int rows) {
        int[] order = new int[rows];
        Arrays.setAll(order, row -> row);
        for (int i = 0; i < count; i++) {
            long pivot = (Long) ElementAccess.get(pivots, item * count + i) - 1;
            if (pivot < 0 || pivot >= rows) {
                throw new ValueException("lu: pivot %d is not among the rows 1 to %d", pivot + 1, rows);
            }
            int exchanged = order[(int) pivot];
            order[(int) pivot] = order[i];
            order[i] = exchanged;
        }
        return order;
    }

    /// P, L and U of what an LU factorisation has packed.
    public static List<Tensor> unpack(Tensor packed, Tensor pivots) {
        long rows = packed.size(packed.rank() - 2);
        long columns = packed.size(packed.rank() - 1);
        long count = Math.min(rows, columns);
        Tensor ones = Tensors.eye(rows, count, packed.dtype());
        Tensor lower = packed.narrow(-1, 0, count).tril(-1).add(ones);
        Tensor upper = packed.narrow(-2, 0, count).triu();
        return List.of(matrix(pivots, packed), lower, upper);
    }

    /// See `lu_solve`.
    public static Tensor solve(Tensor packed, Tensor pivots, Tensor right, boolean left, boolean adjoint) {
        Tensor sides = left ? right : right.transpose(-2, -1);
        // X A = B is Aᵀ Xᵀ = Bᵀ.
        boolean transposed = left == adjoint;
        Tensor permutation = matrix(pivots, packed);
        Tensor solution;
        if (transposed) {
            Tensor factors = packed.transpose(-2, -1);
            Tensor half = factors.solve_triangular(sides, false);
            solution = permutation.matmul(factors.solve_triangular(half, true, true, true));
        } else {
            Tensor exchanged = permutation.transpose(-2, -1).matmul(sides);
            Tensor half = packed.solve_triangular(exchanged, false, true, true);
            solution = packed.solve_triangular(half, true);
        }
        return left ? solution : solution.transpose(-2, -1);
    }

    /// 1 for even permutations and −1 for odd ones, in the dtype given.
    static Tensor sign(Tensor pivots, DType dtype) {
        long count = pivots.size(pivots.rank() - 1);
        Tensor exchanges = pivots.ne(Tensors.iota(count, DType.INT32).add(1)).sum(new long[] {-1}, false, null);
        return exchanges.remainder(2).mul(-2).add(1).to(dtype);
    }
}
