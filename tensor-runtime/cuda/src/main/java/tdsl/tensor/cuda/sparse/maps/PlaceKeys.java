package tdsl.tensor.cuda.sparse.maps;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import tdsl.tensor.cuda.launch.Launch;

/// How the places of a batch of grids are numbered by 64-bit keys: the structure `Grid` of `grid.cuh`.
///
/// The low bits of the coordinates are interleaved, those of the last axis lowest; what is left above them is numbered
/// in row-major order.
///
/// @param sizes by axis, the batch first
/// @param bits  how many bits of each axis are interleaved
record PlaceKeys(long[] sizes, int[] bits) {
    private static final int MOST_AXES = 5;
    private static final int MOST_BITS = 31;
    private static final int STRUCTURE_BYTES = 264;
    private static final int STRUCTURE_ALIGNMENT = Long.BYTES;

    /// Keys in Z-order: as many bits of the spatial axes are interleaved as 63 bits allow.
    static PlaceKeys zOrder(long[] gridShape) {
        int[] bits = new int[gridShape.length];
        for (int axis = 1; axis < bits.length; axis++) {
            bits[axis] = Long.SIZE - Long.numberOfLeadingZeros(Math.max(0, gridShape[axis] - 1));
        }
        PlaceKeys keys = new PlaceKeys(gridShape, bits);
        while (keys.keyBits() > Long.SIZE - 1) {
            int widest = 1;
            for (int axis = 2; axis < bits.length; axis++) {
                widest = bits[axis] > bits[widest] ? axis : widest;
            }
            bits[widest]--;
        }
        return keys;
    }

    /// Keys in the order of the coordinates.
    static PlaceKeys rowMajor(long[] gridShape) {
        return new PlaceKeys(gridShape, new int[gridShape.length]);
    }

    /// How many bits the keys have.
    int keyBits() {
        long cells = 1;
        for (int axis = 0; axis < sizes.length; axis++) {
            cells *= extent(axis);
        }
        return Math.max(1, Arrays.stream(bits).sum() + Long.SIZE - Long.numberOfLeadingZeros(cells - 1));
    }

    /// How many values the coordinates of an axis have above the interleaved bits.
    private long extent(int axis) {
        return Math.max(1, (sizes[axis] - 1 >> bits[axis]) + 1);
    }

    /// Adds the structure to the parameters of a kernel.
    Launch addTo(Launch launch) {
        return launch.structure(structure(), STRUCTURE_ALIGNMENT);
    }

    private MemorySegment structure() {
        MemorySegment fields = Arena.ofAuto().allocate(STRUCTURE_BYTES, STRUCTURE_ALIGNMENT);
        fields.set(ValueLayout.JAVA_INT, 0, sizes.length);
        fields.set(ValueLayout.JAVA_INT, 4, Arrays.stream(bits).sum());
        long stride = 1;
        for (int axis = sizes.length - 1; axis >= 0; axis--) {
            fields.setAtIndex(ValueLayout.JAVA_LONG, 1 + axis, sizes[axis]);
            fields.setAtIndex(ValueLayout.JAVA_LONG, 1 + MOST_AXES + axis, stride);
            fields.setAtIndex(ValueLayout.JAVA_INT, 2 + 4 * MOST_AXES + axis, bits[axis]);
            stride *= extent(axis);
        }
        int firstPosition = 8 + 20 * MOST_AXES;
        byte position = 0;
        for (int bit = 0; bit < MOST_BITS; bit++) {
            for (int axis = sizes.length - 1; axis >= 0; axis--) {
                if (bit < bits[axis]) {
                    fields.set(ValueLayout.JAVA_BYTE, firstPosition + axis * MOST_BITS + bit, position++);
                }
            }
        }
        return fields;
    }
}
