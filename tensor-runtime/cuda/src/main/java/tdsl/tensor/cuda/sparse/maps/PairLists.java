package tdsl.tensor.cuda.sparse.maps;

import tdsl.tensor.DType;
import tdsl.tensor.Device;
import tdsl.tensor.Tensor;
import tdsl.tensor.cuda.launch.Dimensions;
import tdsl.tensor.cuda.launch.KernelFile;

/// The pairs of rows that each offset of a table connects, in the order of the table's positions, and how they are cut
/// into
/// parts that are added up independently.
///
/// @param inputRows    i32, the lists of the offsets one after the other
/// @param outputRows   i32
/// @param offsetStarts i64 `[volume + 1]`: where the pairs of each offset begin
/// @param partStarts   i32 `[volume + 1]`: where the parts of each offset begin
/// @param parts        of all offsets
public record PairLists(Tensor inputRows, Tensor outputRows, Tensor offsetStarts, Tensor partStarts, int parts) {
    /// The most pairs of a part.
    public static final int PART_PAIRS = 1024;

    private static final KernelFile FILE = new KernelFile("sparse/pair_lists");
    private static final int CHUNK = 1024;
    private static final int THREADS = 256;
    private static final int SCAN_THREADS = 1024;

    long count() {
        return inputRows.elementCount();
    }

    static PairLists of(NeighbourTable table) {
        int rows = table.rows();
        int volume = table.volume();
        Device device = table.device();
        int chunks = Math.ceilDiv(rows, CHUNK);
        Dimensions grid = new Dimensions(chunks, volume);
        Dimensions block = new Dimensions(THREADS, 1);
        Tensor offsetStarts = Scratch.zeros(device, DType.INT64, volume + 1);
        Tensor partStarts = Scratch.zeros(device, DType.INT32, volume + 1);
        if (rows == 0) {
            Tensor none = Scratch.vector(device, DType.INT32, 0);
            return new PairLists(none, none, offsetStarts, partStarts, 0);
        }
        Tensor counts = Scratch.vector(device, DType.INT32, (long) volume * chunks);
        Tensor starts = Scratch.vector(device, DType.INT64, (long) volume * chunks);
        FILE.kernel("sparse_pair_counts")
                .on(device)
                .tensor(table.table())
                .int32(rows)
                .tensor(counts)
                .launch(grid, block);
        FILE.kernel("sparse_pair_starts")
                .on(device)
                .tensor(counts)
                .int32(chunks)
                .int32(volume)
                .int32(PART_PAIRS)
                .tensor(starts)
                .tensor(offsetStarts)
                .tensor(partStarts)
                .launch(1, SCAN_THREADS);
        long pairs = Scratch.longs(Scratch.part(offsetStarts, volume, 1))[0];
        int parts = Scratch.ints(Scratch.part(partStarts, volume, 1))[0];
        Tensor inputRows = Scratch.vector(device, DType.INT32, pairs);
        Tensor outputRows = Scratch.vector(device, DType.INT32, pairs);
        FILE.kernel("sparse_pairs")
                .on(device)
                .tensor(table.table())
                .tensor(table.order())
                .int32(rows)
                .tensor(starts)
                .tensor(inputRows)
                .tensor(outputRows)
                .launch(grid, block);
        return new PairLists(inputRows, outputRows, offsetStarts, partStarts, parts);
    }
}
