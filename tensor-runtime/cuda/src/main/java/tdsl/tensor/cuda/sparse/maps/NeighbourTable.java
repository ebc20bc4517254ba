package tdsl.tensor.cuda.sparse.maps;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tdsl.tensor.DType;
import tdsl.tensor.Device;
import tdsl.tensor.Tensor;
import tdsl.tensor.cuda.launch.Dimensions;
import tdsl.tensor.cuda.launch.KernelFile;
import tdsl.tensor.cuda.launch.Launch;
import tdsl.tensor.sparse.KernelGeometry;

/// Which row each kernel offset connects with each row of one side of a map. The rows come in an order, their
/// positions, that
/// brings rows near each other together which read the same rows and have the same neighbours.
public final class NeighbourTable {
    private static final KernelFile NEIGHBOURS = new KernelFile("sparse/neighbours");
    private static final KernelFile ROW_ORDER = new KernelFile("sparse/row_order");
    private static final KernelFile TILE_ORDER = new KernelFile("sparse/tile_order");
    private static final KernelFile POOL = new KernelFile("sparse/pool");
    private static final int LANES = 32;
    private static final int MOST_WARPS = 8;
    private static final int WINDOW = 2048;
    private static final int WINDOW_THREADS = 1024;
    private static final int THREADS = 256;
    /// Offsets that can count for the order of rows, the bits of a sort key.
    private static final int MOST_ORDERING = 52;
    /// Offsets beyond these do not count for the order of rows.
    private static final int MOST_OFFSETS = 1024;

    private final Tensor table;
    private final Tensor masks;
    private final Tensor order;
    private final int volume;
    private final Map<Integer, Tensor> tileOrders = new HashMap<>();
    private PairLists pairs;
    private Tensor inputCounts;
    private Boolean hasUnreached;

    /// @param table i32 `[volume, rows]`: the row that an offset connects with the row at a position, −1 if there is
    /// none
    /// @param masks i32 `[ceil(volume / 32), rows]`: the offsets that lead somewhere
    /// @param order i32 `[rows]`: the row at each position
    NeighbourTable(Tensor table, Tensor masks, Tensor order, int volume) {
        this.table = table;
        this.masks = masks;
        this.order = order;
        this.volume = volume;
    }

    public Tensor table() {
        return table;
    }

    public Tensor masks() {
        return masks;
    }

    public Tensor order() {
        return order;
    }

    public int volume() {
        return volume;
    }

    public int rows() {
        return (int) order.elementCount();
    }

    Device device() {
        return order.device();
    }

    // ---- making ----

    /// For the rows of `places` the rows of `targets` that the offsets lead to.
    static NeighbourTable search(SortedPlaces places, SortedPlaces targets, OffsetSteps steps) {
        int rows = places.rows();
        int volume = steps.volume();
        Device device = places.device();
        int words = Math.ceilDiv(volume, Integer.SIZE);
        NeighbourTable found = empty(device, rows, volume, places.order());
        if (rows == 0) {
            return found;
        }
        Launch launch = NEIGHBOURS
                .kernel("sparse_neighbours")
                .on(device)
                .tensor(places.places())
                .tensor(places.order())
                .int32(rows);
        targets.keys().addTo(launch);
        steps.addTo(launch);
        targets.addIndexTo(launch)
                .tensor(targets.order())
                .tensor(found.table)
                .tensor(found.masks)
                .sharedBytes(LANES * (Long.BYTES * steps.taps() + Integer.BYTES * words));
        launchLines(launch, rows, steps);
        return volume > 1 ? found.grouped(significance(steps.geometry())) : found;
    }

    /// Starts a kernel whose blocks take 32 rows each and share the lines of offsets among their warps.
    static void launchLines(Launch launch, int rows, OffsetSteps steps) {
        // One warp more if that makes all have the same work.
        int warps = steps.lines() <= MOST_WARPS + 1 ? steps.lines() : MOST_WARPS;
        launch.launch(new Dimensions(Math.ceilDiv(rows, LANES), 1), new Dimensions(LANES, warps));
    }

    private static NeighbourTable empty(Device device, int rows, int volume, Tensor order) {
        int words = Math.ceilDiv(volume, Integer.SIZE);
        return new NeighbourTable(
                Scratch.vector(device, DType.INT32, (long) volume * rows),
                Scratch.vector(device, DType.INT32, (long) words * rows),
                order,
                volume);
    }

    /// The bit of each offset in the key that rows are sorted by: the further an offset leads, the rarer it leads
    /// somewhere,
    /// and the more it tells rows apart. The structure `Significance` of `row_order.cu`.
    private static MemorySegment significance(KernelGeometry geometry) {
        int volume = geometry.volume();
        long[] distance = new long[volume];
        List<Integer> offsets = new ArrayList<>();
        for (int offset = 0; offset < volume; offset++) {
            int[] taps = geometry.taps(offset);
            for (int axis = 0; axis < taps.length; axis++) {
                long away = taps[axis] - geometry.size()[axis] / 2;
                distance[offset] += away * away;
            }
            offsets.add(offset);
        }
        offsets.sort(Comparator.comparingLong((Integer offset) -> distance[offset]));
        byte[] bits = new byte[MOST_OFFSETS];
        Arrays.fill(bits, (byte) -1);
        for (int rank = Math.max(0, volume - MOST_ORDERING); rank < volume; rank++) {
            int offset = offsets.get(rank);
            if (offset < MOST_OFFSETS) {
                bits[offset] = (byte) (rank - Math.max(0, volume - MOST_ORDERING));
            }
        }
        return MemorySegment.ofArray(bits);
    }

    /// The same table with rows of the same neighbours together, within windows of 2048.
    private NeighbourTable grouped(MemorySegment significance) {
        int rows = rows();
        int windows = Math.ceilDiv(rows, WINDOW);
        Tensor sources = Scratch.vector(device(), DType.INT32, rows);
        ROW_ORDER
                .kernel("sparse_row_order")
                .on(device())
                .tensor(masks)
                .int32(rows)
                .int32(volume)
                .structure(significance, 1)
                .tensor(sources)
                .launch(windows, WINDOW_THREADS);
        NeighbourTable grouped = empty(device(), rows, volume, Scratch.vector(device(), DType.INT32, rows));
        ROW_ORDER
                .kernel("sparse_reorder")
                .on(device())
                .tensor(table)
                .tensor(masks)
                .tensor(order)
                .tensor(sources)
                .int32(rows)
                .int32(volume)
                .tensor(grouped.table)
                .tensor(grouped.masks)
                .tensor(grouped.order)
                .launch(new Dimensions(windows, volume), new Dimensions(WINDOW_THREADS, 1));
        return grouped;
    }

    // ---- what is worked out from it when it is first asked for ----

    /// The tiles of `tileRows` positions, those with the most offsets first, i32.
    public synchronized Tensor tileOrder(int tileRows) {
        return tileOrders.computeIfAbsent(tileRows, this::orderTiles);
    }

    private Tensor orderTiles(int tileRows) {
        int tiles = Math.ceilDiv(rows(), tileRows);
        Tensor keys = Scratch.vector(device(), DType.INT64, tiles);
        Tensor numbers = Scratch.vector(device(), DType.INT32, tiles);
        TILE_ORDER
                .kernel("sparse_tile_keys")
                .on(device())
                .tensor(masks)
                .int32(rows())
                .int32(volume)
                .int32(tileRows)
                .int32(tiles)
                .tensor(keys)
                .tensor(numbers)
                .launch(Math.ceilDiv(tiles, THREADS / LANES), THREADS);
        return RadixSort.of(keys, numbers, Integer.SIZE - Integer.numberOfLeadingZeros(volume))
                .values();
    }

    /// The connected rows, offset by offset.
    public synchronized PairLists pairs() {
        if (pairs == null) {
            pairs = PairLists.of(this);
        }
        return pairs;
    }

    /// How many rows each row is connected with, i64 `[rows]`, by row.
    synchronized Tensor inputCounts() {
        if (inputCounts == null) {
            inputCounts = Scratch.vector(device(), DType.INT64, rows());
            POOL.kernel("sparse_input_counts")
                    .on(device())
                    .tensor(table)
                    .tensor(order)
                    .int32(rows())
                    .int32(volume)
                    .tensor(inputCounts)
                    .launch(Math.ceilDiv(rows(), THREADS), THREADS);
        }
        return inputCounts;
    }

    /// Is there a row that is connected with none?
    synchronized boolean hasUnreached() {
        if (hasUnreached == null) {
            hasUnreached = false;
            for (long count : Scratch.longs(inputCounts())) {
                hasUnreached |= count == 0;
            }
        }
        return hasUnreached;
    }
}
