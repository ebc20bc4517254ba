package tdsl.tensor.cpu.sparse.maps;

import java.util.List;
import tdsl.tensor.Tensor;
import tdsl.tensor.cpu.Parallel;
import tdsl.tensor.sparse.Coordinates;
import tdsl.tensor.sparse.KernelGeometry;
import tdsl.tensor.sparse.KernelKind;
import tdsl.tensor.sparse.PairMap;
import tdsl.tensor.sparse.PositionPairs;

/// Finds the pairs of a kernel map without hashing: in ascending order of the coordinates, what one kernel offset
/// reaches ascends too, so one walk along inputs and outputs meets all its pairs. Offsets that differ along the
/// last axis alone share a walk, and most of it goes from line to line and not from cell to cell.
///
/// Work is cut at places that depend on the coordinates alone, and what the parts find is put together in order.
public final class KernelMapBuilder {
    private static final String OP = "kernel_map";
    private static final int INPUTS_PER_PART = 4096;
    private static final int MOST_PARTS = 256;

    private final KernelGeometry geometry;
    private final SortedCoordinates inputs;
    private final long[] inputShape;
    private final long[] outputShape;
    /// True for a submanifold kernel, whose outputs have the inputs' rows; else rows are in the order of the keys.
    private final boolean outputsAreInputs;
    private final long[] outputKeys;
    private final CoordinateLines inputLines;
    private final CoordinateLines outputLines;
    /// By axis, the batch entry first, then by input line.
    private final int[][] lineCoordinates;

    private KernelMapBuilder(KernelGeometry geometry, SortedCoordinates inputs, long[] outputShape) {
        this.geometry = geometry;
        this.inputs = inputs;
        this.inputShape = inputs.grid().shape();
        this.outputShape = outputShape;
        this.outputsAreInputs = geometry.kind() == KernelKind.SUBMANIFOLD;
        this.outputKeys =
                outputsAreInputs ? inputs.sortedKeys() : new OutputCoordinates(OP, geometry).keys(inputs, outputShape);
        int last = outputShape.length - 1;
        this.inputLines = CoordinateLines.of(inputs.sortedKeys(), inputShape[last + 1]);
        this.outputLines = outputsAreInputs ? inputLines : CoordinateLines.of(outputKeys, outputShape[last]);
        this.lineCoordinates = inputLines.coordinates(inputShape);
    }

    public static PairMap build(Tensor indices, long[] spatialShape, long batchSize, KernelGeometry geometry) {
        SortedCoordinates inputs = SortedCoordinates.of(OP, indices, spatialShape, batchSize);
        KernelMapBuilder builder = new KernelMapBuilder(geometry, inputs, geometry.outputShape(spatialShape));
        Coordinates input = new Coordinates(indices, spatialShape, batchSize, inputs.order());
        return new PairMap(geometry.size(), input, builder.outputOf(input), builder.allPairs());
    }

    private Coordinates outputOf(Coordinates input) {
        if (outputsAreInputs) {
            return input;
        }
        long[] gridShape = Coordinates.gridShape(outputShape, input.batchSize());
        Tensor indices = OutputCoordinates.indices(outputKeys, gridShape);
        return new Coordinates(indices, outputShape, input.batchSize(), null);
    }

    private List<PositionPairs> allPairs() {
        int lineOffsets = (int) geometry.size()[outputShape.length - 1];
        int walks = geometry.volume() / lineOffsets;
        // The second half of the offsets of a symmetric kernel leads back where the first half comes from.
        int searched = geometry.isPointSymmetric() ? walks / 2 + 1 : walks;
        PositionPairs[][][] found = walk(searched);
        PositionPairs[] pairs = new PositionPairs[geometry.volume()];
        Parallel.forRange(searched, grain(1), (begin, end) -> {
            for (int walk = (int) begin; walk < end; walk++) {
                for (int tap = 0; tap < lineOffsets; tap++) {
                    pairs[walk * lineOffsets + tap] = joined(found[walk], tap);
                }
            }
        });
        for (int offset = searched * lineOffsets; offset < pairs.length; offset++) {
            pairs[offset] = pairs[pairs.length - 1 - offset].inverse();
        }
        return List.of(pairs);
    }

    /// @return by walk, part of the input lines and kernel position along the last axis
    private PositionPairs[][][] walk(int walks) {
        int parts = Math.clamp(inputs.rows() / INPUTS_PER_PART, 1, MOST_PARTS);
        int[] bounds = inputLines.parts(parts);
        int most = 0;
        for (int part = 0; part < parts; part++) {
            most = Math.max(
                    most, inputLines.starts()[bounds[part + 1]] - inputLines.starts()[bounds[part]]);
        }
        int mostInputs = most;
        PositionPairs[][][] found = new PositionPairs[walks][parts][];
        long[][] targets = new long[walks][];
        Parallel.forRange(walks, grain(1), (begin, end) -> {
            for (int walk = (int) begin; walk < end; walk++) {
                targets[walk] = targets(walk);
            }
        });
        Parallel.forRange((long) walks * parts, grain(parts), (begin, end) -> {
            LineMatcher matcher = new LineMatcher(geometry, inputLines, outputLines, mostInputs);
            for (int item = (int) begin; item < end; item++) {
                int part = item % parts;
                found[item / parts][part] = matcher.match(targets[item / parts], bounds[part], bounds[part + 1]);
            }
        });
        return found;
    }

    /// The least of a walk's parts to give to a thread.
    private long grain(int parts) {
        return Math.max(1, Parallel.GRAIN_BYTES * parts / (32L * Math.max(1, inputs.rows())));
    }

    /// For each input line the key of the output line that the walk's offsets lead to; −1 if that is outside.
    private long[] targets(int walk) {
        int outerAxes = outputShape.length - 1;
        int[] taps = geometry.taps(walk * (int) geometry.size()[outerAxes]);
        long[] targets = new long[inputLines.count()];
        for (int line = 0; line < targets.length; line++) {
            long key = lineCoordinates[0][line];
            for (int axis = 0; axis < outerAxes && key >= 0; axis++) {
                long size = outputShape[axis];
                long target = geometry.target(axis, lineCoordinates[axis + 1][line], taps[axis], size);
                key = target < 0 ? -1 : key * size + target;
            }
            targets[line] = key;
        }
        return targets;
    }

    private static PositionPairs joined(PositionPairs[][] parts, int tap) {
        int count = 0;
        for (PositionPairs[] part : parts) {
            count += part[tap].count();
        }
        int[] inputs = new int[count];
        int[] outputs = new int[count];
        int place = 0;
        for (PositionPairs[] part : parts) {
            int length = part[tap].count();
            System.arraycopy(part[tap].inputs(), 0, inputs, place, length);
            System.arraycopy(part[tap].outputs(), 0, outputs, place, length);
            place += length;
        }
        return new PositionPairs(inputs, outputs);
    }
}
