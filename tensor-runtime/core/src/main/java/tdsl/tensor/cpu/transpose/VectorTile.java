package tdsl.tensor.cpu.transpose;

import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/// Four-byte elements, in blocks of 8 × 8 that are transposed in registers: halves, quarters and single elements of
/// pairs of rows change places.
final class VectorTile extends Tile {
    private static final VectorSpecies<Integer> SPECIES = IntVector.SPECIES_256;
    private static final ByteOrder ORDER = ByteOrder.nativeOrder();

    private static final VectorShuffle<Integer> SWAP_4 = VectorShuffle.fromOp(SPECIES, lane -> lane ^ 4);
    private static final VectorShuffle<Integer> SWAP_2 = VectorShuffle.fromOp(SPECIES, lane -> lane ^ 2);
    private static final VectorShuffle<Integer> SWAP_1 = VectorShuffle.fromOp(SPECIES, lane -> lane ^ 1);
    private static final VectorMask<Integer> UPPER_4 = VectorMask.fromLong(SPECIES, 0b11110000);
    private static final VectorMask<Integer> UPPER_2 = VectorMask.fromLong(SPECIES, 0b11001100);
    private static final VectorMask<Integer> UPPER_1 = VectorMask.fromLong(SPECIES, 0b10101010);

    VectorTile() {
        super(Integer.BYTES);
    }

    @Override
    void copy(
            MemorySegment to,
            long targetAt,
            long targetStride,
            MemorySegment from,
            long sourceAt,
            long sourceStride,
            int rows,
            int columns) {
        int wholeRows = rows / BLOCK * BLOCK;
        int wholeColumns = columns / BLOCK * BLOCK;
        for (int column = 0; column < wholeColumns; column += BLOCK) {
            long target = targetAt + column * targetStride;
            long source = sourceAt + (long) column * Integer.BYTES;
            for (int row = 0; row < wholeRows; row += BLOCK) {
                transpose(to, target + 4L * row, targetStride, from, source + row * sourceStride, sourceStride);
            }
        }
        for (int column = 0; column < columns; column++) {
            int done = column < wholeColumns ? wholeRows : 0;
            copyColumn(
                    to,
                    targetAt + column * targetStride + 4L * done,
                    from,
                    sourceAt + 4L * column + done * sourceStride,
                    sourceStride,
                    rows - done);
        }
    }

    private static void transpose(
            MemorySegment to, long at, long targetStride, MemorySegment from, long sourceAt, long stride) {
        IntVector r0 = load(from, sourceAt);
        IntVector r1 = load(from, sourceAt + stride);
        IntVector r2 = load(from, sourceAt + 2 * stride);
        IntVector r3 = load(from, sourceAt + 3 * stride);
        IntVector r4 = load(from, sourceAt + 4 * stride);
        IntVector r5 = load(from, sourceAt + 5 * stride);
        IntVector r6 = load(from, sourceAt + 6 * stride);
        IntVector r7 = load(from, sourceAt + 7 * stride);

        IntVector h0 = lower(r0, r4, SWAP_4, UPPER_4);
        IntVector h1 = lower(r1, r5, SWAP_4, UPPER_4);
        IntVector h2 = lower(r2, r6, SWAP_4, UPPER_4);
        IntVector h3 = lower(r3, r7, SWAP_4, UPPER_4);
        IntVector h4 = upper(r0, r4, SWAP_4, UPPER_4);
        IntVector h5 = upper(r1, r5, SWAP_4, UPPER_4);
        IntVector h6 = upper(r2, r6, SWAP_4, UPPER_4);
        IntVector h7 = upper(r3, r7, SWAP_4, UPPER_4);

        IntVector q0 = lower(h0, h2, SWAP_2, UPPER_2);
        IntVector q1 = lower(h1, h3, SWAP_2, UPPER_2);
        IntVector q2 = upper(h0, h2, SWAP_2, UPPER_2);
        IntVector q3 = upper(h1, h3, SWAP_2, UPPER_2);
        IntVector q4 = lower(h4, h6, SWAP_2, UPPER_2);
        IntVector q5 = lower(h5, h7, SWAP_2, UPPER_2);
        IntVector q6 = upper(h4, h6, SWAP_2, UPPER_2);
        IntVector q7 = upper(h5, h7, SWAP_2, UPPER_2);

        store(to, at, lower(q0, q1, SWAP_1, UPPER_1));
        store(to, at + targetStride, upper(q0, q1, SWAP_1, UPPER_1));
        store(to, at + 2 * targetStride, lower(q2, q3, SWAP_1, UPPER_1));
        store(to, at + 3 * targetStride, upper(q2, q3, SWAP_1, UPPER_1));
        store(to, at + 4 * targetStride, lower(q4, q5, SWAP_1, UPPER_1));
        store(to, at + 5 * targetStride, upper(q4, q5, SWAP_1, UPPER_1));
        store(to, at + 6 * targetStride, lower(q6, q7, SWAP_1, UPPER_1));
        store(to, at + 7 * targetStride, upper(q6, q7, SWAP_1, UPPER_1));
    }

    private static IntVector load(MemorySegment from, long at) {
        return IntVector.fromMemorySegment(SPECIES, from, at, ORDER);
    }

    private static void store(MemorySegment to, long at, IntVector row) {
        row.intoMemorySegment(to, at, ORDER);
    }

    /// The lower parts of two rows.
    private static IntVector lower(IntVector a, IntVector b, VectorShuffle<Integer> swap, VectorMask<Integer> upper) {
        return a.blend(b.rearrange(swap), upper);
    }

    /// The upper parts of two rows.
    private static IntVector upper(IntVector a, IntVector b, VectorShuffle<Integer> swap, VectorMask<Integer> upper) {
        return a.rearrange(swap).blend(b, upper);
    }
}
