package tdsl.tensor.cpu.sparse.maps;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.function.IntPredicate;
import tdsl.tensor.DType;
import tdsl.tensor.Shapes;
import tdsl.tensor.Tensor;
import tdsl.tensor.cpu.Elements;
import tdsl.tensor.cpu.Parallel;
import tdsl.tensor.error.DTypeException;
import tdsl.tensor.error.ShapeException;
import tdsl.tensor.error.ValueException;
import tdsl.tensor.sparse.Coordinates;
import tdsl.tensor.sparse.Grid;

/// Checked coordinates in ascending order of their keys.
public final class SortedCoordinates {
    private static final long OUTSIDE = -1;

    private final String op;
    private final Tensor indices;
    private final Grid grid;
    /// By row.
    private final long[] keysOfRows;
    private final long[] sortedKeys;
    /// For each sorted position the row that it came from; null if the rows were sorted already.
    private final int[] order;

    private SortedCoordinates(String op, Tensor indices, Grid grid) {
        this.op = op;
        this.indices = indices;
        this.grid = grid;
        this.keysOfRows = keys(indices, grid);
        checkInside();
        if (ascends(keysOfRows)) {
            sortedKeys = keysOfRows;
            order = null;
        } else {
            RadixSort sort = new RadixSort(keysOfRows, grid.cellCount());
            sortedKeys = sort.keys();
            order = sort.order();
        }
    }

    /// @param indices integers `[rows, 1 + axes]`, the batch entry first
    /// @throws ValueException   if rows lie outside the grid or repeat another
    /// @throws ShapeException   if `indices` has another shape
    /// @throws DTypeException   unless it is i32 or i64
    public static SortedCoordinates of(String op, Tensor indices, long[] spatialShape, long batchSize) {
        SortedCoordinates sorted = withRepeats(op, indices, spatialShape, batchSize);
        sorted.checkDistinct();
        return sorted;
    }

    /// As {@link #of}, with any number of rows at a place; those stay in order. There need be no spatial axis.
    public static SortedCoordinates withRepeats(String op, Tensor indices, long[] spatialShape, long batchSize) {
        return new SortedCoordinates(op, indices, Coordinates.grid(op, indices, spatialShape, batchSize));
    }

    // ---- reading ----

    /// The key of each row; {@link #OUTSIDE} where the row lies outside the grid.
    private static long[] keys(Tensor indices, Grid grid) {
        MemorySegment elements = Elements.of(indices).memory();
        boolean wide = indices.dtype() == DType.INT64;
        long[] sizes = grid.shape();
        long[] keys = new long[(int) indices.size(0)];
        Parallel.forRange(keys.length, Parallel.GRAIN_BYTES / (8L * sizes.length), (begin, end) -> {
            for (int row = (int) begin; row < end; row++) {
                keys[row] = wide ? wideKey(elements, row, sizes) : narrowKey(elements, row, sizes);
            }
        });
        return keys;
    }

    private static long narrowKey(MemorySegment elements, long row, long[] sizes) {
        long key = 0;
        boolean inside = true;
        for (int axis = 0; axis < sizes.length; axis++) {
            long coordinate = elements.getAtIndex(JAVA_INT, row * sizes.length + axis);
            inside &= coordinate >= 0 & coordinate < sizes[axis];
            key = key * sizes[axis] + coordinate;
        }
        return inside ? key : OUTSIDE;
    }

    private static long wideKey(MemorySegment elements, long row, long[] sizes) {
        long key = 0;
        boolean inside = true;
        for (int axis = 0; axis < sizes.length; axis++) {
            long coordinate = elements.getAtIndex(JAVA_LONG, row * sizes.length + axis);
            inside &= coordinate >= 0 & coordinate < sizes[axis];
            key = key * sizes[axis] + coordinate;
        }
        return inside ? key : OUTSIDE;
    }

    private static boolean ascends(long[] keys) {
        for (int i = 1; i < keys.length; i++) {
            if (keys[i] < keys[i - 1]) {
                return false;
            }
        }
        return true;
    }

    // ---- refusing ----

    private void checkInside() {
        long count = countRows(row -> keysOfRows[row] == OUTSIDE);
        if (count > 0) {
            int first = 0;
            while (keysOfRows[first] != OUTSIDE) {
                first++;
            }
            throw new ValueException(
                    "%s: %d of %d rows of indices lie outside %s; the first is row %d, %s",
                    op, count, rows(), gridText(), first, coordinatesOf(first));
        }
    }

    private String gridText() {
        long[] shape = grid.shape();
        String batch = "batch_size " + shape[0];
        return shape.length == 1
                ? batch
                : batch + " and spatial_shape " + Shapes.format(Arrays.copyOfRange(shape, 1, shape.length));
    }

    private void checkDistinct() {
        long repeats = countRows(i -> i > 0 && sortedKeys[i] == sortedKeys[i - 1]);
        if (repeats == 0) {
            return;
        }
        int first = Integer.MAX_VALUE;
        int repeated = -1;
        for (int i = 1; i < sortedKeys.length; i++) {
            // The sort is stable, so of equal coordinates the later row comes second.
            if (sortedKeys[i] == sortedKeys[i - 1] && row(i) < first) {
                first = row(i);
                repeated = row(i - 1);
            }
        }
        throw new ValueException(
                        "%s: %d of %d rows of indices repeat the coordinates of another; "
                                + "the first is row %d, %s, as in row %d",
                        op, repeats, rows(), first, coordinatesOf(first), repeated)
                .withHint("join them first, as SparseConvTensor(..., reduce=\"mean\") does");
    }

    private long countRows(IntPredicate condition) {
        long count = 0;
        for (int row = 0; row < keysOfRows.length; row++) {
            count += condition.test(row) ? 1 : 0;
        }
        return count;
    }

    private Object coordinatesOf(int row) {
        return indices.narrow(0, row, 1).reshape(-1).toList();
    }

    // ---- what was read ----

    Grid grid() {
        return grid;
    }

    int rows() {
        return keysOfRows.length;
    }

    /// The keys in the order of the rows.
    public long[] keysOfRows() {
        return keysOfRows;
    }

    /// The keys in ascending order.
    long[] sortedKeys() {
        return sortedKeys;
    }

    /// For each position in ascending order its row; null if the rows ascend.
    int[] order() {
        return order;
    }

    private int row(int position) {
        return order == null ? position : order[position];
    }
}
