package tdsl.tensor.sparse;

import java.util.Arrays;
import tdsl.tensor.Shapes;
import tdsl.tensor.error.ShapeException;
import tdsl.tensor.error.ValueException;

/// Where a kernel's offsets lead from an input coordinate, axis by axis: pure arithmetic, with one entry per
/// spatial axis in every array. A single entry given for several axes counts for each.
///
/// @param outputPadding cells added at the end of each axis of a transposed kernel's output
public record KernelGeometry(
        KernelKind kind, long[] size, long[] stride, long[] padding, long[] dilation, long[] outputPadding) {

    /// The largest number of offsets of one kernel.
    public static final long LARGEST_VOLUME = 1 << 16;

    /// @throws ValueException if a value is out of its range
    /// @throws ShapeException if an array has neither one entry nor one per axis
    public static KernelGeometry of(
            KernelKind kind,
            int axes,
            long[] size,
            long[] stride,
            long[] padding,
            long[] dilation,
            long[] outputPadding) {
        if (axes < 1) {
            throw new ValueException("kernel_map: spatial_shape must have at least 1 size");
        }
        KernelGeometry geometry = new KernelGeometry(
                kind,
                perAxis("kernel_size", size, axes, 1),
                perAxis("stride", stride, axes, 1),
                perAxis("padding", padding, axes, 0),
                perAxis("dilation", dilation, axes, 1),
                perAxis("output_padding", outputPadding, axes, 0));
        if (Shapes.elementCount(geometry.size) > LARGEST_VOLUME) {
            throw new ValueException(
                    "kernel_map: kernel_size %s has more than %d offsets",
                    Shapes.format(geometry.size), LARGEST_VOLUME);
        }
        return kind == KernelKind.SUBMANIFOLD ? geometry.centred() : geometry;
    }

    private static long[] perAxis(String name, long[] values, int axes, long smallest) {
        if (values.length != axes && values.length != 1) {
            throw new ShapeException(
                    "kernel_map: %s %s must be one int or one per spatial axis, of which there are %d",
                    name, Shapes.format(values), axes);
        }
        for (long value : values) {
            if (value < smallest || value > Integer.MAX_VALUE) {
                throw new ValueException(
                        "kernel_map: %s must be at least %d, not %s", name, smallest, Shapes.format(values));
            }
        }
        long[] spread = new long[axes];
        Arrays.setAll(spread, axis -> values[values.length == 1 ? 0 : axis]);
        return spread;
    }

    /// A submanifold kernel pads so that its centre `size // 2` lies on the coordinate itself.
    private KernelGeometry centred() {
        for (long step : stride) {
            if (step != 1) {
                throw new ValueException(
                        "kernel_map: a submanifold kernel keeps the coordinates, so its stride must be 1, not %s",
                        Shapes.format(stride));
            }
        }
        long[] centre = new long[size.length];
        Arrays.setAll(centre, axis -> size[axis] / 2 * dilation[axis]);
        return new KernelGeometry(kind, size, stride, centre, dilation, new long[size.length]);
    }

    /// The number of kernel offsets, which are numbered in row-major order.
    public int volume() {
        return (int) Shapes.elementCount(size);
    }

    /// Does an offset lead from one place to another exactly if the opposite offset leads back?
    public boolean isPointSymmetric() {
        return kind == KernelKind.SUBMANIFOLD && Arrays.stream(size).allMatch(length -> length % 2 == 1);
    }

    /// The offset's position along each axis.
    public int[] taps(int offset) {
        int[] taps = new int[size.length];
        for (int axis = size.length - 1; axis >= 0; axis--) {
            taps[axis] = (int) (offset % size[axis]);
            offset /= (int) size[axis];
        }
        return taps;
    }

    /// The spatial shape of the output; sizes are 0 where the kernel does not fit.
    public long[] outputShape(long[] inputShape) {
        long[] shape = new long[size.length];
        Arrays.setAll(shape, axis -> Math.max(0, outputSize(axis, inputShape[axis])));
        return shape;
    }

    private long outputSize(int axis, long inputSize) {
        long reach = dilation[axis] * (size[axis] - 1);
        return switch (kind) {
            case SUBMANIFOLD -> inputSize;
            case REGULAR -> Math.floorDiv(inputSize + 2 * padding[axis] - reach - 1, stride[axis]) + 1;
            case TRANSPOSED ->
                inputSize == 0
                        ? 0
                        : (inputSize - 1) * stride[axis] - 2 * padding[axis] + reach + outputPadding[axis] + 1;
        };
    }

    /// The output coordinate along `axis` that the kernel position `tap` connects with an input coordinate.
    ///
    /// @return −1 if there is none in `0..outputSize`
    public long target(int axis, long coordinate, long tap, long outputSize) {
        long target = switch (kind) {
            case SUBMANIFOLD, REGULAR -> {
                long reached = coordinate + padding[axis] - tap * dilation[axis];
                yield reached >= 0 && reached % stride[axis] == 0 ? reached / stride[axis] : -1;
            }
            case TRANSPOSED -> coordinate * stride[axis] - padding[axis] + tap * dilation[axis];
        };
        return target >= 0 && target < outputSize ? target : -1;
    }
}
