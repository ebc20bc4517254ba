package tdsl.tensor.sparse;

import tdsl.tensor.Shapes;
import tdsl.tensor.error.ValueException;

/// The row-major numbering of the cells of a batch of grids: a cell's number is the 64-bit key of its
/// coordinates, and keys ascend as coordinates do, the batch entry first.
public record Grid(long[] shape) {
    /// @param shape the batch size, then the spatial shape
    /// @throws ValueException if the cells cannot be numbered
    public static Grid of(String op, long[] shape) {
        long cells = 1;
        for (int axis = 0; axis < shape.length; axis++) {
            if (shape[axis] < 0 || shape[axis] > Integer.MAX_VALUE) {
                throw new ValueException(
                        "%s: %s must be from 0 to 2^31 - 1, not %d",
                        op, axis == 0 ? "batch_size" : "each size in spatial_shape", shape[axis]);
            }
            try {
                // An empty axis must not hide the overflow of the others.
                cells = Math.multiplyExact(cells, Math.max(1, shape[axis]));
            } catch (ArithmeticException _) {
                throw new ValueException("%s: a batch of grids %s has more than 2^63 cells", op, Shapes.format(shape));
            }
        }
        return new Grid(shape);
    }

    public int axes() {
        return shape.length;
    }

    public long cellCount() {
        return Shapes.elementCount(shape);
    }

    /// The number of cells that one step along `axis` passes.
    public long cellsPerStep(int axis) {
        long cells = 1;
        for (int inner = axis + 1; inner < shape.length; inner++) {
            cells *= Math.max(1, shape[inner]);
        }
        return cells;
    }

    /// The same grid with another size along one axis.
    public Grid withSize(String op, int axis, long size) {
        long[] changed = shape.clone();
        changed[axis] = size;
        return of(op, changed);
    }
}
