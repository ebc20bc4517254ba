package tdsl.tensor.cpu.conv;

import java.lang.foreign.MemorySegment;
import tdsl.tensor.DType;
import tdsl.tensor.cpu.Elements;
import tdsl.tensor.cpu.RowArithmetic;
import tdsl.tensor.cpu.Scratch;
import tdsl.tensor.cpu.linalg.Blas;
import tdsl.tensor.memory.CpuAllocator;
import tdsl.tensor.ops.neural.convolution.ConvolutionGeometry;

/// The gradient with respect to the weights: result gradients times transposed patches, summed over all
/// images. A task has the weights of some image channels; where that makes too few tasks, the images are
/// divided too, and the parts' sums added in order.
final class WeightGradient {
    private static final int WANTED_TASKS = 16;
    private static final int WANTED_ROWS = 256;

    private final ConvolutionGeometry geometry;
    private final Elements images;
    private final Elements gradients;
    private final Elements weights;
    private final DType dtype;
    private final Patches patches;
    private final int blockChannels;
    private final int blocks;
    /// Images of one part.
    private final int partImages;

    private final int parts;

    WeightGradient(ConvolutionGeometry geometry, Elements images, Elements gradients, Elements weights) {
        this.geometry = geometry;
        this.images = images;
        this.gradients = gradients;
        this.weights = weights;
        this.dtype = images.dtype();
        this.patches = new Patches(geometry, dtype);
        int channels = geometry.imageChannelsPerGroup();
        this.blockChannels = Math.clamp(WANTED_ROWS / geometry.kernelVolume(), 1, channels);
        this.blocks = Math.ceilDiv(channels, blockChannels);
        int wanted = Math.clamp(Math.ceilDiv(WANTED_TASKS, blocks * geometry.groups()), 1, geometry.batch());
        this.partImages = Math.ceilDiv(geometry.batch(), wanted);
        this.parts = Math.ceilDiv(geometry.batch(), partImages);
    }

    void run() {
        int weightRow = geometry.imageChannelsPerGroup() * geometry.kernelVolume();
        int weightCount = geometry.resultChannels() * weightRow;
        double work = (double) geometry.batch() * geometry.resultSize() * weightCount;
        MemorySegment sums = parts == 1
                ? weights.memory()
                : CpuAllocator.instance()
                        .allocate((long) parts * weightCount * dtype.byteSize())
                        .segment();
        int perPart = geometry.groups() * blocks;
        Tiles.forEach(parts * perPart, work, task -> {
            int part = task / perPart;
            int inPart = task % perPart;
            MemorySegment target = sums.asSlice((long) part * weightCount * dtype.byteSize());
            block(part, inPart / blocks, inPart % blocks * blockChannels, target);
        });
        if (parts > 1) {
            MemorySegment.copy(sums, 0, weights.memory(), 0, (long) weightCount * dtype.byteSize());
            for (int part = 1; part < parts; part++) {
                RowArithmetic.best().add(dtype, sums, (long) part * weightCount, weights.memory(), 0, weightCount);
            }
        }
    }

    /// The weights of some image channels of a group, from the images of one part.
    private void block(int part, int group, int firstInGroup, MemorySegment target) {
        int count = Math.min(blockChannels, geometry.imageChannelsPerGroup() - firstInGroup);
        int rows = count * geometry.kernelVolume();
        int length = geometry.result()[2];
        Tiles tiles = Tiles.of(geometry, rows);
        int lines = Math.min(tiles.lines(), geometry.resultLines());
        MemorySegment matrix =
                Scratch.of(dtype, (long) rows * lines * length, 1).take(dtype, (long) rows * lines * length);
        int firstChannel = group * geometry.imageChannelsPerGroup() + firstInGroup;
        int lastImage = Math.min(geometry.batch(), (part + 1) * partImages);
        boolean isFirst = true;
        for (int image = part * partImages; image < lastImage; image++) {
            long imageLine = (long) image * geometry.resultLines();
            for (int line = 0; line < geometry.resultLines(); line += lines) {
                int end = Math.min(line + lines, geometry.resultLines());
                patches.gather(images.memory(), firstChannel, count, imageLine + line, imageLine + end, matrix);
                multiply(
                        image,
                        group,
                        firstInGroup,
                        rows,
                        line * length,
                        (end - line) * length,
                        matrix,
                        isFirst,
                        target);
                isFirst = false;
            }
        }
    }

    private void multiply(
            int image,
            int group,
            int firstInGroup,
            int rows,
            int column,
            int columns,
            MemorySegment matrix,
            boolean isFirst,
            MemorySegment target) {
        int volume = geometry.kernelVolume();
        int weightRow = geometry.imageChannelsPerGroup() * volume;
        int channels = geometry.resultChannelsPerGroup();
        long firstWeight = (long) group * channels * weightRow + (long) firstInGroup * volume;
        long firstGradient =
                ((long) image * geometry.resultChannels() + (long) group * channels) * geometry.resultSize() + column;
        Blas.multiply(
                dtype,
                channels,
                rows,
                columns,
                new Blas.Matrix(gradients.from(firstGradient), false, geometry.resultSize()),
                new Blas.Matrix(matrix, true, columns),
                isFirst ? 0 : 1,
                new Blas.Matrix(target.asSlice(firstWeight * dtype.byteSize()), false, weightRow));
    }
}
