package tdsl.tensor.ops.neural.pooling;

import static tdsl.tensor.dispatch.Op.op;
import static tdsl.tensor.dispatch.Samples.uniform;

import java.util.Arrays;
import tdsl.tensor.DType;
import tdsl.tensor.Shapes;
import tdsl.tensor.Tensor;
import tdsl.tensor.dispatch.Args;
import tdsl.tensor.dispatch.Op;
import tdsl.tensor.dispatch.Samples;
import tdsl.tensor.error.IndexException;
import tdsl.tensor.error.ShapeException;
import tdsl.tensor.ops.TensorOp;
import tdsl.tensor.ops.neural.Spatial;

/// Undoes max_pool, as far as that is possible: each element goes back to where `indices` says that it was the
/// largest, and elsewhere are zeros. `kernel_size`, `stride` and `padding` are those of the pooling; since several
/// sizes
/// pool to the same, `output_size` says which.
public final class UnpoolingOps {
    private UnpoolingOps() {}

    /// Of `[n, channels, length]`, or without n.
    @TensorOp(
            "max_unpool1d(input: Tensor, indices: Tensor, kernel_size: int[], stride: int[]? = none, padding: int[] = [0], output_size: int[]? = none) -> Tensor")
    public static Op max_unpool1d() {
        return op().composite(a -> unpooled("max_unpool1d", a, 1))
                .samples(() -> Samples.of(uniform(-2, 2, 1, 2, 2), Tensor.of(new long[][][] {{{0, 3}, {1, 2}}}), 2L));
    }

    /// Of `[n, channels, height, width]`, or without n.
    @TensorOp(
            "max_unpool2d(input: Tensor, indices: Tensor, kernel_size: int[], stride: int[]? = none, padding: int[] = [0], output_size: int[]? = none) -> Tensor")
    public static Op max_unpool2d() {
        return op().composite(a -> unpooled("max_unpool2d", a, 2))
                .samples(() -> Samples.of(uniform(-2, 2, 1, 1, 2), Tensor.of(new long[][][] {{{1, 6}}}), 2L));
    }

    /// Of `[n, channels, depth, height, width]`, or without n.
    @TensorOp(
            "max_unpool3d(input: Tensor, indices: Tensor, kernel_size: int[], stride: int[]? = none, padding: int[] = [0], output_size: int[]? = none) -> Tensor")
    public static Op max_unpool3d() {
        return op().composite(a -> unpooled("max_unpool3d", a, 3))
                .samples(() -> Samples.of(uniform(-2, 2, 1, 1, 1, 2), Tensor.of(new long[][][][] {{{{5, 10}}}}), 2L));
    }

    private static Tensor unpooled(String op, Args a, int axes) {
        Spatial spatial = new Spatial(op, axes);
        if (!a.tensor(1).layout().hasShape(a.tensor(0).shape())) {
            throw new ShapeException(
                    "%s: indices must have the shape of the input %s, not %s",
                    op, a.tensor(0).describe(), a.tensor(1).describe());
        }
        Tensor input = spatial.batched(a.tensor(0));
        Tensor indices = spatial.batched(a.tensor(1)).to(DType.INT64);
        long[] sizes = sizes(spatial, input, a);
        long count = Shapes.elementCount(sizes);
        if (indices.batch() == null
                && (Boolean) indices.lt(0).logical_or(indices.ge(count)).any().item()) {
            throw new IndexException("%s: an index is beyond the %d elements of %s", op, count, Shapes.format(sizes));
        }
        long[] shape = Arrays.copyOf(input.shape(), 2 + axes);
        System.arraycopy(sizes, 0, shape, 2, axes);
        Tensor flat =
                input.new_zeros(input.size(0), input.size(1), count).scatter(2, indices.flatten(2), input.flatten(2));
        return spatial.like(a.tensor(0), flat.reshape(shape));
    }

    private static long[] sizes(Spatial spatial, Tensor input, Args a) {
        if (!a.isNull(5)) {
            long[] given = a.integers(5);
            return Arrays.copyOfRange(given, Math.max(0, given.length - spatial.axes()), given.length);
        }
        long[] kernel = spatial.perAxis("kernel_size", a.integers(2));
        long[] stride = a.isNull(3) ? kernel : spatial.perAxis("stride", a.integers(3));
        long[] padding = spatial.perAxis("padding", a.integers(4));
        long[] sizes = new long[spatial.axes()];
        for (int axis = 0; axis < sizes.length; axis++) {
            sizes[axis] = (input.size(axis + 2) - 1) * stride[axis] - 2 * padding[axis] + kernel[axis];
        }
        return sizes;
    }
}
