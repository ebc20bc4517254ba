package tdsl.tensor.cuda.sparse.maps;

import tdsl.tensor.DType;
import tdsl.tensor.Device;
import tdsl.tensor.Tensor;
import tdsl.tensor.cuda.launch.KernelFile;
import tdsl.tensor.sparse.Coordinates;
import tdsl.tensor.sparse.KernelMap;

/// The map of global pooling: connects all rows of a batch entry with one output row.
public final class EntryMap extends KernelMap {
    private static final KernelFile FILE = new KernelFile("sparse/batch_pool");
    private static final int THREADS = 256;

    private final Tensor entries;
    private final Tensor order;
    private final Tensor starts;
    private KernelMap inverse;

    /// @param entries i32 `[rows, 1]`: the entry of each row
    /// @param order   i32 `[rows]`: the rows, entry by entry
    /// @param starts  i32 `[entries + 1]`: where the rows of each entry begin
    private EntryMap(Coordinates input, Coordinates output, Tensor entries, Tensor order, Tensor starts) {
        super(new long[0], input, output);
        this.entries = entries;
        this.order = order;
        this.starts = starts;
    }

    /// @param refuse throws the error that indices outside the batch earn
    static EntryMap build(Tensor indices, Tensor column, long batchSize, Runnable refuse) {
        Device device = indices.device();
        Tensor entries = SortedPlaces.asInts(column);
        PlaceKeys keys = PlaceKeys.rowMajor(new long[] {batchSize});
        Tensor faults = Scratch.zeros(device, DType.INT32, SortedPlaces.FAULTS);
        RadixSort unsorted = SortedPlaces.keysOfRows(entries, keys, faults);
        if (Scratch.ints(faults)[0] != 0) {
            refuse.run();
        }
        RadixSort sorted = RadixSort.of(unsorted.keys(), unsorted.values(), keys.keyBits());
        Tensor starts = Scratch.vector(device, DType.INT32, batchSize + 1);
        FILE.kernel("sparse_batch_starts")
                .on(device)
                .tensor(sorted.keys())
                .int32((int) indices.size(0))
                .int32((int) batchSize)
                .tensor(starts)
                .launch(Math.ceilDiv(batchSize + 1, THREADS), THREADS);
        Tensor everyEntry = Scratch.numbers(device, batchSize).unsqueeze(1);
        return new EntryMap(
                new Coordinates(indices, new long[0], batchSize, null),
                new Coordinates(everyEntry, new long[0], batchSize, null),
                entries,
                sorted.values(),
                starts);
    }

    public Tensor order() {
        return order;
    }

    public Tensor starts() {
        return starts;
    }

    @Override
    public long pairCount() {
        return input().rows();
    }

    /// A table of one offset, which leads from each row to its entry.
    @Override
    public synchronized KernelMap inverse() {
        if (inverse == null) {
            Device device = entries.device();
            int rows = input().rows();
            Tensor rowNumbers = Scratch.numbers(device, rows);
            // The one offset is present in every row.
            Tensor masks = rowNumbers.ge(Tensor.weakScalar(0L)).to(DType.INT32);
            NeighbourTable table = new NeighbourTable(entries, masks, rowNumbers, 1);
            inverse = new TableMap(kernelSize(), output(), input(), table, false, _ -> this);
        }
        return inverse;
    }

    @Override
    public Tensor inputCounts() {
        return starts.narrow(0, 1, output().rows())
                .sub(starts.narrow(0, 0, output().rows()))
                .to(DType.INT64);
    }

    @Override
    public boolean hasUnreachedOutputs() {
        int[] positions = Scratch.ints(starts);
        for (int entry = 1; entry < positions.length; entry++) {
            if (positions[entry] == positions[entry - 1]) {
                return true;
            }
        }
        return false;
    }
}
