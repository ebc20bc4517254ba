package tdsl.tensor.cpu.linalg;

import static tdsl.tensor.ElementAccess.integerAt;
import static tdsl.tensor.ElementAccess.putInteger;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import tdsl.tensor.Layout;
import tdsl.tensor.Tensor;
import tdsl.tensor.cpu.Parallel;

/// `out = left right`, of matrices or batches of them in integers, which wrap around, or in bools.
final class IntegerProduct {
    private static final long PARALLEL_WORK = 1 << 16;

    private IntegerProduct() {}

    /// @param left  any layout, of the dtype of `out`; likewise `right`
    /// @param out   contiguous and not empty
    static void run(Tensor left, Tensor right, Tensor out) {
        int rank = out.rank();
        long rows = out.size(rank - 2);
        int columns = Operand.toInt(out.size(rank - 1));
        long inner = left.size(rank - 1);
        MemorySegment target = out.storage().segment();
        long grain = 1 + PARALLEL_WORK / Math.max(1, inner * columns);
        Parallel.forRange(out.elementCount() / columns, grain, (begin, end) -> {
            long[] sums = new long[columns];
            for (long row = begin; row < end; row++) {
                Arrays.fill(sums, 0);
                long item = row / rows;
                long leftFirst = Operand.first(left.layout(), item)
                        + row % rows * left.layout().stride(rank - 2);
                addRow(left, leftFirst, right, Operand.first(right.layout(), item), inner, sums);
                for (int column = 0; column < columns; column++) {
                    putInteger(target, out.dtype(), row * columns + column, sums[column]);
                }
            }
        });
    }

    /// Adds the rows of one right matrix, each multiplied by an element of one left row.
    private static void addRow(Tensor left, long leftFirst, Tensor right, long rightFirst, long inner, long[] sums) {
        MemorySegment factors = left.storage().segment();
        MemorySegment matrix = right.storage().segment();
        Layout layout = right.layout();
        long factorStride = left.layout().stride(left.rank() - 1);
        long rowStride = layout.stride(layout.rank() - 2);
        long columnStride = layout.stride(layout.rank() - 1);
        for (long k = 0; k < inner; k++) {
            long factor = integerAt(factors, left.dtype(), leftFirst + k * factorStride);
            long first = rightFirst + k * rowStride;
            for (int column = 0; column < sums.length; column++) {
                sums[column] += factor * integerAt(matrix, right.dtype(), first + column * columnStride);
            }
        }
    }
}
