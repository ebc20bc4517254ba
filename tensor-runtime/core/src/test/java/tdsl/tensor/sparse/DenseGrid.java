package tdsl.tensor.sparse;

import java.util.Arrays;
import java.util.function.Consumer;

/// Double values on a batch of grids `[batch, *spatial, channels]`, and which cells are occupied: what the plain
/// reference computations work on.
final class DenseGrid {
    final long[] shape;
    final double[] values;
    final boolean[] occupied;

    DenseGrid(long batchSize, long[] spatialShape, long channels) {
        shape = new long[spatialShape.length + 2];
        shape[0] = batchSize;
        System.arraycopy(spatialShape, 0, shape, 1, spatialShape.length);
        shape[shape.length - 1] = channels;
        int count = 1;
        for (long size : shape) {
            count *= (int) size;
        }
        values = new double[count];
        occupied = new boolean[count];
    }

    /// The grid that holds `features[row]` at the place `indices[row]`.
    static DenseGrid of(long batchSize, long[] spatialShape, int channels, int[][] indices, double[][] features) {
        DenseGrid grid = new DenseGrid(batchSize, spatialShape, channels);
        for (int row = 0; row < indices.length; row++) {
            for (int channel = 0; channel < channels; channel++) {
                int position = grid.position(indices[row], channel);
                grid.values[position] = features[row][channel];
                grid.occupied[position] = true;
            }
        }
        return grid;
    }

    int channels() {
        return (int) shape[shape.length - 1];
    }

    /// @param place the batch entry and the coordinates
    int position(int[] place, int channel) {
        int position = 0;
        for (int axis = 0; axis < place.length; axis++) {
            position = position * (int) shape[axis] + place[axis];
        }
        return position * channels() + channel;
    }

    boolean contains(int[] place) {
        for (int axis = 0; axis < place.length; axis++) {
            if (place[axis] < 0 || place[axis] >= shape[axis]) {
                return false;
            }
        }
        return true;
    }

    /// Every place in row-major order.
    void forEachPlace(Consumer<int[]> body) {
        forEach(Arrays.copyOf(shape, shape.length - 1), body);
    }

    /// Every index below `sizes` in row-major order.
    static void forEach(long[] sizes, Consumer<int[]> body) {
        if (Arrays.stream(sizes).anyMatch(size -> size == 0)) {
            return;
        }
        int[] index = new int[sizes.length];
        while (true) {
            body.accept(index.clone());
            int axis = sizes.length - 1;
            while (axis >= 0 && ++index[axis] == sizes[axis]) {
                index[axis--] = 0;
            }
            if (axis < 0) {
                return;
            }
        }
    }
}
