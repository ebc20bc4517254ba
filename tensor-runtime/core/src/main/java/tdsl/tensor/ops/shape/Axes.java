package tdsl.tensor.ops.shape;

import java.util.Arrays;
import java.util.stream.LongStream;
import tdsl.tensor.Shapes;
import tdsl.tensor.Tensor;
import tdsl.tensor.dispatch.Args;
import tdsl.tensor.error.ShapeException;

/// Axes as rows of the op table need them.
public final class Axes {
    private Axes() {}

    /// An argument that names an axis of the first, counted from the front.
    public static int argument(String op, Args args, int index) {
        return Shapes.axis(op, args.integer(index), args.tensor(0).rank());
    }

    /// An axis of a tensor, counted from the front.
    public static int of(String op, long axis, Tensor tensor) {
        return Shapes.axis(op, axis, tensor.rank());
    }

    /// A shape of this many axes of size 1.
    public static long[] ones(int rank) {
        long[] ones = new long[rank];
        Arrays.fill(ones, 1);
        return ones;
    }

    /// A shape with another axis in front.
    public static long[] prepended(long size, long[] shape) {
        long[] result = new long[shape.length + 1];
        result[0] = size;
        System.arraycopy(shape, 0, result, 1, shape.length);
        return result;
    }

    /// A shape with one axis replaced by others.
    public static long[] replaced(long[] shape, int axis, long... sizes) {
        long[] result = new long[shape.length - 1 + sizes.length];
        System.arraycopy(shape, 0, result, 0, axis);
        System.arraycopy(sizes, 0, result, axis, sizes.length);
        System.arraycopy(shape, axis + 1, result, axis + sizes.length, shape.length - axis - 1);
        return result;
    }

    /// The last axes, counted from the end, which must have these sizes.
    ///
    /// @throws ShapeException if they have not
    public static long[] last(String op, Tensor input, long[] sizes) {
        long[] shape = input.shape();
        int first = shape.length - sizes.length;
        if (sizes.length == 0 || first < 0 || !Arrays.equals(Arrays.copyOfRange(shape, first, shape.length), sizes)) {
            throw new ShapeException(
                    "%s: the last axes of %s must have sizes %s", op, input.describe(), Shapes.format(sizes));
        }
        return LongStream.range(-sizes.length, 0).toArray();
    }
}
