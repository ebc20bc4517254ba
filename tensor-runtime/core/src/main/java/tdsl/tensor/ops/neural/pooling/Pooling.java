package tdsl.tensor.ops.neural.pooling;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntUnaryOperator;
import tdsl.tensor.Tensor;
import tdsl.tensor.dispatch.Args;
import tdsl.tensor.error.TypeException;
import tdsl.tensor.error.ValueException;
import tdsl.tensor.ops.neural.Spatial;

/// The formulas of pooling over one to three axes.
///
/// @param input with a batch axis
public record Pooling(Spatial spatial, Tensor original, Tensor input) {

    public static Pooling of(String op, Tensor input, int axes) {
        Spatial spatial = new Spatial(op, axes);
        return new Pooling(spatial, input, spatial.batched(input));
    }

    /// The largest elements of windows and where they were, counted inside of their channel.
    ///
    /// @param args input, kernel_size, stride, padding, dilation, ceil_mode
    List<Tensor> max(Args args) {
        long[] kernel = spatial.perAxis("kernel_size", args.integers(1));
        return largest(windows(
                kernel,
                strides(kernel, args.integers(2)),
                spatial.perAxis("padding", args.integers(3)),
                spatial.perAxis("dilation", args.integers(4)),
                args.flag(5)));
    }

    /// As {@link #max}, of windows that make a result of this size.
    List<Tensor> adaptiveMax(Object outputSize) {
        return largest(adaptiveWindows(outputSize));
    }

    private List<Tensor> largest(List<PoolWindows> windows) {
        Tensor indices = input.max_pool_indices(windows);
        Tensor values = input.flatten(2).gather(2, indices.flatten(2)).reshape(indices.shape());
        return List.of(spatial.like(original, values), spatial.like(original, indices));
    }

    /// The means of windows.
    ///
    /// @param args     input, kernel_size, stride, padding, ceil_mode, count_include_pad
    /// @param override what to divide by instead of the number of elements; null for that
    Tensor average(Args args, Long override) {
        long[] kernel = spatial.perAxis("kernel_size", args.integers(1));
        long[] ones = new long[kernel.length];
        Arrays.fill(ones, 1);
        long[] stride = strides(kernel, args.integers(2));
        long[] padding = spatial.perAxis("padding", args.integers(3));
        List<PoolWindows> windows = windows(kernel, stride, padding, ones, args.flag(4));
        Tensor sums = sums(windows, kernel, stride, padding);
        if (override != null) {
            if (override == 0) {
                throw new ValueException("%s: divisor_override must not be 0", spatial.op());
            }
            return spatial.like(original, sums.div((double) override));
        }
        Tensor result = sums;
        for (int axis = 0; axis < kernel.length; axis++) {
            PoolWindows window = windows.get(axis);
            Tensor counts = perResult(window, args.flag(5) ? i -> window.sizes()[i] : window::elements, axis);
            result = result.div(counts);
        }
        return spatial.like(original, result);
    }

    /// The power means Σ x^p ^ (1/p) of windows.
    ///
    /// @param args input, norm_type, kernel_size, stride, ceil_mode
    Tensor power(Args args) {
        double p = args.real(1);
        long[] kernel = spatial.perAxis("kernel_size", args.integers(2));
        long[] zeros = new long[kernel.length];
        long[] ones = new long[kernel.length];
        Arrays.fill(ones, 1);
        long[] stride = strides(kernel, args.integers(3));
        List<PoolWindows> windows = windows(kernel, stride, zeros, ones, args.flag(4));
        Tensor sums = new Pooling(spatial, original, input.pow(p)).sums(windows, kernel, stride, zeros);
        // A window that reaches beyond the end stands for as many elements as the others.
        for (int axis = 0; axis < kernel.length; axis++) {
            PoolWindows window = windows.get(axis);
            long size = kernel[axis];
            sums = sums.mul((double) size).div(perResult(window, window::elements, axis));
        }
        return spatial.like(original, sums.relu().pow(1 / p));
    }

    private Tensor perResult(PoolWindows window, IntUnaryOperator count, int axis) {
        double[] counts = new double[window.count()];
        Arrays.setAll(counts, i -> count.applyAsInt(i));
        long[] shape = new long[spatial.axes()];
        Arrays.fill(shape, 1);
        shape[axis] = counts.length;
        return Tensor.of(counts, shape).to(input.dtype());
    }

    /// Sums of windows: a convolution of each channel with ones.
    private Tensor sums(List<PoolWindows> windows, long[] kernel, long[] stride, long[] padding) {
        long[] pad = new long[2 * kernel.length];
        for (int axis = 0; axis < kernel.length; axis++) {
            long covered = (windows.get(axis).count() - 1) * stride[axis] + kernel[axis];
            pad[2 * (kernel.length - 1 - axis)] = padding[axis];
            pad[2 * (kernel.length - 1 - axis) + 1] = covered - padding[axis] - input.size(axis + 2);
        }
        long channels = input.size(1);
        long[] shape = new long[kernel.length + 2];
        shape[0] = channels;
        shape[1] = 1;
        System.arraycopy(kernel, 0, shape, 2, kernel.length);
        Tensor ones = input.new_zeros(shape).add(1);
        long[] zeros = new long[kernel.length];
        long[] steps = zeros.clone();
        Arrays.fill(steps, 1);
        Tensor padded = Arrays.stream(pad).allMatch(count -> count == 0) ? input : input.constant_pad_nd(pad);
        return padded.convolution(ones, null, stride, zeros, steps, false, zeros, Math.max(1, channels));
    }

    /// The means of windows that make a result of this size, axis by axis as products with matrices.
    public Tensor adaptiveAverage(Object outputSize) {
        List<PoolWindows> windows = adaptiveWindows(outputSize);
        Tensor result = input;
        for (int axis = 0; axis < windows.size(); axis++) {
            Tensor means = means(windows.get(axis), input.size(axis + 2)).to(input.dtype());
            result = result.transpose(axis + 2, -1).matmul(means.t()).transpose(axis + 2, -1);
        }
        return spatial.like(original, result);
    }

    private static Tensor means(PoolWindows windows, long size) {
        double[] weights = new double[Math.toIntExact(windows.count() * size)];
        for (int i = 0; i < windows.count(); i++) {
            int row = (int) (i * size);
            Arrays.fill(weights, row + windows.starts()[i], row + windows.ends()[i], 1.0 / windows.elements(i));
        }
        return Tensor.of(weights, windows.count(), size);
    }

    private long[] strides(long[] kernel, long[] stride) {
        return stride == null || stride.length == 0 ? kernel : spatial.perAxis("stride", stride);
    }

    private List<PoolWindows> windows(long[] kernel, long[] stride, long[] padding, long[] dilation, boolean ceil) {
        List<PoolWindows> windows = new ArrayList<>();
        for (int axis = 0; axis < kernel.length; axis++) {
            windows.add(PoolWindows.sliding(
                    spatial.op(),
                    input.size(axis + 2),
                    kernel[axis],
                    stride[axis],
                    padding[axis],
                    dilation[axis],
                    ceil));
        }
        return windows;
    }

    private List<PoolWindows> adaptiveWindows(Object outputSize) {
        List<PoolWindows> windows = new ArrayList<>();
        for (int axis = 0; axis < spatial.axes(); axis++) {
            Object wanted =
                    outputSize instanceof List<?> list && list.size() == spatial.axes() ? list.get(axis) : outputSize;
            long size = input.size(axis + 2);
            long count = switch (wanted) {
                case null -> size;
                case Long value when value >= 0 -> value;
                default ->
                    throw new TypeException(
                            "%s: output_size must be an int or %d ints or nones, not %s",
                            spatial.op(), spatial.axes(), outputSize);
            };
            if (size == 0 && count > 0) {
                throw new ValueException("%s: %s has no elements to choose from", spatial.op(), input.describe());
            }
            windows.add(PoolWindows.adaptive(size, count));
        }
        return windows;
    }
}
