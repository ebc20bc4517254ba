package tdsl.tensor.cpu.rows;

import static tdsl.tensor.ElementAccess.integerAt;
import static tdsl.tensor.ElementAccess.putInteger;
import static tdsl.tensor.ElementAccess.putReal;
import static tdsl.tensor.ElementAccess.realAt;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import tdsl.tensor.DType;
import tdsl.tensor.Tensor;
import tdsl.tensor.cpu.Parallel;
import tdsl.tensor.cpu.Simd;

/// Additions of rows to rows at given positions.
public sealed class RowSums permits VectorRowSums {
    private static final int CACHE_LINE = 64;
    /// Bytes of a row that are worth a thread.
    private static final int SHORTEST_PART = 2 * CACHE_LINE;

    final MemorySegment to;
    final MemorySegment from;
    final DType type;
    private final long targetOffset;
    private final long sourceOffset;

    RowSums(Tensor target, Tensor source) {
        to = target.storage().segment();
        from = source.storage().segment();
        type = target.dtype();
        targetOffset = target.layout().offset();
        sourceOffset = source.layout().offset();
    }

    private static RowSums of(Tensor target, Tensor source) {
        boolean hasVectors = target.dtype() == DType.FLOAT32 || target.dtype() == DType.FLOAT64;
        // Vector code that has seen memory on the heap as well is slower.
        boolean areNative = target.storage().segment().isNative()
                && source.storage().segment().isNative();
        return hasVectors && areNative && Simd.isFast()
                ? new VectorRowSums(target, source)
                : new RowSums(target, source);
    }

    /// Adds row `r` of each group of `source` to row `positions[r]` of that group of `target`, in the order of `r`.
    /// Every thread has its own part of the target, so that no sum depends on how many there are: where rows are
    /// long enough some columns, so that all threads read the source from its beginning to its end, else some rows.
    ///
    /// @param target contiguous: groups of `size` rows
    /// @param source contiguous, of the same dtype: as many groups of `positions.length` rows
    /// @param positions in `0..size`
    /// @param row elements of a row
    public static void add(Tensor target, Tensor source, long groups, long size, long[] positions, long row) {
        RowSums sums = of(target, source);
        long rowBytes = row * target.dtype().byteSize();
        // Each part looks at all positions, so that there must not be more parts than threads.
        long parts = Math.min(Parallel.threads(), groups * positions.length * rowBytes / Parallel.GRAIN_BYTES + 1);
        if (rowBytes / parts >= SHORTEST_PART) {
            int line = CACHE_LINE / target.dtype().byteSize();
            long columns = Math.ceilDiv(Math.ceilDiv(row, parts), line) * line;
            Parallel.forRange(parts, 1, (begin, end) -> {
                long first = begin * columns;
                long count = Math.min(row, end * columns) - first;
                sums.addGroups(groups, size, positions, null, row, first, count);
            });
        } else {
            long share = Math.ceilDiv(size, parts);
            Parallel.forRange(parts, 1, (begin, end) -> {
                int[] sources = sourcesOf(positions, begin * share, Math.min(size, end * share));
                sums.addGroups(groups, size, positions, sources, row, 0, row);
            });
        }
    }

    /// @param sources the numbers of the positions that are meant; null for all
    /// @param first   of `count` columns
    private void addGroups(long groups, long size, long[] positions, int[] sources, long row, long first, long count) {
        if (count <= 0) {
            return;
        }
        for (long group = 0; group < groups; group++) {
            long targetRows = targetOffset + group * size * row + first;
            long sourceRows = sourceOffset + group * positions.length * row + first;
            if (sources == null) {
                for (int i = 0; i < positions.length; i++) {
                    addRow(targetRows + positions[i] * row, sourceRows + i * row, count);
                }
            } else {
                for (int i : sources) {
                    addRow(targetRows + positions[i] * row, sourceRows + i * row, count);
                }
            }
        }
    }

    /// The numbers of the positions in `lowest..limit`, in order. Each is written, and the place of the next moves on
    /// if it was one of them: a branch that cannot be foreseen would cost more.
    private static int[] sourcesOf(long[] positions, long lowest, long limit) {
        int[] sources = new int[positions.length];
        int count = 0;
        for (int i = 0; i < positions.length; i++) {
            sources[count] = i;
            count += positions[i] >= lowest && positions[i] < limit ? 1 : 0;
        }
        return Arrays.copyOf(sources, count);
    }

    /// Adds `count` adjacent elements to as many others.
    void addRow(long target, long source, long count) {
        for (long i = 0; i < count; i++) {
            if (type.isFloating()) {
                putReal(to, type, target + i, realAt(to, type, target + i) + realAt(from, type, source + i));
            } else {
                putInteger(to, type, target + i, integerAt(to, type, target + i) + integerAt(from, type, source + i));
            }
        }
    }
}
