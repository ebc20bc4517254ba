package tdsl.tensor.cpu.sparse.maps;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import tdsl.tensor.DType;
import tdsl.tensor.Tensor;
import tdsl.tensor.cpu.Parallel;
import tdsl.tensor.sparse.Grid;
import tdsl.tensor.sparse.KernelGeometry;

/// The coordinates that a kernel reaches from given ones, in ascending order.
///
/// A kernel is a product of one-dimensional ones, so each axis is moved in turn and repeats are dropped before
/// the next: that takes the sum of the kernel sizes in steps per coordinate, not their product. A kernel position
/// moves all coordinates in the same way, which keeps their order, so what it reaches needs no sort but only
/// merging.
final class OutputCoordinates {
    private final String op;
    private final KernelGeometry geometry;

    OutputCoordinates(String op, KernelGeometry geometry) {
        this.op = op;
        this.geometry = geometry;
    }

    /// The keys in the output grid of all reached cells.
    long[] keys(SortedCoordinates inputs, long[] outputShape) {
        long[] keys = inputs.sortedKeys();
        Grid grid = inputs.grid();
        for (int axis = 1; axis < grid.axes(); axis++) {
            Grid next = grid.withSize(op, axis, outputShape[axis - 1]);
            keys = moved(keys, grid, next, axis);
            grid = next;
        }
        return keys;
    }

    /// Keys of one grid moved by all kernel positions along one axis, as keys of the next grid.
    private long[] moved(long[] keys, Grid grid, Grid next, int axis) {
        long inner = grid.cellsPerStep(axis);
        long size = grid.shape()[axis];
        long nextSize = next.shape()[axis];
        int[] coordinates = new int[keys.length];
        // What a key would be with the coordinate 0 along the axis.
        long[] starts = new long[keys.length];
        for (int i = 0; i < keys.length; i++) {
            long outerAndAxis = keys[i] / inner;
            long outer = outerAndAxis / size;
            coordinates[i] = (int) (outerAndAxis - outer * size);
            starts[i] = outer * nextSize * inner + (keys[i] - outerAndAxis * inner);
        }
        List<long[]> lists = new ArrayList<>();
        for (int tap = 0; tap < geometry.size()[axis - 1]; tap++) {
            lists.add(moved(starts, coordinates, axis - 1, tap, inner, nextSize));
        }
        return merge(lists);
    }

    private long[] moved(long[] starts, int[] coordinates, int spatialAxis, int tap, long inner, long nextSize) {
        long[] targets = new long[starts.length];
        int count = 0;
        for (int i = 0; i < starts.length; i++) {
            long target = geometry.target(spatialAxis, coordinates[i], tap, nextSize);
            targets[count] = starts[i] + target * inner;
            count += target >= 0 ? 1 : 0;
        }
        return Arrays.copyOf(targets, count);
    }

    /// Ascending lists as one, without repeats: in pairs, then pairs of those.
    private static long[] merge(List<long[]> lists) {
        while (lists.size() > 1) {
            List<long[]> merged = new ArrayList<>();
            for (int i = 0; i + 1 < lists.size(); i += 2) {
                merged.add(merge(lists.get(i), lists.get(i + 1)));
            }
            if (lists.size() % 2 == 1) {
                merged.add(lists.getLast());
            }
            lists = merged;
        }
        return lists.getFirst();
    }

    /// Both ascending lists as one, without repeats.
    private static long[] merge(long[] left, long[] right) {
        long[] merged = new long[left.length + right.length];
        int count = 0;
        int i = 0;
        int j = 0;
        while (i < left.length && j < right.length) {
            long a = left[i];
            long b = right[j];
            merged[count++] = Math.min(a, b);
            i += a <= b ? 1 : 0;
            j += b <= a ? 1 : 0;
        }
        System.arraycopy(left, i, merged, count, left.length - i);
        count += left.length - i;
        System.arraycopy(right, j, merged, count, right.length - j);
        count += right.length - j;
        return Arrays.copyOf(merged, count);
    }

    /// Keys of a grid as indices, i32 `[rows, 1 + axes]`.
    static Tensor indices(long[] keys, long[] gridShape) {
        Tensor indices = Tensor.empty(DType.INT32, keys.length, gridShape.length);
        var segment = indices.storage().segment();
        Parallel.forRange(keys.length, Parallel.GRAIN_BYTES / 16, (begin, end) -> {
            for (long row = begin; row < end; row++) {
                long rest = keys[(int) row];
                for (int axis = gridShape.length - 1; axis >= 0; axis--) {
                    long position = row * gridShape.length + axis;
                    segment.setAtIndex(
                            java.lang.foreign.ValueLayout.JAVA_INT, position, (int) (rest % gridShape[axis]));
                    rest /= gridShape[axis];
                }
            }
        });
        return indices;
    }
}
