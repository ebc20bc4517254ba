package tdsl.tensor.ops.neural.convolution;

import java.util.Arrays;
import tdsl.tensor.Shapes;
import tdsl.tensor.error.ShapeException;
import tdsl.tensor.error.ValueException;

/// The sizes in a convolution of `image` to `result`. Always three axes: missing ones come first, with
/// size 1. A transposed convolution is seen from its output, which is the image; so the weights are
/// `[resultChannels, imageChannels / groups, *kernel]` in both directions.
public record ConvolutionGeometry(
        int batch,
        int groups,
        int imageChannels,
        int resultChannels,
        int[] image,
        int[] kernel,
        int[] result,
        int[] stride,
        int[] padding,
        int[] dilation) {
    private static final int AXES = 3;

    /// The numbers that a call gives for each axis.
    public record Steps(long[] stride, long[] padding, long[] dilation) {
        /// The size of the result along an axis.
        long resultSize(long image, long kernel, int axis) {
            return Math.floorDiv(image + 2 * padding[axis] - extent(kernel, axis), stride[axis]) + 1;
        }

        /// The smallest image that has this result, and `extra` elements more.
        long imageSize(long result, long kernel, long extra, int axis) {
            return (result - 1) * stride[axis] - 2 * padding[axis] + extent(kernel, axis) + extra;
        }

        private long extent(long kernel, int axis) {
            return dilation[axis] * (kernel - 1) + 1;
        }
    }

    /// The shape of the result `[batch, channels, *sizes]`.
    ///
    /// @throws ShapeException if the weights do not fit the image
    public static long[] resultShape(long[] image, long[] weight, Steps steps, long groups) {
        checkRanks(image, weight);
        check(image, weight, steps, groups, image[1] == weight[1] * groups);
        long[] shape = image.clone();
        shape[1] = weight[0];
        for (int axis = 0; axis < image.length - 2; axis++) {
            shape[axis + 2] = steps.resultSize(image[axis + 2], weight[axis + 2], axis);
            if (shape[axis + 2] <= 0) {
                throw new ShapeException(
                        "convolution: the kernel %s does not fit into the padded input %s",
                        Shapes.format(Arrays.copyOfRange(weight, 2, weight.length)), Shapes.format(image));
            }
        }
        return shape;
    }

    /// The shape of the image of a transposed convolution.
    ///
    /// @param extra the output padding of each axis
    public static long[] imageShape(long[] result, long[] weight, Steps steps, long[] extra, long groups) {
        checkRanks(result, weight);
        check(result, weight, steps, groups, result[1] == weight[0]);
        long[] shape = result.clone();
        shape[1] = weight[1] * groups;
        for (int axis = 0; axis < result.length - 2; axis++) {
            if (extra[axis] < 0 || extra[axis] >= Math.max(steps.stride[axis], steps.dilation[axis])) {
                throw new ValueException(
                        "convolution: output_padding %d must be less than the stride %d or the dilation %d",
                        extra[axis], steps.stride[axis], steps.dilation[axis]);
            }
            shape[axis + 2] = steps.imageSize(result[axis + 2], weight[axis + 2], extra[axis], axis);
            if (shape[axis + 2] <= 0) {
                throw new ShapeException(
                        "convolution: the padding leaves nothing of the output of %s", Shapes.format(result));
            }
        }
        return shape;
    }

    private static void checkRanks(long[] input, long[] weight) {
        if (input.length != weight.length || input.length < 3 || input.length > AXES + 2) {
            throw new ShapeException(
                    "convolution: input %s and weight %s must have the same number of axes, 3 to 5",
                    Shapes.format(input), Shapes.format(weight));
        }
    }

    private static void check(long[] input, long[] weight, Steps steps, long groups, boolean channelsFit) {
        if (groups < 1 || weight[0] % groups != 0) {
            throw new ValueException(
                    "convolution: weight %s does not divide into %d groups", Shapes.format(weight), groups);
        }
        if (!channelsFit) {
            throw new ShapeException(
                    "convolution: the %d channels of the input %s do not fit the weight %s in %d groups",
                    input[1], Shapes.format(input), Shapes.format(weight), groups);
        }
        for (int axis = 0; axis < input.length - 2; axis++) {
            if (steps.stride[axis] < 1 || steps.dilation[axis] < 1 || steps.padding[axis] < 0) {
                throw new ValueException(
                        "convolution: stride %s and dilation %s must be positive, padding %s not negative",
                        Shapes.format(steps.stride), Shapes.format(steps.dilation), Shapes.format(steps.padding));
            }
        }
    }

    /// @param image  `[batch, channels, *sizes]`
    /// @param result `[batch, channels, *sizes]`
    public static ConvolutionGeometry of(long[] image, long[] weight, long[] result, Steps steps, long groups) {
        return new ConvolutionGeometry(
                Math.toIntExact(image[0]),
                (int) groups,
                Math.toIntExact(image[1]),
                Math.toIntExact(result[1]),
                sizes(image, 2, 1),
                sizes(weight, 2, 1),
                sizes(result, 2, 1),
                sizes(steps.stride, 0, 1),
                sizes(steps.padding, 0, 0),
                sizes(steps.dilation, 0, 1));
    }

    private static int[] sizes(long[] values, int from, int missing) {
        int[] sizes = new int[AXES];
        int count = values.length - from;
        Arrays.fill(sizes, missing);
        for (int i = 0; i < count; i++) {
            if (values[from + i] != (int) values[from + i]) {
                throw new ValueException("convolution: %d is too large", values[from + i]);
            }
            sizes[AXES - count + i] = (int) values[from + i];
        }
        return sizes;
    }

    public int imageChannelsPerGroup() {
        return imageChannels / groups;
    }

    public int resultChannelsPerGroup() {
        return resultChannels / groups;
    }

    public int kernelVolume() {
        return kernel[0] * kernel[1] * kernel[2];
    }

    /// Elements of one channel of one image.
    public int imageSize() {
        return Math.toIntExact((long) image[0] * image[1] * image[2]);
    }

    /// Elements of one channel of one result.
    public int resultSize() {
        return Math.toIntExact((long) result[0] * result[1] * result[2]);
    }

    /// Lines of one channel of one result: runs along its last axis.
    public int resultLines() {
        return result[0] * result[1];
    }

    /// Whether each result element depends on one image element alone, the one at its own place.
    public boolean isPointwise() {
        return kernelVolume() == 1
                && Arrays.equals(image, result)
                && Arrays.stream(padding).sum() == 0;
    }

    /// Whether each channel is convolved for itself.
    public boolean isDepthwise() {
        return imageChannelsPerGroup() == 1 && groups > 1;
    }
}
