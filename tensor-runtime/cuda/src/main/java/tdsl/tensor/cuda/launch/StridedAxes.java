package tdsl.tensor.cuda.launch;

import java.util.Arrays;
import tdsl.tensor.Layout;
import tdsl.tensor.error.ValueException;

/// The axes of a shape with the strides of two tensors, what kernels take as an `Axes`: axes that continue each other
/// in
/// both are one, and those of size 1 are left out.
public final class StridedAxes {
    /// Axes that the structure has room for.
    private static final int MOST = 10;

    private final int rank;
    private final long[] sizes;
    private final long[] strides;
    private final long[] otherStrides;

    private StridedAxes(int rank, long[] sizes, long[] strides, long[] otherStrides) {
        this.rank = rank;
        this.sizes = sizes;
        this.strides = strides;
        this.otherStrides = otherStrides;
    }

    public static StridedAxes of(Layout layout) {
        return of(layout.shape(), layout.strides(), new long[layout.rank()]);
    }

    /// @throws ValueException if there are more axes than kernels take
    public static StridedAxes of(long[] shape, long[] strides, long[] otherStrides) {
        long[] sizes = new long[shape.length];
        long[] firsts = new long[shape.length];
        long[] seconds = new long[shape.length];
        int rank = 0;
        for (int axis = 0; axis < shape.length; axis++) {
            if (shape[axis] == 1) {
                continue;
            }
            boolean continues = rank > 0
                    && firsts[rank - 1] == strides[axis] * shape[axis]
                    && seconds[rank - 1] == otherStrides[axis] * shape[axis];
            rank -= continues ? 1 : 0;
            sizes[rank] = continues ? sizes[rank] * shape[axis] : shape[axis];
            firsts[rank] = strides[axis];
            seconds[rank++] = otherStrides[axis];
        }
        requireFew(rank);
        return new StridedAxes(rank, sizes, firsts, seconds);
    }

    /// Sizes alone, one for each axis of a shape.
    public static StridedAxes unmerged(long[] shape) {
        requireFew(shape.length);
        return new StridedAxes(shape.length, shape, new long[shape.length], new long[shape.length]);
    }

    private static void requireFew(int rank) {
        if (rank > MOST) {
            throw new ValueException("a tensor with %d axes that do not lie together has too many for a GPU", rank)
                    .withHint("contiguous() copies it");
        }
    }

    public int rank() {
        return rank;
    }

    public long size(int axis) {
        return sizes[axis];
    }

    public long stride(int axis) {
        return strides[axis];
    }

    /// The same with one axis moved to the end.
    public StridedAxes withLast(int axis) {
        return new StridedAxes(
                rank, movedToEnd(sizes, axis), movedToEnd(strides, axis), movedToEnd(otherStrides, axis));
    }

    private long[] movedToEnd(long[] values, int axis) {
        long[] moved = Arrays.copyOf(values, rank);
        System.arraycopy(values, axis + 1, moved, axis, rank - axis - 1);
        moved[rank - 1] = values[axis];
        return moved;
    }

    /// Writes the structure as the next parameter.
    public Launch putInto(Launch launch) {
        return launch.int64(rank)
                .int64s(Arrays.copyOf(sizes, rank), MOST)
                .int64s(Arrays.copyOf(strides, rank), MOST)
                .int64s(Arrays.copyOf(otherStrides, rank), MOST);
    }
}
