package tdsl.tensor.cpu.rows;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import java.lang.foreign.MemorySegment;
import tdsl.tensor.Tensor;
import tdsl.tensor.cpu.Parallel;

/// The elements of a bool tensor that are true. They are counted in chunks first, so that each chunk knows where its
/// part of the result begins and all can be worked on in parallel.
public final class Selection {
    private static final int CHUNK = 1 << 15;

    private final MemorySegment mask;
    private final long offset;
    private final long length;
    private final int chunks;
    /// How many elements before each chunk are true, and in all.
    private final long[] starts;

    /// @param mask contiguous bools
    public Selection(Tensor mask) {
        this.mask = mask.storage().segment();
        offset = mask.layout().offset();
        length = mask.elementCount();
        chunks = Math.toIntExact(Math.ceilDiv(length, CHUNK));
        starts = new long[chunks + 1];
        forEachChunk((chunk, begin, end) -> starts[chunk + 1] = countTrue(begin, end));
        for (int chunk = 0; chunk < chunks; chunk++) {
            starts[chunk + 1] += starts[chunk];
        }
    }

    private interface ChunkVisitor {
        /// @param begin first element of the chunk
        void visit(int chunk, long begin, long end);
    }

    private void forEachChunk(ChunkVisitor visitor) {
        Parallel.forRange(chunks, Math.max(1, Parallel.GRAIN_BYTES / CHUNK), (begin, end) -> {
            for (long chunk = begin; chunk < end; chunk++) {
                visitor.visit((int) chunk, chunk * CHUNK, Math.min(length, (chunk + 1) * CHUNK));
            }
        });
    }

    /// Eight bools at a time, each a byte that is 0 or 1.
    private long countTrue(long begin, long end) {
        long count = 0;
        long i = begin;
        for (; i + Long.BYTES <= end; i += Long.BYTES) {
            count += Long.bitCount(mask.get(JAVA_LONG_UNALIGNED, offset + i));
        }
        for (; i < end; i++) {
            count += mask.get(JAVA_BYTE, offset + i);
        }
        return count;
    }

    /// How many elements are true.
    public long count() {
        return starts[chunks];
    }

    /// Copies the rows of `source` where the mask is true.
    ///
    /// @param source contiguous, a row for each element of the mask
    /// @param out contiguous, of {@link #count} rows
    /// @param row elements of a row
    public void copyRows(Tensor source, Tensor out, long row) {
        MemorySegment from = source.storage().segment();
        MemorySegment to = out.storage().segment();
        long bytes = row * source.dtype().byteSize();
        if (bytes == 0) {
            return;
        }
        long first = source.layout().offset() * source.dtype().byteSize();
        forEachChunk((chunk, begin, _) -> {
            if (bytes == Integer.BYTES) {
                copyInts(from, first, begin, to, starts[chunk], starts[chunk + 1]);
            } else if (bytes == Long.BYTES) {
                copyLongs(from, first, begin, to, starts[chunk], starts[chunk + 1]);
            } else {
                copyRows(from, first, begin, to, starts[chunk], starts[chunk + 1], bytes);
            }
        });
    }

    /// Every element is written, and the place of the next moves on if this one was to be kept: a branch that
    /// cannot be foreseen would cost more. The end is where the last one is kept, so that nothing behind it is
    /// overwritten.
    private void copyInts(MemorySegment from, long first, long begin, MemorySegment to, long at, long end) {
        long next = at;
        for (long i = begin; next < end; i++) {
            to.set(JAVA_INT_UNALIGNED, next * Integer.BYTES, from.get(JAVA_INT_UNALIGNED, first + i * Integer.BYTES));
            next += mask.get(JAVA_BYTE, offset + i);
        }
    }

    private void copyLongs(MemorySegment from, long first, long begin, MemorySegment to, long at, long end) {
        long next = at;
        for (long i = begin; next < end; i++) {
            to.set(JAVA_LONG_UNALIGNED, next * Long.BYTES, from.get(JAVA_LONG_UNALIGNED, first + i * Long.BYTES));
            next += mask.get(JAVA_BYTE, offset + i);
        }
    }

    private void copyRows(MemorySegment from, long first, long begin, MemorySegment to, long at, long end, long bytes) {
        long next = at;
        for (long i = begin; next < end; i++) {
            if (mask.get(JAVA_BYTE, offset + i) != 0) {
                MemorySegment.copy(from, first + i * bytes, to, next * bytes, bytes);
                next++;
            }
        }
    }

    /// Writes the index of each true element, counted along the axes of `shape`, as a row of `shape.length` longs.
    public void writeIndices(long[] shape, Tensor out) {
        MemorySegment to = out.storage().segment();
        int rank = shape.length;
        forEachChunk((chunk, begin, _) -> {
            long next = starts[chunk];
            for (long i = begin; next < starts[chunk + 1]; i++) {
                if (mask.get(JAVA_BYTE, offset + i) != 0) {
                    long rest = i;
                    for (int axis = rank - 1; axis > 0; axis--) {
                        to.setAtIndex(JAVA_LONG, next * rank + axis, rest % shape[axis]);
                        rest /= shape[axis];
                    }
                    if (rank > 0) {
                        to.setAtIndex(JAVA_LONG, next * rank, rest);
                    }
                    next++;
                }
            }
        });
    }
}
