package tdsl.tensor.cpu.conv;

import java.lang.foreign.MemorySegment;
import tdsl.tensor.DType;
import tdsl.tensor.ElementAccess;
import tdsl.tensor.cpu.Elements;
import tdsl.tensor.cpu.Scratch;
import tdsl.tensor.cpu.linalg.Blas;
import tdsl.tensor.ops.neural.convolution.ConvolutionGeometry;

/// Results as products of weights and patches, tile by tile. Where a result depends on one image element
/// alone, the image itself is the matrix of patches.
final class Convolution {
    private final ConvolutionGeometry geometry;
    private final Elements images;
    private final Elements weights;
    private final Elements biases;
    private final Elements results;
    private final DType dtype;
    private final Patches patches;
    /// Rows of the matrix of patches.
    private final int inner;
    private final Tiles tiles;

    /// @param biases one for each result channel, or null
    Convolution(ConvolutionGeometry geometry, Elements images, Elements weights, Elements biases, Elements results) {
        this.geometry = geometry;
        this.images = images;
        this.weights = weights;
        this.biases = biases;
        this.results = results;
        this.dtype = images.dtype();
        this.patches = new Patches(geometry, dtype);
        this.inner = geometry.imageChannelsPerGroup() * geometry.kernelVolume();
        this.tiles = Tiles.of(geometry, inner);
    }

    void run() {
        double work = (double) geometry.batch() * geometry.resultSize() * geometry.resultChannels() * inner;
        Tiles.forEach(
                tiles.count() * geometry.groups(),
                work,
                task -> tile(tiles.get(task / geometry.groups()), task % geometry.groups()));
    }

    private void tile(Tiles.Tile tile, int group) {
        int columns = (int) (tile.endLine() - tile.firstLine()) * geometry.result()[2];
        int channels = geometry.resultChannelsPerGroup();
        boolean inOneImage = columns <= geometry.resultSize();
        Scratch scratch = Scratch.of(dtype, (long) columns * (inner + (inOneImage ? 0 : channels)), 2);
        Blas.Matrix matrix = inOneImage && geometry.isPointwise()
                ? imageMatrix(tile, group)
                : patchMatrix(tile, group, scratch.take(dtype, (long) columns * inner), columns);
        if (inOneImage) {
            multiply(group, columns, matrix, results.from(resultPosition(tile, group)), geometry.resultSize());
        } else {
            MemorySegment products = scratch.take(dtype, (long) columns * channels);
            multiply(group, columns, matrix, products, columns);
            spread(tile, group, products, columns);
        }
    }

    private Blas.Matrix imageMatrix(Tiles.Tile tile, int group) {
        long image = tile.firstLine() / geometry.resultLines();
        long channel = image * geometry.imageChannels() + (long) group * geometry.imageChannelsPerGroup();
        long inImage = tile.firstLine() % geometry.resultLines() * geometry.result()[2];
        return new Blas.Matrix(images.from(channel * geometry.imageSize() + inImage), false, geometry.imageSize());
    }

    private Blas.Matrix patchMatrix(Tiles.Tile tile, int group, MemorySegment memory, int columns) {
        int channels = geometry.imageChannelsPerGroup();
        patches.gather(images.memory(), group * channels, channels, tile.firstLine(), tile.endLine(), memory);
        return new Blas.Matrix(memory, false, columns);
    }

    /// Position of the tile's first result in the group's first channel.
    private long resultPosition(Tiles.Tile tile, int group) {
        long image = tile.firstLine() / geometry.resultLines();
        long channel = image * geometry.resultChannels() + (long) group * geometry.resultChannelsPerGroup();
        return channel * geometry.resultSize() + tile.firstLine() % geometry.resultLines() * geometry.result()[2];
    }

    private void multiply(int group, int columns, Blas.Matrix matrix, MemorySegment target, int leading) {
        int channels = geometry.resultChannelsPerGroup();
        if (biases != null) {
            for (int channel = 0; channel < channels; channel++) {
                double bias = ElementAccess.realAt(biases.memory(), dtype, (long) group * channels + channel);
                Fill.with(target, dtype, (long) channel * leading, columns, bias);
            }
        }
        Blas.Matrix weight = new Blas.Matrix(weights.from((long) group * channels * inner), false, inner);
        Blas.Matrix result = new Blas.Matrix(target, false, leading);
        Blas.multiply(dtype, channels, columns, inner, weight, matrix, biases == null ? 0 : 1, result);
    }

    /// Puts the products of several images where their results belong.
    private void spread(Tiles.Tile tile, int group, MemorySegment products, int columns) {
        long bytes = dtype.byteSize();
        long size = geometry.resultSize() * bytes;
        int channels = geometry.resultChannelsPerGroup();
        int imageCount = columns / geometry.resultSize();
        long first = tile.firstLine() / geometry.resultLines();
        for (int channel = 0; channel < channels; channel++) {
            for (int i = 0; i < imageCount; i++) {
                long target = (first + i) * geometry.resultChannels() + (long) group * channels + channel;
                long source = (long) channel * columns * bytes + i * size;
                MemorySegment.copy(products, source, results.memory(), target * size, size);
            }
        }
    }
}
