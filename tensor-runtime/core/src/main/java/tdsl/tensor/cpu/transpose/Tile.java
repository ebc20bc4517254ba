package tdsl.tensor.cpu.transpose;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import java.lang.foreign.MemorySegment;
import tdsl.tensor.cpu.Simd;

/// Copies a small matrix into its transpose, one element at a time. Positions and strides count bytes.
sealed class Tile permits VectorTile {
    /// Rows and columns that are worth a tile.
    static final int BLOCK = 8;

    private final int bytes;

    Tile(int bytes) {
        this.bytes = bytes;
    }

    static Tile ofElements(int bytes) {
        return bytes == Integer.BYTES && Simd.isFast() ? new VectorTile() : new Tile(bytes);
    }

    /// Copies the element in row r and column c from `sourceAt + r · sourceStride + c · bytes` to
    /// `targetAt + c · targetStride + r · bytes`.
    void copy(
            MemorySegment to,
            long targetAt,
            long targetStride,
            MemorySegment from,
            long sourceAt,
            long sourceStride,
            int rows,
            int columns) {
        for (int column = 0; column < columns; column++) {
            copyColumn(
                    to, targetAt + column * targetStride, from, sourceAt + (long) column * bytes, sourceStride, rows);
        }
    }

    final void copyColumn(MemorySegment to, long targetAt, MemorySegment from, long sourceAt, long stride, int rows) {
        switch (bytes) {
            case Long.BYTES -> {
                for (int row = 0; row < rows; row++) {
                    to.set(
                            JAVA_LONG_UNALIGNED,
                            targetAt + 8L * row,
                            from.get(JAVA_LONG_UNALIGNED, sourceAt + row * stride));
                }
            }
            case Integer.BYTES -> {
                for (int row = 0; row < rows; row++) {
                    to.set(
                            JAVA_INT_UNALIGNED,
                            targetAt + 4L * row,
                            from.get(JAVA_INT_UNALIGNED, sourceAt + row * stride));
                }
            }
            case Short.BYTES -> {
                for (int row = 0; row < rows; row++) {
                    to.set(
                            JAVA_SHORT_UNALIGNED,
                            targetAt + 2L * row,
                            from.get(JAVA_SHORT_UNALIGNED, sourceAt + row * stride));
                }
            }
            default -> {
                for (int row = 0; row < rows; row++) {
                    to.set(JAVA_BYTE, targetAt + row, from.get(JAVA_BYTE, sourceAt + row * stride));
                }
            }
        }
    }
}
