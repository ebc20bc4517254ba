package tdsl.tensor.cpu.sparse.tiles;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import tdsl.tensor.Tensor;
import tdsl.tensor.cpu.Parallel;
import tdsl.tensor.cpu.linalg.RegisterTile;
import tdsl.tensor.cpu.sparse.Blocks;
import tdsl.tensor.cpu.sparse.Rows;
import tdsl.tensor.sparse.ConvolutionShape;
import tdsl.tensor.sparse.PairMap;
import tdsl.tensor.sparse.PositionPairs;

/// Sparse convolution in f32 by blocks of outputs that lie near each other. For each kernel offset, the input rows that
/// have a partner in the block are gathered and multiplied with the offset's weights, tile by tile, right into the
/// block's sums.
///
/// A block is one thread's work from its first offset to its last and its size depends on the shapes alone, so the
/// result is the same bit by bit at any number of threads.
public final class TiledConvolution {
    /// Input rows that are gathered at a time.
    private static final int PAIRS_PER_GATHER = 20 * RegisterTile.ROWS;

    private final Rows features;
    private final PackedWeights weights;
    private final PairMap map;
    private final ConvolutionShape shape;
    private final Panels panels;
    private final Tensor out;
    private final int blockRows;

    private TiledConvolution(Tensor features, Tensor weight, PairMap map, ConvolutionShape shape, Tensor out) {
        this.features = Rows.of(features);
        this.map = map;
        this.shape = shape;
        this.panels = Panels.of(shape.groups(), shape.outputsPerGroup());
        this.weights = new PackedWeights(weight, map.volume(), shape, panels);
        this.out = out;
        this.blockRows = Blocks.rows(map.output().rows(), panels.width());
    }

    /// Fills `out` `[rows, out]`, which is not empty.
    public static void run(Tensor features, Tensor weight, PairMap map, ConvolutionShape shape, Tensor out) {
        new TiledConvolution(features, weight, map, shape, out).run();
    }

    private void run() {
        int rows = map.output().rows();
        int blocks = Math.ceilDiv(rows, blockRows);
        double work = (double) map.pairCount() * shape.inputsPerGroup() * shape.outputChannels();
        Parallel.forRange(blocks, Blocks.grain(work / blocks), (begin, end) -> {
            Block block = new Block();
            for (long number = begin; number < end; number++) {
                int first = (int) number * blockRows;
                block.run(first, Math.min(rows, first + blockRows));
            }
        });
    }

    /// The working memory of a thread.
    private final class Block {
        /// A row for each output of the block; then one for what the tiles compute beyond the pairs.
        private final float[] sums = new float[(blockRows + 1) * panels.width()];
        private final float[] gathered = new float[PAIRS_PER_GATHER * shape.inputChannels()];
        /// For each gathered row where its output's sums start.
        private final int[] targets = new int[PAIRS_PER_GATHER];

        void run(int first, int end) {
            Arrays.fill(sums, 0);
            for (int offset = 0; offset < map.volume(); offset++) {
                PositionPairs pairs = map.pairs(offset);
                int last = pairs.firstAtOrAfter(end);
                for (int next = pairs.firstAtOrAfter(first); next < last; next += PAIRS_PER_GATHER) {
                    addProducts(offset, pairs, next, Math.min(last, next + PAIRS_PER_GATHER), first);
                }
            }
            store(first, end);
        }

        private void addProducts(int offset, PositionPairs pairs, int begin, int end, int first) {
            int channels = shape.inputChannels();
            RowBuffer.gather(
                    features, map.input().order(), pairs.inputs(), begin, end, 0, channels, gathered, channels);
            int count = end - begin;
            int[] outputs = pairs.outputs();
            for (int i = 0; i < count; i++) {
                targets[i] = (outputs[begin + i] - first) * panels.width();
            }
            int tiled = Math.ceilDiv(count, RegisterTile.ROWS) * RegisterTile.ROWS;
            Arrays.fill(targets, count, tiled, blockRows * panels.width());
            for (int group = 0; group < panels.groups(); group++) {
                for (int panel = 0; panel < panels.perGroup(); panel++) {
                    multiply(offset, group, panel, tiled);
                }
            }
        }

        private void multiply(int offset, int group, int panel, int rows) {
            int channels = shape.inputChannels();
            int column = panels.column(group, panel);
            for (int row = 0; row < rows; row += RegisterTile.ROWS) {
                RegisterTile.multiply(
                        panels.vectors(panel),
                        gathered,
                        row * channels + group * shape.inputsPerGroup(),
                        channels,
                        1,
                        shape.inputsPerGroup(),
                        weights.at(offset),
                        weights.start(column),
                        sums,
                        targets,
                        row,
                        column);
            }
        }

        private void store(int first, int end) {
            MemorySegment target = out.storage().segment();
            int outputs = shape.outputsPerGroup();
            for (int position = first; position < end; position++) {
                long row = map.output().row(position);
                int source = (position - first) * panels.width();
                for (int group = 0; group < shape.groups(); group++) {
                    long place = (row * shape.groups() + group) * outputs * Float.BYTES;
                    MemorySegment.copy(sums, source + group * panels.groupWidth(), target, JAVA_FLOAT, place, outputs);
                }
            }
        }
    }
}
