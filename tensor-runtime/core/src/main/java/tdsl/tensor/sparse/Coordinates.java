package tdsl.tensor.sparse;

import tdsl.tensor.Shapes;
import tdsl.tensor.Tensor;

/// The places of rows of features in a batch of grids.
///
/// @param indices      integers `[rows, 1 + axes]`: the batch entry, then the coordinate along each spatial axis
/// @param spatialShape the size of each grid
/// @param batchSize    the number of grids
/// @param order        the rows in ascending order of their coordinates; null if that is the order they are in
public record Coordinates(Tensor indices, long[] spatialShape, long batchSize, int[] order) {
    public int rows() {
        return (int) indices.size(0);
    }

    /// The row at a position in the ascending order.
    public int row(int position) {
        return order == null ? position : order[position];
    }

    /// The batch size followed by the spatial shape.
    public long[] gridShape() {
        return gridShape(spatialShape, batchSize);
    }

    /// The batch size followed by the spatial shape.
    public static long[] gridShape(long[] spatialShape, long batchSize) {
        long[] shape = new long[spatialShape.length + 1];
        shape[0] = batchSize;
        System.arraycopy(spatialShape, 0, shape, 1, spatialShape.length);
        return shape;
    }

    @Override
    public String toString() {
        return rows() + " of " + Shapes.format(gridShape());
    }
}
