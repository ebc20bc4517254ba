package tdsl.tensor.cpu.conv;

import java.util.function.IntConsumer;
import tdsl.tensor.cpu.Parallel;
import tdsl.tensor.ops.neural.convolution.ConvolutionGeometry;

/// How the lines of the results are divided, from the shapes alone: into parts of one image each, or
/// into several whole images where these are small.
///
/// @param count how many parts
/// @param lines lines of a part; the last of an image, or of all, may have fewer
/// @param parts parts of one image; 0 if a part has several images
record Tiles(ConvolutionGeometry geometry, int count, int lines, int parts) {
    /// Elements of the patches of a tile, which fit a second-level cache.
    private static final int PATCH_ELEMENTS = 1 << 18;

    private static final int FEWEST_COLUMNS = 192;
    private static final int MOST_COLUMNS = 4096;
    /// Multiplications below which handing work to another thread costs more than it saves.
    private static final double PARALLEL_WORK = 1 << 18;

    /// @param patchRows rows of the matrix of patches
    static Tiles of(ConvolutionGeometry geometry, int patchRows) {
        int wanted = Math.clamp(PATCH_ELEMENTS / patchRows, FEWEST_COLUMNS, MOST_COLUMNS);
        int perImage = geometry.resultLines();
        if (geometry.resultSize() >= wanted / 2) {
            int parts = Math.min(perImage, Math.ceilDiv(geometry.resultSize(), wanted));
            int lines = Math.ceilDiv(perImage, parts);
            parts = Math.ceilDiv(perImage, lines);
            return new Tiles(geometry, parts * geometry.batch(), lines, parts);
        }
        int count = Math.ceilDiv(geometry.batch(), Math.ceilDiv(wanted, geometry.resultSize()));
        int images = Math.ceilDiv(geometry.batch(), count);
        return new Tiles(geometry, Math.ceilDiv(geometry.batch(), images), images * perImage, 0);
    }

    /// Lines of the results, counted over all images.
    record Tile(long firstLine, long endLine) {}

    Tile get(int number) {
        int perImage = geometry.resultLines();
        if (parts == 0) {
            long first = (long) number * lines;
            return new Tile(first, Math.min(first + lines, (long) geometry.batch() * perImage));
        }
        long image = number / parts;
        long first = (long) (number % parts) * lines;
        return new Tile(image * perImage + first, image * perImage + Math.min(first + lines, perImage));
    }

    /// Columns of the largest tile.
    int columns() {
        return lines * geometry.result()[2];
    }

    /// Runs tasks of equal work in parallel.
    ///
    /// @param work multiplications in all
    static void forEach(int tasks, double work, IntConsumer task) {
        long grain = (long) Math.ceil(PARALLEL_WORK * tasks / Math.max(1, work));
        Parallel.forRange(tasks, grain, (begin, end) -> {
            for (long i = begin; i < end; i++) {
                task.accept((int) i);
            }
        });
    }
}
