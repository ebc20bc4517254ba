package tdsl.tensor.cpu.transpose;

import java.lang.foreign.MemorySegment;
import tdsl.tensor.Layout;
import tdsl.tensor.cpu.Parallel;
import tdsl.tensor.cpu.StridedLoop;

/// Copies between layouts that are contiguous along different axes. Walking along either axis alone would use one
/// element of every cache line that it touches; tiles use all of them before they leave the cache.
public final class TransposedCopy {
    /// A tile is long where the target is contiguous, for the sake of what is written, and a cache line wide where
    /// the source is (measured: 128 × 16 four-byte elements are the fastest).
    private static final int TILE_ROWS = 128;
    private static final int TILE_COLUMNS = 16;

    /// Below this size other loops are as fast.
    private static final long FEWEST_ELEMENTS = 1 << 12;

    private final MemorySegment to;
    private final MemorySegment from;
    private final Tile tile;
    private final int bytes;
    /// Both without the two axes of the tiles.
    private final Layout outerTarget;
    private final Layout outerSource;
    /// Along the axis on which the target is contiguous, and how far apart its elements are in the source.
    private final long rows;
    private final long sourceStride;
    /// Along the axis on which the source is contiguous, and how far apart its elements are in the target.
    private final long columns;
    private final long targetStride;

    private TransposedCopy(StridedLoop loop, int column, MemorySegment to, MemorySegment from, int bytes) {
        this.to = to;
        this.from = from;
        this.bytes = bytes;
        tile = Tile.ofElements(bytes);
        int row = loop.rank() - 1;
        rows = loop.size(row);
        sourceStride = loop.stride(1, row);
        columns = loop.size(column);
        targetStride = loop.stride(0, column);
        outerTarget = outer(loop, 0, row, column);
        outerSource = outer(loop, 1, row, column);
    }

    private static Layout outer(StridedLoop loop, int operand, int row, int column) {
        long[] shape = new long[loop.rank() - 2];
        long[] strides = new long[shape.length];
        int next = 0;
        for (int axis = 0; axis < loop.rank(); axis++) {
            if (axis != row && axis != column) {
                shape[next] = loop.size(axis);
                strides[next++] = loop.stride(operand, axis);
            }
        }
        return Layout.strided(shape, strides, loop.offset(operand));
    }

    /// Copies if this is the way to do it.
    ///
    /// @param loop over the target and the source, which are of one dtype
    /// @param bytes per element
    /// @return false if nothing was copied
    public static boolean run(StridedLoop loop, MemorySegment to, MemorySegment from, int bytes) {
        int last = loop.rank() - 1;
        if (loop.elementCount() < FEWEST_ELEMENTS || loop.stride(0, last) != 1 || loop.stride(1, last) == 1) {
            return false;
        }
        for (int axis = 0; axis < last; axis++) {
            if (loop.stride(1, axis) == 1 && loop.size(axis) >= Tile.BLOCK && loop.size(last) >= Tile.BLOCK) {
                new TransposedCopy(loop, axis, to, from, bytes).run();
                return true;
            }
        }
        return false;
    }

    private void run() {
        long stripes = Math.ceilDiv(rows, TILE_ROWS);
        long stripeBytes = 2L * bytes * Math.min(rows, TILE_ROWS) * columns;
        Parallel.forRange(
                outerTarget.elementCount() * stripes, Math.max(1, Parallel.GRAIN_BYTES / stripeBytes), (begin, end) -> {
                    for (long stripe = begin; stripe < end; stripe++) {
                        copyStripe(stripe / stripes, stripe % stripes * TILE_ROWS);
                    }
                });
    }

    private void copyStripe(long outer, long row) {
        long target = outerTarget.position(outer) + row;
        long source = outerSource.position(outer) + row * sourceStride;
        int height = (int) Math.min(TILE_ROWS, rows - row);
        for (long column = 0; column < columns; column += TILE_COLUMNS) {
            int width = (int) Math.min(TILE_COLUMNS, columns - column);
            tile.copy(
                    to,
                    (target + column * targetStride) * bytes,
                    targetStride * bytes,
                    from,
                    (source + column) * bytes,
                    sourceStride * bytes,
                    height,
                    width);
        }
    }
}
