package tdsl.tensor.cpu.sparse;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import tdsl.tensor.DType;
import tdsl.tensor.ElementAccess;
import tdsl.tensor.Shapes;
import tdsl.tensor.Tensor;
import tdsl.tensor.error.DTypeException;
import tdsl.tensor.error.ShapeException;
import tdsl.tensor.error.ValueException;

/// Checked coordinates in ascending order of their keys.
final class SortedCoordinates {
    private static final int MOST_SPATIAL_AXES = 4;

    private final Grid grid;
    /// By axis, the batch entry first, and then by row.
    private final int[][] columns;
    /// By row.
    private final long[] keysOfRows;
    private final long[] sortedKeys;
    /// For each sorted position the row that it came from; null if the rows were sorted already.
    private final int[] sortedRows;

    private SortedCoordinates(String op, Tensor indices, Grid grid) {
        this.grid = grid;
        this.columns = read(op, indices, grid);
        this.keysOfRows = keys(columns, grid);
        if (ascends(keysOfRows)) {
            sortedKeys = keysOfRows;
            sortedRows = null;
        } else {
            RadixSort sort = new RadixSort(keysOfRows, grid.cellCount());
            sortedKeys = sort.keys();
            sortedRows = sort.order();
        }
        checkDistinct(op);
    }

    /// @param indices integers `[rows, 1 + axes]`, the batch entry first
    /// @throws ValueException   if rows lie outside the grid or repeat another
    /// @throws ShapeException   if `indices` has another shape
    /// @throws DTypeException   unless it is i32 or i64
    static SortedCoordinates of(String op, Tensor indices, long[] spatialShape, long batchSize) {
        checkIndices(op, indices, spatialShape.length);
        long[] shape = new long[spatialShape.length + 1];
        shape[0] = batchSize;
        System.arraycopy(spatialShape, 0, shape, 1, spatialShape.length);
        return new SortedCoordinates(op, indices, Grid.of(op, shape));
    }

    private static void checkIndices(String op, Tensor indices, int axes) {
        if (axes < 1 || axes > MOST_SPATIAL_AXES) {
            throw new ValueException("%s: spatial_shape must have 1 to %d sizes, not %d", op, MOST_SPATIAL_AXES, axes);
        }
        if (indices.rank() != 2 || indices.size(1) != axes + 1) {
            throw new ShapeException(
                    "%s: indices must be [rows, %d], the batch entry and %d coordinates in each row, not %s",
                    op, axes + 1, axes, indices.describe());
        }
        checkIntegers(op, indices);
    }

    /// @throws DTypeException unless `indices` is i32 or i64
    static void checkIntegers(String op, Tensor indices) {
        if (indices.dtype() != DType.INT32 && indices.dtype() != DType.INT64) {
            throw new DTypeException("%s: indices must be i32 or i64, not %s", op, indices.describe());
        }
        if (indices.size(0) >= Integer.MAX_VALUE) {
            throw new ValueException("%s: %s has too many rows", op, indices.describe());
        }
    }

    // ---- reading ----

    private static int[][] read(String op, Tensor indices, Grid grid) {
        int rows = (int) indices.size(0);
        MemorySegment segment = indices.storage().segment();
        long offset = indices.layout().offset();
        int[][] columns = new int[grid.axes()][rows];
        boolean[] outside = new boolean[rows];
        for (int axis = 0; axis < columns.length; axis++) {
            long first = offset + axis * indices.layout().stride(1);
            for (int row = 0; row < rows; row++) {
                long position = first + row * indices.layout().stride(0);
                long coordinate = ElementAccess.integerAt(segment, indices.dtype(), position);
                outside[row] |= coordinate < 0 || coordinate >= grid.shape()[axis];
                columns[axis][row] = (int) coordinate;
            }
        }
        checkInside(op, indices, grid, outside);
        return columns;
    }

    private static void checkInside(String op, Tensor indices, Grid grid, boolean[] outside) {
        int count = 0;
        int first = -1;
        for (int row = outside.length - 1; row >= 0; row--) {
            if (outside[row]) {
                count++;
                first = row;
            }
        }
        if (count > 0) {
            long[] shape = grid.shape();
            throw new ValueException(
                    "%s: %d of %d rows of indices lie outside batch_size %d and spatial_shape %s; "
                            + "the first is row %d, %s",
                    op,
                    count,
                    outside.length,
                    shape[0],
                    Shapes.format(Arrays.copyOfRange(shape, 1, shape.length)),
                    first,
                    indices.narrow(0, first, 1).reshape(-1).toList());
        }
    }

    private static long[] keys(int[][] columns, Grid grid) {
        long[] keys = new long[columns[0].length];
        for (int axis = 0; axis < columns.length; axis++) {
            int[] column = columns[axis];
            long size = grid.shape()[axis];
            for (int row = 0; row < keys.length; row++) {
                keys[row] = keys[row] * size + column[row];
            }
        }
        return keys;
    }

    private static boolean ascends(long[] keys) {
        for (int i = 1; i < keys.length; i++) {
            if (keys[i] < keys[i - 1]) {
                return false;
            }
        }
        return true;
    }

    private void checkDistinct(String op) {
        int repeats = 0;
        int firstRepeat = Integer.MAX_VALUE;
        int repeated = -1;
        for (int i = 1; i < sortedKeys.length; i++) {
            if (sortedKeys[i] == sortedKeys[i - 1]) {
                repeats++;
                // The sort is stable, so of equal coordinates the later row comes second.
                if (row(i) < firstRepeat) {
                    firstRepeat = row(i);
                    repeated = row(i - 1);
                }
            }
        }
        if (repeats > 0) {
            int row = firstRepeat;
            throw new ValueException(
                    "%s: %d of %d rows of indices repeat the coordinates of another; "
                            + "the first is row %d, %s, as in row %d",
                    op,
                    repeats,
                    rows(),
                    row,
                    Arrays.toString(Arrays.stream(columns)
                            .mapToInt(column -> column[row])
                            .toArray()),
                    repeated);
        }
    }

    // ---- what was read ----

    Grid grid() {
        return grid;
    }

    int rows() {
        return keysOfRows.length;
    }

    /// The keys in the order of the rows.
    long[] keysOfRows() {
        return keysOfRows;
    }

    /// The keys in ascending order.
    long[] sortedKeys() {
        return sortedKeys;
    }

    private int row(int position) {
        return sortedRows == null ? position : sortedRows[position];
    }

    /// Turns positions in the ascending order into the rows there.
    void replaceByRows(int[] positions) {
        if (sortedRows != null) {
            Arrays.setAll(positions, i -> sortedRows[positions[i]]);
        }
    }

    /// The coordinates along an axis (0 is the batch entry), in ascending order of the keys.
    int[] sortedColumn(int axis) {
        if (sortedRows == null) {
            return columns[axis];
        }
        int[] sorted = new int[rows()];
        Arrays.setAll(sorted, position -> columns[axis][sortedRows[position]]);
        return sorted;
    }
}
