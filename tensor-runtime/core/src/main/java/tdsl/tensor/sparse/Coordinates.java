package tdsl.tensor.sparse;

import tdsl.tensor.DType;
import tdsl.tensor.Shapes;
import tdsl.tensor.Tensor;
import tdsl.tensor.error.DTypeException;
import tdsl.tensor.error.ShapeException;
import tdsl.tensor.error.ValueException;

/// The places of rows of features in a batch of grids.
///
/// @param indices      integers `[rows, 1 + axes]`: the batch entry, then the coordinate along each spatial axis
/// @param spatialShape the size of each grid
/// @param batchSize    the number of grids
/// @param order        the rows in ascending order of their coordinates; null if that is the order they are in, and
/// where
///                     a map has no need of it
public record Coordinates(Tensor indices, long[] spatialShape, long batchSize, int[] order) {
    private static final int MOST_SPATIAL_AXES = 4;

    /// The numbering of the grids that `indices` name places in. Whether the places lie inside is not looked at.
    ///
    /// @throws ValueException if there are more than 4 spatial axes, and if the places cannot be numbered
    /// @throws ShapeException unless `indices` is a matrix with a column for the batch entry and one for each axis
    /// @throws DTypeException unless it is i32 or i64
    public static Grid grid(String op, Tensor indices, long[] spatialShape, long batchSize) {
        int axes = spatialShape.length;
        if (axes > MOST_SPATIAL_AXES) {
            throw new ValueException("%s: spatial_shape has at most %d sizes, not %d", op, MOST_SPATIAL_AXES, axes);
        }
        if (indices.rank() != 2 || indices.size(1) != axes + 1) {
            throw new ShapeException(
                    "%s: indices must be [rows, %d], the batch entry and %d coordinates in each row, not %s",
                    op, axes + 1, axes, indices.describe());
        }
        if (indices.dtype() != DType.INT32 && indices.dtype() != DType.INT64) {
            throw new DTypeException("%s: indices must be i32 or i64, not %s", op, indices.describe());
        }
        if (indices.size(0) >= Integer.MAX_VALUE) {
            throw new ValueException("%s: %s has too many rows", op, indices.describe());
        }
        return Grid.of(op, gridShape(spatialShape, batchSize));
    }

    /// The column of batch entries of `indices`.
    ///
    /// @throws ShapeException unless `indices` is a matrix with at least one column
    public static Tensor entries(String op, Tensor indices) {
        if (indices.rank() != 2 || indices.size(1) < 1) {
            throw new ShapeException("%s: indices must be [rows, 1 + axes], not %s", op, indices.describe());
        }
        return indices.narrow(1, 0, 1);
    }

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
