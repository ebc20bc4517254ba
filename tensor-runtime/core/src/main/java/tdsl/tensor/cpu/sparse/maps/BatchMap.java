package tdsl.tensor.cpu.sparse.maps;

import java.util.Arrays;
import java.util.List;
import tdsl.tensor.DType;
import tdsl.tensor.Device;
import tdsl.tensor.Tensor;
import tdsl.tensor.ops.Tensors;
import tdsl.tensor.sparse.Coordinates;
import tdsl.tensor.sparse.PairMap;
import tdsl.tensor.sparse.PositionPairs;

/// The map of global pooling: one offset that connects every row with its batch entry.
public final class BatchMap {
    private static final String OP = "batch_map";

    private BatchMap() {}

    public static PairMap build(Tensor indices, long batchSize) {
        SortedCoordinates entries =
                SortedCoordinates.withRepeats(OP, Coordinates.entries(OP, indices), new long[0], batchSize);
        int[] positions = new int[entries.rows()];
        Arrays.setAll(positions, position -> position);
        int[] outputs = new int[entries.rows()];
        Arrays.setAll(outputs, position -> (int) entries.sortedKeys()[position]);
        Coordinates input = new Coordinates(indices, new long[0], batchSize, entries.order());
        Tensor everyEntry = Tensors.iota(batchSize, DType.INT32, Device.CPU).unsqueeze(1);
        Coordinates output = new Coordinates(everyEntry, new long[0], batchSize, null);
        return new PairMap(new long[0], input, output, List.of(new PositionPairs(positions, outputs)));
    }
}
