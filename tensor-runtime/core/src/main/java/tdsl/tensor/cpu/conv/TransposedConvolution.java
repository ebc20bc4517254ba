package tdsl.tensor.cpu.conv;

import java.lang.foreign.MemorySegment;
import tdsl.tensor.DType;
import tdsl.tensor.ElementAccess;
import tdsl.tensor.cpu.Elements;
import tdsl.tensor.cpu.Scratch;
import tdsl.tensor.cpu.linalg.Blas;
import tdsl.tensor.ops.neural.convolution.ConvolutionGeometry;

/// From results back to images: each result, times the weights, is added to the patch under it. A task
/// has some channels of one image to itself, so that no two add to one element.
final class TransposedConvolution {
    private static final int WANTED_TASKS = 8;
    private static final int WANTED_ELEMENTS = 1 << 18;
    private static final int FEWEST_COLUMNS = 128;

    private final ConvolutionGeometry geometry;
    private final Elements results;
    private final Elements weights;
    private final Elements biases;
    private final Elements images;
    private final DType dtype;
    private final Patches patches;
    private final int blocks;
    private final int blockChannels;
    private final int tileLines;

    /// @param biases one for each image channel, or null
    TransposedConvolution(
            ConvolutionGeometry geometry, Elements results, Elements weights, Elements biases, Elements images) {
        this.geometry = geometry;
        this.results = results;
        this.weights = weights;
        this.biases = biases;
        this.images = images;
        this.dtype = images.dtype();
        this.patches = new Patches(geometry, dtype);
        int channels = geometry.imageChannelsPerGroup();
        int wanted = Math.clamp(Math.ceilDiv(WANTED_TASKS, geometry.batch() * geometry.groups()), 1, channels);
        this.blockChannels = Math.ceilDiv(channels, wanted);
        this.blocks = Math.ceilDiv(channels, blockChannels);
        int columns = Math.max(FEWEST_COLUMNS, WANTED_ELEMENTS / (blockChannels * geometry.kernelVolume()));
        this.tileLines = Math.clamp(columns / geometry.result()[2], 1, geometry.resultLines());
    }

    void run() {
        int inner = geometry.imageChannelsPerGroup() * geometry.kernelVolume();
        double work = (double) geometry.batch() * geometry.resultSize() * geometry.resultChannels() * inner;
        int perImage = geometry.groups() * blocks;
        Tiles.forEach(geometry.batch() * perImage, work, task -> {
            int inImage = task % perImage;
            channels(task / perImage, inImage / blocks, inImage % blocks * blockChannels);
        });
    }

    /// Some channels of one image.
    private void channels(int image, int group, int firstInGroup) {
        int count = Math.min(blockChannels, geometry.imageChannelsPerGroup() - firstInGroup);
        int first = group * geometry.imageChannelsPerGroup() + firstInGroup;
        for (int channel = first; channel < first + count; channel++) {
            double start = biases == null ? 0 : ElementAccess.realAt(biases.memory(), dtype, channel);
            long position = ((long) image * geometry.imageChannels() + channel) * geometry.imageSize();
            Fill.with(images.memory(), dtype, position, geometry.imageSize(), start);
        }
        int rows = count * geometry.kernelVolume();
        int length = geometry.result()[2];
        MemorySegment products =
                Scratch.of(dtype, (long) rows * tileLines * length, 1).take(dtype, (long) rows * tileLines * length);
        long imageLine = (long) image * geometry.resultLines();
        for (int line = 0; line < geometry.resultLines(); line += tileLines) {
            int end = Math.min(line + tileLines, geometry.resultLines());
            multiply(image, group, firstInGroup, rows, line * length, (end - line) * length, products);
            patches.scatter(products, first, count, imageLine + line, imageLine + end, images.memory());
        }
    }

    private void multiply(
            int image, int group, int firstInGroup, int rows, int column, int columns, MemorySegment products) {
        int volume = geometry.kernelVolume();
        int weightRow = geometry.imageChannelsPerGroup() * volume;
        int channels = geometry.resultChannelsPerGroup();
        long firstWeight = (long) group * channels * weightRow + (long) firstInGroup * volume;
        long firstResult =
                ((long) image * geometry.resultChannels() + (long) group * channels) * geometry.resultSize() + column;
        Blas.multiply(
                dtype,
                rows,
                columns,
                channels,
                new Blas.Matrix(weights.from(firstWeight), true, weightRow),
                new Blas.Matrix(results.from(firstResult), false, geometry.resultSize()),
                0,
                new Blas.Matrix(products, false, columns));
    }
}
