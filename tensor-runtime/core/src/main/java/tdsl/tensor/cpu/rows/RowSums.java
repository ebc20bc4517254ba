package tdsl.tensor.cpu.rows;

import static tdsl.tensor.ElementAccess.integerAt;
import static tdsl.tensor.ElementAccess.putInteger;
import static tdsl.tensor.ElementAccess.putReal;
import static tdsl.tensor.ElementAccess.realAt;

import java.lang.foreign.MemorySegment;
import tdsl.tensor.DType;
import tdsl.tensor.Tensor;
import tdsl.tensor.cpu.Parallel;
import tdsl.tensor.cpu.Simd;

/// Additions of rows to rows at given positions.
public sealed class RowSums permits VectorRowSums {
    final MemorySegment to;
    final MemorySegment from;
    final DType type;

    RowSums(Tensor target, Tensor source) {
        to = target.storage().segment();
        from = source.storage().segment();
        type = target.dtype();
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
    /// Every thread has its own part of the target, so that no sum depends on how many there are.
    ///
    /// @param target contiguous: groups of `size` rows
    /// @param source contiguous, of the same dtype: as many groups of `positions.length` rows
    /// @param positions in `0..size`
    /// @param row elements of a row
    public static void add(Tensor target, Tensor source, long groups, long size, long[] positions, long row) {
        RowSums sums = of(target, source);
        long work = groups * positions.length * row * target.dtype().byteSize();
        // Each part looks at all positions, so that there must not be more parts than threads.
        long parts = Math.min(Math.min(Parallel.threads(), size), work / Parallel.GRAIN_BYTES + 1);
        long share = Math.ceilDiv(size, Math.max(1, parts));
        Parallel.forRange(parts, 1, (begin, end) -> {
            for (long group = 0; group < groups; group++) {
                sums.addRows(
                        target.layout().offset() + group * size * row,
                        source.layout().offset() + group * positions.length * row,
                        positions,
                        begin * share,
                        Math.min(size, end * share),
                        row);
            }
        });
    }

    private void addRows(long target, long source, long[] positions, long lowest, long limit, long row) {
        for (int i = 0; i < positions.length; i++) {
            long position = positions[i];
            if (position >= lowest && position < limit) {
                addRow(target + position * row, source + i * row, row);
            }
        }
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
