package tdsl.tensor.cpu.sparse;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import tdsl.tensor.DType;
import tdsl.tensor.ElementAccess;
import tdsl.tensor.Tensor;
import tdsl.tensor.error.ShapeException;
import tdsl.tensor.error.ValueException;
import tdsl.tensor.ops.Tensors;
import tdsl.tensor.sparse.Coordinates;
import tdsl.tensor.sparse.KernelMap;
import tdsl.tensor.sparse.RowPairs;

/// The map of global pooling: one offset that connects every row with its batch entry.
final class BatchMap {
    private static final String OP = "batch_map";

    private BatchMap() {}

    static KernelMap build(Tensor indices, long batchSize) {
        if (indices.rank() != 2 || indices.size(1) < 1) {
            throw new ShapeException("%s: indices must be [rows, 1 + axes], not %s", OP, indices.describe());
        }
        SortedCoordinates.checkIntegers(OP, indices);
        Grid.of(OP, new long[] {batchSize});
        int[] entries = entries(indices, batchSize);
        int[] rows = new int[entries.length];
        Arrays.setAll(rows, row -> row);
        Coordinates input = new Coordinates(indices, new long[0], batchSize);
        Tensor everyEntry = Tensors.iota(batchSize, DType.INT32).unsqueeze(1);
        Coordinates output = new Coordinates(everyEntry, new long[0], batchSize);
        return new KernelMap(new long[0], input, output, List.of(RowPairs.sorted(rows, entries, (int) batchSize)));
    }

    private static int[] entries(Tensor indices, long batchSize) {
        MemorySegment segment = indices.storage().segment();
        int[] entries = new int[(int) indices.size(0)];
        for (int row = 0; row < entries.length; row++) {
            long position = indices.layout().offset() + row * indices.layout().stride(0);
            long entry = ElementAccess.integerAt(segment, indices.dtype(), position);
            if (entry < 0 || entry >= batchSize) {
                throw new ValueException(
                        "%s: row %d of indices names batch entry %d, but batch_size is %d", OP, row, entry, batchSize);
            }
            entries[row] = (int) entry;
        }
        return entries;
    }
}
