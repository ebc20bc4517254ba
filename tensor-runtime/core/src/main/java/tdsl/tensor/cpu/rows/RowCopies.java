package tdsl.tensor.cpu.rows;

import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import java.lang.foreign.MemorySegment;
import tdsl.tensor.Tensor;
import tdsl.tensor.cpu.Parallel;

/// Copies of rows, which are runs of adjacent elements, at given positions.
public final class RowCopies {
    private RowCopies() {}

    /// Row `r` of each group of the result is row `positions[r]` of that group of the source.
    ///
    /// @param source contiguous: groups of `size` rows
    /// @param out contiguous: as many groups of `positions.length` rows
    /// @param positions in `0..size`
    /// @param row elements of a row
    public static void gather(Tensor source, Tensor out, long groups, long size, long[] positions, long row) {
        MemorySegment from = source.storage().segment();
        MemorySegment to = out.storage().segment();
        long bytes = row * source.dtype().byteSize();
        if (bytes == 0) {
            return;
        }
        long first = source.layout().offset() * source.dtype().byteSize();
        long count = positions.length;
        long grain = Math.max(1, Parallel.GRAIN_BYTES / Math.max(Long.BYTES, bytes));
        Parallel.forRange(groups * count, grain, (begin, end) -> {
            for (long i = begin; i < end; ) {
                long group = i / count;
                int firstRow = (int) (i % count);
                int rows = (int) Math.min(count - firstRow, end - i);
                gatherRows(from, first + group * size * bytes, to, i * bytes, positions, firstRow, rows, bytes);
                i += rows;
            }
        });
    }

    private static void gatherRows(
            MemorySegment from,
            long base,
            MemorySegment to,
            long at,
            long[] positions,
            int first,
            int rows,
            long bytes) {
        if (bytes == Integer.BYTES) {
            for (int i = 0; i < rows; i++) {
                int element = from.get(JAVA_INT_UNALIGNED, base + positions[first + i] * Integer.BYTES);
                to.set(JAVA_INT_UNALIGNED, at + (long) i * Integer.BYTES, element);
            }
        } else if (bytes == Long.BYTES) {
            for (int i = 0; i < rows; i++) {
                long element = from.get(JAVA_LONG_UNALIGNED, base + positions[first + i] * Long.BYTES);
                to.set(JAVA_LONG_UNALIGNED, at + (long) i * Long.BYTES, element);
            }
        } else {
            for (int i = 0; i < rows; i++) {
                MemorySegment.copy(from, base + positions[first + i] * bytes, to, at + i * bytes, bytes);
            }
        }
    }
}
