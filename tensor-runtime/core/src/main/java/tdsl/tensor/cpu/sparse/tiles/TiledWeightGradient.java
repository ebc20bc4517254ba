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

/// The gradient with respect to the weights in f32: tiles have input channels for rows and output channels for columns,
/// and each pair is a step.
///
/// Offset by offset the rows would be read from memory as often as there are offsets. So outputs are divided into
/// segments, and a segment into blocks whose rows stay in the cache for all offsets. Each segment has its own sums,
/// which
/// are added up in order; segments depend on the shapes alone, so the result is the same bit by bit at any number of
/// threads. Where sums are too large for that, offsets are divided among the threads instead.
public final class TiledWeightGradient {
    /// Pairs that are gathered at a time: few enough for both sides to stay in the first-level cache.
    private static final int PAIRS_PER_GATHER = 128;

    private static final int MOST_SEGMENTS = 16;
    private static final int FEWEST_ROWS_OF_SEGMENT = 1024;
    /// Elements of the sums of all segments.
    private static final long MOST_SUMS = 1 << 25;

    private final Rows features;
    private final Rows gradients;
    private final PairMap map;
    private final ConvolutionShape shape;
    private final Panels panels;
    private final int tiledInputs;
    private final int segments;
    private final int blockRows;
    /// By segment and offset: for each group a row for each input channel, filled up to whole tiles. Null where there
    /// is
    /// no pair.
    private final float[][][] sums;

    private final int[] sumRows;

    private TiledWeightGradient(Rows features, Rows gradients, PairMap map, ConvolutionShape shape) {
        this.features = features;
        this.gradients = gradients;
        this.map = map;
        this.shape = shape;
        this.panels = Panels.of(1, shape.outputsPerGroup());
        this.tiledInputs = Math.ceilDiv(shape.inputsPerGroup(), RegisterTile.ROWS) * RegisterTile.ROWS;
        this.sumRows = new int[shape.groups() * tiledInputs];
        Arrays.setAll(sumRows, row -> row * panels.width());
        long size = (long) map.volume() * sumRows.length * panels.width();
        int wanted = Math.clamp(map.output().rows() / FEWEST_ROWS_OF_SEGMENT, 1, MOST_SEGMENTS);
        this.segments = size * wanted > MOST_SUMS ? 1 : wanted;
        this.blockRows = Blocks.rows(map.output().rows(), 2 * (shape.inputChannels() + shape.outputChannels()));
        this.sums = new float[segments][map.volume()][];
    }

    /// Fills `out` `[out, *kernel, in / groups]`, which is not empty.
    public static void run(Tensor features, Tensor gradient, PairMap map, ConvolutionShape shape, Tensor out) {
        new TiledWeightGradient(Rows.of(features), Rows.of(gradient), map, shape).run(out);
    }

    private void run(Tensor out) {
        int volume = map.volume();
        int offsetsPerItem = segments > 1 ? volume : 1;
        int items = segments * (volume / offsetsPerItem);
        double work = (double) map.pairCount() * shape.inputsPerGroup() * shape.outputChannels();
        Parallel.forRange(items, Blocks.grain(work / items), (begin, end) -> {
            Worker worker = new Worker();
            for (int item = (int) begin; item < end; item++) {
                int firstOffset = item * offsetsPerItem % volume;
                worker.run(item * offsetsPerItem / volume, firstOffset, firstOffset + offsetsPerItem);
            }
        });
        MemorySegment target = out.storage().segment();
        Parallel.forRange(volume, Blocks.grain((double) segments * sumRows.length * panels.width()), (begin, end) -> {
            for (int offset = (int) begin; offset < end; offset++) {
                store(offset, target);
            }
        });
    }

    /// The first output of a segment.
    private int start(int segment) {
        return (int) ((long) segment * map.output().rows() / segments);
    }

    /// The working memory of a thread.
    private final class Worker {
        /// A tile may read beyond the last channel, into rows of sums that nobody reads.
        private final float[] inputs = new float[PAIRS_PER_GATHER * shape.inputChannels() + RegisterTile.ROWS];
        private final float[] outputs = new float[PAIRS_PER_GATHER * RegisterTile.WIDEST_PANEL * RegisterTile.LANES];

        void run(int segment, int firstOffset, int endOffset) {
            int end = start(segment + 1);
            for (int first = start(segment); first < end; first += blockRows) {
                for (int offset = firstOffset; offset < endOffset; offset++) {
                    addBlock(segment, offset, first, Math.min(end, first + blockRows));
                }
            }
        }

        private void addBlock(int segment, int offset, int first, int end) {
            PositionPairs pairs = map.pairs(offset);
            int last = pairs.firstAtOrAfter(end);
            for (int next = pairs.firstAtOrAfter(first); next < last; next += PAIRS_PER_GATHER) {
                if (sums[segment][offset] == null) {
                    sums[segment][offset] = new float[sumRows.length * panels.width()];
                }
                addPairs(pairs, next, Math.min(last, next + PAIRS_PER_GATHER), sums[segment][offset]);
            }
        }

        private void addPairs(PositionPairs pairs, int begin, int end, float[] target) {
            int channels = shape.inputChannels();
            RowBuffer.gather(features, map.input().order(), pairs.inputs(), begin, end, 0, channels, inputs, channels);
            for (int group = 0; group < shape.groups(); group++) {
                for (int panel = 0; panel < panels.perGroup(); panel++) {
                    addPanel(pairs, begin, end, group, panel, target);
                }
            }
        }

        private void addPanel(PositionPairs pairs, int begin, int end, int group, int panel, float[] target) {
            int column = panels.column(0, panel);
            int width = panels.vectors(panel) * RegisterTile.LANES;
            int count = Math.min(width, shape.outputsPerGroup() - column);
            int firstChannel = group * shape.outputsPerGroup() + column;
            RowBuffer.gather(
                    gradients, map.output().order(), pairs.outputs(), begin, end, firstChannel, count, outputs, width);
            for (int row = 0; row < tiledInputs; row += RegisterTile.ROWS) {
                RegisterTile.multiply(
                        panels.vectors(panel),
                        inputs,
                        group * shape.inputsPerGroup() + row,
                        1,
                        shape.inputChannels(),
                        end - begin,
                        outputs,
                        0,
                        target,
                        sumRows,
                        group * tiledInputs + row,
                        column);
            }
        }
    }

    /// Adds up the segments' sums of an offset and puts them at its place in `[out, *kernel, in / groups]`.
    private void store(int offset, MemorySegment target) {
        float[] total = new float[sumRows.length * panels.width()];
        for (int segment = 0; segment < segments; segment++) {
            float[] part = sums[segment][offset];
            for (int i = 0; part != null && i < total.length; i++) {
                total[i] += part[i];
            }
        }
        for (int output = 0; output < shape.outputChannels(); output++) {
            int group = output / shape.outputsPerGroup();
            int column = output - group * shape.outputsPerGroup();
            long place = ((long) output * map.volume() + offset) * shape.inputsPerGroup();
            for (int input = 0; input < shape.inputsPerGroup(); input++) {
                float sum = total[sumRows[group * tiledInputs + input] + column];
                target.setAtIndex(JAVA_FLOAT, place + input, sum);
            }
        }
    }
}
