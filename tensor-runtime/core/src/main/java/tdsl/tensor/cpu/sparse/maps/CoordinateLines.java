package tdsl.tensor.cpu.sparse.maps;

import java.util.Arrays;

/// Coordinates in ascending order, divided into lines: those that differ along the last axis alone.
///
/// @param keys   of each line, the number of its cells' common coordinates in row-major order; ascending
/// @param starts of each line, the position of its first coordinate; then the number of coordinates
/// @param last   of each coordinate, the one along the last axis
record CoordinateLines(long[] keys, int[] starts, int[] last) {

    /// @param sortedKeys the ascending keys of cells
    /// @param lastSize   the size of the grid along the last axis
    static CoordinateLines of(long[] sortedKeys, long lastSize) {
        long[] keys = new long[sortedKeys.length];
        int[] starts = new int[sortedKeys.length + 1];
        int[] last = new int[sortedKeys.length];
        int lines = 0;
        long begin = 0;
        long end = 0;
        for (int i = 0; i < sortedKeys.length; i++) {
            long key = sortedKeys[i];
            if (key >= end) {
                keys[lines] = key / lastSize;
                starts[lines] = i;
                begin = keys[lines] * lastSize;
                end = begin + lastSize;
                lines++;
            }
            last[i] = (int) (key - begin);
        }
        starts[lines] = sortedKeys.length;
        return new CoordinateLines(Arrays.copyOf(keys, lines), Arrays.copyOf(starts, lines + 1), last);
    }

    int count() {
        return keys.length;
    }

    int rows() {
        return last.length;
    }

    /// The first line, from `start` on, whose key is at least `key`.
    int firstAtOrAfter(long key) {
        int found = Arrays.binarySearch(keys, key);
        return found < 0 ? -found - 1 : found;
    }

    /// Cuts the lines into parts with about equally many coordinates.
    ///
    /// @return the first line of each part; then the number of lines
    int[] parts(int count) {
        int[] bounds = new int[count + 1];
        for (int part = 1; part < count; part++) {
            int position = Arrays.binarySearch(starts, (int) ((long) rows() * part / count));
            bounds[part] = position < 0 ? -position - 1 : position;
        }
        bounds[count] = count();
        return bounds;
    }

    /// What the keys of lines stand for: the coordinates of each line along each axis but the last.
    ///
    /// @param gridShape the batch size, then the spatial shape
    /// @return by axis, the batch entry first, then by line
    int[][] coordinates(long[] gridShape) {
        int[][] coordinates = new int[gridShape.length - 1][count()];
        for (int line = 0; line < keys.length; line++) {
            long rest = keys[line];
            for (int axis = gridShape.length - 2; axis > 0; axis--) {
                long outer = rest / gridShape[axis];
                coordinates[axis][line] = (int) (rest - outer * gridShape[axis]);
                rest = outer;
            }
            coordinates[0][line] = (int) rest;
        }
        return coordinates;
    }
}
