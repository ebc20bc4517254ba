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
            long lowest = begin * share;
            long limit = Math.min(size, end * share);
            RowOrder order =
                    limit - lowest <= positions.length ? new RowOrder(positions, (int) lowest, (int) limit) : null;
            for (long group = 0; group < groups; group++) {
                long targetRows = target.layout().offset() + group * size * row;
                long sourceRows = source.layout().offset() + group * positions.length * row;
                if (order == null) {
                    sums.addFew(targetRows, sourceRows, positions, lowest, limit, row);
                } else {
                    sums.addMany(targetRows + lowest * row, sourceRows, order, row);
                }
            }
        });
    }

    private void addFew(long target, long source, long[] positions, long lowest, long limit, long row) {
        for (int i = 0; i < positions.length; i++) {
            if (positions[i] >= lowest && positions[i] < limit) {
                addRow(target + positions[i] * row, source + i * row, row);
            }
        }
    }

    /// Each row of the target gets all that is added to it before the next one does: it is in the cache then, and
    /// what is read at random is the source alone.
    private void addMany(long target, long source, RowOrder order, long row) {
        for (int i = 0; i < order.targets(); i++) {
            for (int next = order.begin(i); next < order.begin(i + 1); next++) {
                addRow(target + i * row, source + order.source(next) * row, row);
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
