package tdsl.tensor.cpu.sparse.tiles;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;

import java.util.Arrays;
import tdsl.tensor.cpu.sparse.Rows;
import tdsl.tensor.sparse.ConvolutionShape;
import tdsl.tensor.sparse.PairMap;
import tdsl.tensor.sparse.PositionPairs;

/// Sums of products of features and output gradients in f32, tile by tile: tiles have input channels for rows and
/// output
/// channels for columns, and each pair is a step. Holds working memory, so each thread has its own.
public final class TiledWeightGradient {
    /// Pairs that are gathered at a time: few enough for both sides to stay in the first-level cache.
    private static final int PAIRS_PER_GATHER = 128;

    private final Rows features;
    private final Rows gradients;
    private final PairMap map;
    private final ConvolutionShape shape;
    private final Panels panels;
    private final int tiledInputs;
    private final float[] inputs;
    private final float[] outputs;
    /// Of one panel, a row for each pair.
    private final float[] panelOutputs;
    /// For each group a row for each input channel, filled up to whole tiles.
    private final float[] sums;
    private final int[] sumRows;

    public TiledWeightGradient(Rows features, Rows gradients, PairMap map, ConvolutionShape shape) {
        this.features = features;
        this.gradients = gradients;
        this.map = map;
        this.shape = shape;
        this.panels = Panels.of(1, shape.outputsPerGroup());
        this.tiledInputs = Math.ceilDiv(shape.inputsPerGroup(), Tile.ROWS) * Tile.ROWS;
        this.inputs = new float[PAIRS_PER_GATHER * shape.inputChannels() + Tile.ROWS];
        this.outputs = new float[PAIRS_PER_GATHER * shape.outputChannels()];
        this.panelOutputs = new float[PAIRS_PER_GATHER * Tile.WIDEST_PANEL * Tile.LANES];
        this.sums = new float[shape.groups() * tiledInputs * panels.width()];
        this.sumRows = new int[shape.groups() * tiledInputs];
        Arrays.setAll(sumRows, row -> row * panels.width());
    }

    /// Sums over some pairs of an offset.
    ///
    /// @param target where to put the sums `[out, in / groups]`
    public void sum(PositionPairs pairs, int begin, int end, Rows target) {
        Arrays.fill(sums, 0);
        for (int first = begin; first < end; first += PAIRS_PER_GATHER) {
            int stop = Math.min(end, first + PAIRS_PER_GATHER);
            RowBuffer.gather(features, map.input().order(), pairs.inputs(), first, stop, inputs, shape.inputChannels());
            RowBuffer.gather(
                    gradients, map.output().order(), pairs.outputs(), first, stop, outputs, shape.outputChannels());
            for (int group = 0; group < shape.groups(); group++) {
                for (int panel = 0; panel < panels.perGroup(); panel++) {
                    addProducts(group, panel, stop - first);
                }
            }
        }
        store(target);
    }

    private void addProducts(int group, int panel, int pairs) {
        int column = panels.column(0, panel);
        int width = panels.vectors(panel) * Tile.LANES;
        int count = Math.min(width, shape.outputsPerGroup() - column);
        for (int pair = 0; pair < pairs; pair++) {
            int from = pair * shape.outputChannels() + group * shape.outputsPerGroup() + column;
            System.arraycopy(outputs, from, panelOutputs, pair * width, count);
        }
        for (int row = 0; row < tiledInputs; row += Tile.ROWS) {
            Tile.multiply(
                    panels.vectors(panel),
                    inputs,
                    group * shape.inputsPerGroup() + row,
                    1,
                    shape.inputChannels(),
                    pairs,
                    panelOutputs,
                    0,
                    sums,
                    sumRows,
                    group * tiledInputs + row,
                    column);
        }
    }

    private void store(Rows target) {
        long place = 0;
        for (int output = 0; output < shape.outputChannels(); output++) {
            int group = output / shape.outputsPerGroup();
            int column = output - group * shape.outputsPerGroup();
            for (int input = 0; input < shape.inputsPerGroup(); input++) {
                float sum = sums[(group * tiledInputs + input) * panels.width() + column];
                target.memory().setAtIndex(JAVA_FLOAT, place++, sum);
            }
        }
    }
}
