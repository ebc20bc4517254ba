package tdsl.tensor.cpu.conv;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import tdsl.tensor.cpu.Elements;
import tdsl.tensor.ops.neural.convolution.ConvolutionGeometry;

/// Each channel convolved for itself, in f32: a channel with its padding is copied to an array, and each
/// line of the result summed up from lines of it. Loops over arrays of floats are what the compiler
/// turns into SIMD by itself.
final class DepthwiseConvolution {
    private final ConvolutionGeometry geometry;
    private final Elements images;
    private final Elements weights;
    private final Elements biases;
    private final Elements results;
    private final int[] padded = new int[3];
    private final int resultsPerChannel;

    /// @param biases one for each result channel, or null
    DepthwiseConvolution(
            ConvolutionGeometry geometry, Elements images, Elements weights, Elements biases, Elements results) {
        this.geometry = geometry;
        this.images = images;
        this.weights = weights;
        this.biases = biases;
        this.results = results;
        for (int axis = 0; axis < 3; axis++) {
            padded[axis] = geometry.image()[axis] + 2 * geometry.padding()[axis];
        }
        resultsPerChannel = geometry.resultChannelsPerGroup();
    }

    void run() {
        int planes = geometry.batch() * geometry.imageChannels();
        double work =
                (double) geometry.batch() * geometry.resultChannels() * geometry.resultSize() * geometry.kernelVolume();
        Tiles.forEach(planes, work, this::plane);
    }

    private void plane(int plane) {
        float[] image = paddedImage(plane);
        float[] kernel = new float[geometry.kernelVolume()];
        float[] line = new float[geometry.result()[2]];
        for (int i = 0; i < resultsPerChannel; i++) {
            int channel = plane % geometry.imageChannels() * resultsPerChannel + i;
            long resultPlane = (long) (plane / geometry.imageChannels()) * geometry.resultChannels() + channel;
            MemorySegment.copy(
                    weights.memory(),
                    JAVA_FLOAT,
                    (long) channel * kernel.length * Float.BYTES,
                    kernel,
                    0,
                    kernel.length);
            float bias = biases == null ? 0 : biases.memory().getAtIndex(JAVA_FLOAT, channel);
            channel(image, kernel, bias, line, resultPlane * geometry.resultSize());
        }
    }

    private float[] paddedImage(int plane) {
        int[] image = geometry.image();
        int[] padding = geometry.padding();
        float[] copy = new float[padded[0] * padded[1] * padded[2]];
        for (int depth = 0; depth < image[0]; depth++) {
            for (int height = 0; height < image[1]; height++) {
                long source = (((long) plane * image[0] + depth) * image[1] + height) * image[2];
                int target = ((depth + padding[0]) * padded[1] + height + padding[1]) * padded[2] + padding[2];
                MemorySegment.copy(images.memory(), JAVA_FLOAT, source * Float.BYTES, copy, target, image[2]);
            }
        }
        return copy;
    }

    private void channel(float[] image, float[] kernel, float bias, float[] line, long target) {
        int[] result = geometry.result();
        long at = target;
        for (int depth = 0; depth < result[0]; depth++) {
            for (int height = 0; height < result[1]; height++) {
                Arrays.fill(line, bias);
                line(image, kernel, depth * geometry.stride()[0], height * geometry.stride()[1], line);
                MemorySegment.copy(line, 0, results.memory(), JAVA_FLOAT, at * Float.BYTES, line.length);
                at += line.length;
            }
        }
    }

    private void line(float[] image, float[] kernel, int firstDepth, int firstHeight, float[] line) {
        int[] size = geometry.kernel();
        int[] dilation = geometry.dilation();
        int tap = 0;
        for (int depth = 0; depth < size[0]; depth++) {
            for (int height = 0; height < size[1]; height++) {
                int row = (firstDepth + depth * dilation[0]) * padded[1] + firstHeight + height * dilation[1];
                addTaps(image, row * padded[2], kernel, tap, line);
                tap += size[2];
            }
        }
    }

    /// Adds the products with one row of the kernel; three taps at a time, so that a sum is loaded and
    /// stored less.
    private void addTaps(float[] image, int first, float[] kernel, int tap, float[] line) {
        int count = geometry.kernel()[2];
        int dilation = geometry.dilation()[2];
        int stride = geometry.stride()[2];
        int i = 0;
        for (; i + 3 <= count; i += 3) {
            int at = first + i * dilation;
            if (stride == 1) {
                addThree(image, at, dilation, kernel[tap + i], kernel[tap + i + 1], kernel[tap + i + 2], line);
            } else {
                addThree(image, at, dilation, stride, kernel[tap + i], kernel[tap + i + 1], kernel[tap + i + 2], line);
            }
        }
        for (; i < count; i++) {
            addOne(image, first + i * dilation, stride, kernel[tap + i], line);
        }
    }

    private static void addThree(float[] image, int at, int dilation, float a, float b, float c, float[] line) {
        int second = at + dilation;
        int third = second + dilation;
        for (int i = 0; i < line.length; i++) {
            line[i] =
                    Math.fma(c, image[third + i], Math.fma(b, image[second + i], Math.fma(a, image[at + i], line[i])));
        }
    }

    private static void addThree(
            float[] image, int at, int dilation, int stride, float a, float b, float c, float[] line) {
        for (int i = 0; i < line.length; i++) {
            int first = at + i * stride;
            float sum = Math.fma(a, image[first], line[i]);
            line[i] = Math.fma(c, image[first + 2 * dilation], Math.fma(b, image[first + dilation], sum));
        }
    }

    private static void addOne(float[] image, int at, int stride, float factor, float[] line) {
        for (int i = 0; i < line.length; i++) {
            line[i] = Math.fma(factor, image[at + i * stride], line[i]);
        }
    }
}
