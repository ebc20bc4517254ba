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
    /// Rows of the output by position in `outputKeys`; the same order as the inputs' for a submanifold kernel.
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
        long grain = Math.max(1, Parallel.GRAIN_BYTES / (16L * Math.max(1, inputs.rows())));
        Parallel.forRange(pairs.length, grain, (begin, end) -> {
            for (long offset = begin; offset < end; offset++) {
                pairs[(int) offset] = pairs((int) offset);
            }
        });
        return List.of(pairs);
    }

    private RowPairs pairs(int offset) {
        int[] taps = geometry.taps(offset);
        int[][] reached = new int[taps.length][];
        Arrays.setAll(reached, axis -> targets[axis][taps[axis]]);
        int[] inputRows = new int[inputs.rows()];
        int[] outputRows = new int[inputs.rows()];
        int count = 0;
        int cursor = 0;
        for (int i = 0; i < inputRows.length && cursor < outputKeys.length; i++) {
            long key = keyReached(reached, i);
            if (key < 0) {
                continue;
            }
            while (cursor < outputKeys.length && outputKeys[cursor] < key) {
                cursor++;
            }
            if (cursor < outputKeys.length && outputKeys[cursor] == key) {
                inputRows[count] = inputs.row(i);
                outputRows[count++] = outputsAreInputs ? inputs.row(cursor) : cursor;
            }
        }
        return RowPairs.sorted(Arrays.copyOf(inputRows, count), Arrays.copyOf(outputRows, count), outputKeys.length);
    }

    /// The key of the cell that the sorted input `i` reaches; −1 if that lies outside the output grid.
    private long keyReached(int[][] reached, int i) {
        long key = batchOfInputs[i];
        for (int axis = 0; axis < reached.length; axis++) {
            int target = reached[axis][i];
            if (target < 0) {
                return -1;
            }
            key = key * outputShape[axis] + target;
        }
        return key;
    }
}
