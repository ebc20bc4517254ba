package tdsl.tensor.cuda.sparse.maps;

import tdsl.tensor.DType;
import tdsl.tensor.Device;
import tdsl.tensor.Tensor;
import tdsl.tensor.cuda.launch.KernelFile;
import tdsl.tensor.cuda.launch.Launch;

/// The places of rows in Z-order, with an index that finds the place of a key.
///
/// @param keys        how places are numbered
/// @param places      i32 `[rows, axes]`, contiguous
/// @param order       i32 `[rows]`: the row of each position in Z-order
/// @param cellNumbers i64 `[capacity]`, and
/// @param cells       bytes `[capacity, 16]`: the index, see `cells.cuh`
record SortedPlaces(PlaceKeys keys, Tensor places, Tensor order, Tensor cellNumbers, Tensor cells) {
    private static final KernelFile KEYS = new KernelFile("sparse/keys");
    private static final KernelFile CELLS = new KernelFile("sparse/cells");
    private static final int THREADS = 256;
    private static final int CELL_BYTES = 16;
    private static final int LEAST_CAPACITY = 64;
    /// Places outside the grid, places that repeat.
    static final int FAULTS = 2;

    int rows() {
        return (int) places.size(0);
    }

    Device device() {
        return places.device();
    }

    /// @param indices i32 or i64 `[rows, axes]`, the batch entry first
    /// @param refuse  throws the error that the places earn if some lie outside the grid or repeat others
    static SortedPlaces of(Tensor indices, long[] gridShape, Runnable refuse) {
        Tensor faults = Scratch.zeros(indices.device(), DType.INT32, FAULTS);
        SortedPlaces sorted = sort(asInts(indices), PlaceKeys.zOrder(gridShape), faults);
        int[] found = Scratch.ints(faults);
        if (found[0] != 0 || found[1] != 0) {
            refuse.run();
        }
        return sorted;
    }

    /// Of places that are known to be inside the grid and distinct.
    static SortedPlaces ofChecked(Tensor places, long[] gridShape) {
        Tensor faults = Scratch.zeros(places.device(), DType.INT32, FAULTS);
        return sort(asInts(places), PlaceKeys.zOrder(gridShape), faults);
    }

    /// Coordinates that i32 does not hold become ones outside every grid. Never the same tensor object, so that who
    /// keeps the result does not keep `indices`.
    static Tensor asInts(Tensor indices) {
        Tensor narrow = indices.dtype() == DType.INT32
                ? indices
                : indices.clamp(Tensor.weakScalar(-1L), Tensor.weakScalar((long) Integer.MAX_VALUE))
                        .to(DType.INT32);
        return narrow.contiguous().detach().narrow(0, 0, indices.size(0));
    }

    private static SortedPlaces sort(Tensor places, PlaceKeys keys, Tensor faults) {
        Device device = places.device();
        int rows = (int) places.size(0);
        RadixSort unsorted = keysOfRows(places, keys, faults);
        RadixSort sorted = RadixSort.of(unsorted.keys(), unsorted.values(), keys.keyBits());
        int capacity = Math.max(LEAST_CAPACITY, Integer.highestOneBit(Math.max(1, rows)) * 4);
        SortedPlaces result = new SortedPlaces(
                keys,
                places,
                sorted.values(),
                Scratch.zeros(device, DType.INT64, capacity),
                Scratch.vector(device, DType.UINT8, (long) capacity * CELL_BYTES));
        Launch launch =
                CELLS.kernel("sparse_cells").on(device).tensor(sorted.keys()).int32(rows);
        result.addIndexTo(launch).tensor(faults).launch(Math.ceilDiv(rows, THREADS), THREADS);
        return result;
    }

    /// The key of each row and its number. `faults` counts the places outside the grid.
    static RadixSort keysOfRows(Tensor places, PlaceKeys keys, Tensor faults) {
        int rows = (int) places.size(0);
        Device device = places.device();
        RadixSort unsorted =
                new RadixSort(Scratch.vector(device, DType.INT64, rows), Scratch.vector(device, DType.INT32, rows));
        Launch launch = KEYS.kernel("sparse_keys").on(device).tensor(places).int32(rows);
        keys.addTo(launch)
                .tensor(unsorted.keys())
                .tensor(unsorted.values())
                .tensor(faults)
                .launch(Math.ceilDiv(rows, THREADS), THREADS);
        return unsorted;
    }

    /// Adds the index, a structure, to the parameters of a kernel.
    Launch addIndexTo(Launch launch) {
        int capacity = (int) cellNumbers.elementCount();
        return launch.tensor(cellNumbers)
                .tensor(cells)
                .int32(capacity - 1)
                .int32(Long.SIZE - Integer.numberOfTrailingZeros(capacity));
    }
}
