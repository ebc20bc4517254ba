package tdsl.tensor.cpu.sparse;

import java.util.Arrays;
import java.util.List;
import tdsl.tensor.Tensor;
import tdsl.tensor.cpu.Parallel;
import tdsl.tensor.sparse.Coordinates;
import tdsl.tensor.sparse.KernelGeometry;
import tdsl.tensor.sparse.KernelKind;
import tdsl.tensor.sparse.KernelMap;
import tdsl.tensor.sparse.RowPairs;

/// Finds the pairs of a kernel map without hashing: in ascending order of the input coordinates, what one kernel
/// offset reaches ascends too, so one walk along both that and the output coordinates meets all pairs of the
/// offset.
final class KernelMapBuilder {
    private static final String OP = "kernel_map";

    private final KernelGeometry geometry;
    private final SortedCoordinates inputs;
    private final long[] outputShape;
    private final long[] outputKeys;
    /// True for a submanifold kernel, whose outputs have the inputs' rows; else rows are in the order of the
    /// keys.
    private final boolean outputsAreInputs;
    private final int[] batchOfInputs;
    /// By spatial axis, kernel position and sorted input: the coordinate reached, or −1.
    private final int[][][] targets;

    private KernelMapBuilder(KernelGeometry geometry, SortedCoordinates inputs, long[] outputShape) {
        this.geometry = geometry;
        this.inputs = inputs;
        this.outputShape = outputShape;
        this.outputsAreInputs = geometry.kind() == KernelKind.SUBMANIFOLD;
        this.outputKeys =
                outputsAreInputs ? inputs.sortedKeys() : new OutputCoordinates(OP, geometry).keys(inputs, outputShape);
        this.batchOfInputs = inputs.sortedColumn(0);
        this.targets = new int[outputShape.length][][];
        Arrays.setAll(targets, this::targetsAlong);
    }

    static KernelMap build(Tensor indices, long[] spatialShape, long batchSize, KernelGeometry geometry) {
        SortedCoordinates inputs = SortedCoordinates.of(OP, indices, spatialShape, batchSize);
        KernelMapBuilder builder = new KernelMapBuilder(geometry, inputs, geometry.outputShape(spatialShape));
        Coordinates input = new Coordinates(indices, spatialShape, batchSize);
        return new KernelMap(geometry.size(), input, builder.outputOf(input), builder.allPairs());
    }

    private Coordinates outputOf(Coordinates input) {
        if (outputsAreInputs) {
            return input;
        }
        Coordinates grid = new Coordinates(null, outputShape, input.batchSize());
        return new Coordinates(OutputCoordinates.indices(outputKeys, grid.gridShape()), outputShape, input.batchSize());
    }

    private int[][] targetsAlong(int axis) {
        int[] column = inputs.sortedColumn(axis + 1);
        int[][] byTap = new int[(int) geometry.size()[axis]][column.length];
        for (int tap = 0; tap < byTap.length; tap++) {
            for (int i = 0; i < column.length; i++) {
                byTap[tap][i] = (int) geometry.target(axis, column[i], tap, outputShape[axis]);
            }
        }
        return byTap;
    }

    private List<RowPairs> allPairs() {
        RowPairs[] pairs = new RowPairs[geometry.volume()];
        int searched = geometry.isPointSymmetric() ? pairs.length / 2 + 1 : pairs.length;
        long grain = Math.max(1, Parallel.GRAIN_BYTES / (16L * Math.max(1, inputs.rows())));
        Parallel.forRange(searched, grain, (begin, end) -> {
            for (int offset = (int) begin; offset < end; offset++) {
                pairs[offset] = pairs(offset);
            }
        });
        for (int offset = searched; offset < pairs.length; offset++) {
            pairs[offset] = pairs[pairs.length - 1 - offset].inverse(inputs.rows());
        }
        return List.of(pairs);
    }

    private RowPairs pairs(int offset) {
        long[] reached = keysReached(offset);
        int[] inputPositions = new int[reached.length + 1];
        int[] outputPositions = new int[reached.length + 1];
        int count = 0;
        int i = 0;
        int j = 0;
        // Every step writes, and advances by comparisons alone: branches here would be mispredicted half of the time.
        while (i < reached.length && j < outputKeys.length) {
            long input = reached[i];
            long output = outputKeys[j];
            inputPositions[count] = i;
            outputPositions[count] = j;
            count += input == output ? 1 : 0;
            i += input <= output ? 1 : 0;
            j += output <= input ? 1 : 0;
        }
        return rowPairs(Arrays.copyOf(inputPositions, count), Arrays.copyOf(outputPositions, count));
    }

    /// For each sorted input the key of the cell that a kernel offset reaches; −1 if that lies outside the output
    /// grid.
    private long[] keysReached(int offset) {
        int[] taps = geometry.taps(offset);
        long[] keys = new long[inputs.rows()];
        int[] outside = new int[inputs.rows()];
        for (int i = 0; i < keys.length; i++) {
            keys[i] = batchOfInputs[i];
        }
        for (int axis = 0; axis < taps.length; axis++) {
            int[] reached = targets[axis][taps[axis]];
            long size = outputShape[axis];
            for (int i = 0; i < keys.length; i++) {
                keys[i] = keys[i] * size + reached[i];
                outside[i] |= reached[i];
            }
        }
        for (int i = 0; i < keys.length; i++) {
            keys[i] = outside[i] < 0 ? -1 : keys[i];
        }
        return keys;
    }

    private RowPairs rowPairs(int[] inputPositions, int[] outputPositions) {
        inputs.replaceByRows(inputPositions);
        if (outputsAreInputs) {
            inputs.replaceByRows(outputPositions);
        }
        return RowPairs.sorted(inputPositions, outputPositions, outputKeys.length);
    }
}
