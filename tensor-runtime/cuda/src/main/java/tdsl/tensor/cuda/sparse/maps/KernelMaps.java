package tdsl.tensor.cuda.sparse.maps;

import java.util.Arrays;
import tdsl.tensor.DType;
import tdsl.tensor.Device;
import tdsl.tensor.Tensor;
import tdsl.tensor.cuda.launch.KernelFile;
import tdsl.tensor.cuda.launch.Launch;
import tdsl.tensor.dispatch.Args;
import tdsl.tensor.error.DeviceException;
import tdsl.tensor.sparse.Coordinates;
import tdsl.tensor.sparse.Grid;
import tdsl.tensor.sparse.KernelGeometry;
import tdsl.tensor.sparse.KernelKind;
import tdsl.tensor.sparse.KernelMap;
import tdsl.tensor.sparse.PairMap;
import tdsl.tensor.sparse.PositionPairs;

/// Makes kernel maps.
public final class KernelMaps {
    private static final KernelFile REACHED = new KernelFile("sparse/reached");
    private static final KernelFile KEYS = new KernelFile("sparse/keys");
    private static final int THREADS = 256;
    private static final int LANES = 32;

    private KernelMaps() {}

    /// The op `kernel_map`.
    public static KernelMap kernelMap(Args args) {
        Tensor indices = args.tensor(0);
        long[] spatialShape = args.integers(1);
        long batchSize = args.integer(2);
        KernelGeometry geometry = KernelGeometry.of(
                KernelKind.of(args.flag(7), args.flag(8)),
                spatialShape.length,
                args.integers(3),
                args.integers(4),
                args.integers(5),
                args.integers(6),
                args.integers(9));
        OffsetSteps.check(geometry);
        Grid grid = Coordinates.grid("kernel_map", indices, spatialShape, batchSize);
        // The processor says what is wrong with places that are refused.
        SortedPlaces inputs = PlacesCache.get(
                indices,
                grid.shape(),
                () -> indices.on(Device.CPU).kernel_map(spatialShape, batchSize, args.integers(3)));
        Coordinates input = new Coordinates(indices, spatialShape, batchSize, null);
        if (geometry.kind() == KernelKind.SUBMANIFOLD) {
            return map(geometry, input, inputs, input, inputs);
        }
        Coordinates output = reached(input, inputs, geometry);
        SortedPlaces outputs = SortedPlaces.ofChecked(output.indices(), output.gridShape());
        PlacesCache.put(output.indices(), output.gridShape(), outputs);
        return map(geometry, input, inputs, output, outputs);
    }

    private static TableMap map(
            KernelGeometry geometry, Coordinates input, SortedPlaces inputs, Coordinates output, SortedPlaces outputs) {
        NeighbourTable table = NeighbourTable.search(outputs, inputs, new OffsetSteps(geometry, true));
        return new TableMap(geometry.size(), input, output, table, false, forward -> {
            if (geometry.isPointSymmetric()) {
                return forward.reversed();
            }
            NeighbourTable back = NeighbourTable.search(inputs, outputs, new OffsetSteps(geometry, false));
            return new TableMap(geometry.size(), output, input, back, false, _ -> forward);
        });
    }

    /// The places that a kernel reaches, in ascending order.
    private static Coordinates reached(Coordinates input, SortedPlaces inputs, KernelGeometry geometry) {
        long[] outputShape = geometry.outputShape(input.spatialShape());
        Grid grid = Grid.of("kernel_map", Coordinates.gridShape(outputShape, input.batchSize()));
        PlaceKeys keys = PlaceKeys.rowMajor(grid.shape());
        OffsetSteps steps = new OffsetSteps(geometry, false);
        Device device = inputs.device();
        int rows = inputs.rows();
        long most = Math.min(grid.cellCount(), rows * steps.mostTargets());
        Tensor found = Scratch.vector(device, DType.INT64, most);
        long count = 0;
        if (most > 0) {
            long slots = Long.highestOneBit(most) * 4;
            Tensor set = Scratch.zeros(device, DType.INT64, slots);
            Tensor counter = Scratch.zeros(device, DType.INT64, 1);
            Launch launch = REACHED.kernel("sparse_reached")
                    .on(device)
                    .tensor(inputs.places())
                    .int32(rows);
            keys.addTo(launch);
            steps.addTo(launch);
            launch.tensor(set)
                    .int64(slots - 1)
                    .tensor(found)
                    .tensor(counter)
                    .sharedBytes(LANES * Long.BYTES * steps.taps());
            NeighbourTable.launchLines(launch, rows, steps);
            count = Scratch.longs(counter)[0];
        }
        Tensor unsorted = Scratch.part(found, 0, count);
        Tensor sorted = RadixSort.of(unsorted, Scratch.vector(device, DType.INT32, count), keys.keyBits())
                .keys();
        return new Coordinates(places(sorted, keys), outputShape, input.batchSize(), null);
    }

    /// The places that keys name, i32 `[rows, axes]`.
    private static Tensor places(Tensor sorted, PlaceKeys keys) {
        int rows = (int) sorted.elementCount();
        Tensor places = Tensor.empty(sorted.device(), DType.INT32, rows, keys.sizes().length);
        Launch launch =
                KEYS.kernel("sparse_places").on(sorted.device()).tensor(sorted).int32(rows);
        keys.addTo(launch).tensor(places).launch(Math.ceilDiv(rows, THREADS), THREADS);
        return places;
    }

    /// The op `sparse_positions`.
    public static Tensor positions(Args args) {
        Tensor indices = args.tensor(0);
        long[] spatialShape = args.integers(1);
        long batchSize = args.integer(2);
        Grid grid = Coordinates.grid("sparse_positions", indices, spatialShape, batchSize);
        boolean repeats = args.flag(3);
        // The processor says what is wrong with places that are refused.
        Runnable refuse = () -> indices.on(Device.CPU).sparse_positions(spatialShape, batchSize, repeats);
        if (!repeats) {
            PlacesCache.get(indices, grid.shape(), refuse);
        }
        Tensor faults = Scratch.zeros(indices.device(), DType.INT32, SortedPlaces.FAULTS);
        Tensor positions = SortedPlaces.keysOfRows(
                        SortedPlaces.asInts(indices), PlaceKeys.rowMajor(grid.shape()), faults)
                .keys();
        if (repeats && Scratch.ints(faults)[0] != 0) {
            refuse.run();
        }
        return positions;
    }

    /// The op `batch_map`.
    public static KernelMap batchMap(Args args) {
        return entryMap(args.tensor(0), args.integer(1));
    }

    private static KernelMap entryMap(Tensor indices, long batchSize) {
        Tensor column = Coordinates.entries("batch_map", indices);
        Coordinates.grid("batch_map", column, new long[0], batchSize);
        return EntryMap.build(
                indices, column, batchSize, () -> indices.on(Device.CPU).batch_map(batchSize));
    }

    // ---- maps of the processor ----

    /// An op's argument as a map for tensors on a device. One of the processor is copied there, once.
    public static KernelMap of(String op, Object value, Device device) {
        KernelMap map = KernelMap.of(op, value);
        if (map instanceof PairMap pairs) {
            return copyOn(device, pairs);
        }
        Device mapDevice = deviceOf(map);
        if (mapDevice != device) {
            throw new DeviceException("%s: the tensors are on %s, but the kernel map is on %s", op, device, mapDevice);
        }
        return map;
    }

    private static Device deviceOf(KernelMap map) {
        return switch (map) {
            case TableMap table -> table.table().device();
            case EntryMap entries -> entries.order().device();
            default -> Device.CPU;
        };
    }

    private static KernelMap copyOn(Device device, PairMap map) {
        return map.on(device, _ -> copy(map, device));
    }

    private static KernelMap copy(PairMap map, Device device) {
        Coordinates input = map.input();
        boolean isOfTable =
                map.kernelSize().length > 0 || isDistinct(map.pairs(0).outputs());
        return isOfTable ? tableOf(map, device) : entryMap(input.indices().on(device), input.batchSize());
    }

    private static boolean isDistinct(int[] ascending) {
        for (int i = 1; i < ascending.length; i++) {
            if (ascending[i] == ascending[i - 1]) {
                return false;
            }
        }
        return true;
    }

    private static TableMap tableOf(PairMap map, Device device) {
        int rows = map.output().rows();
        int volume = map.volume();
        int words = Math.ceilDiv(volume, Integer.SIZE);
        int[] table = new int[Math.multiplyExact(volume, rows)];
        Arrays.fill(table, -1);
        int[] masks = new int[words * rows];
        for (int offset = 0; offset < volume; offset++) {
            PositionPairs pairs = map.pairs(offset);
            for (int pair = 0; pair < pairs.count(); pair++) {
                int row = map.output().row(pairs.outputs()[pair]);
                table[offset * rows + row] = map.input().row(pairs.inputs()[pair]);
                masks[offset / Integer.SIZE * rows + row] |= 1 << offset % Integer.SIZE;
            }
        }
        NeighbourTable copied = new NeighbourTable(
                Scratch.ofInts(device, table), Scratch.ofInts(device, masks), Scratch.numbers(device, rows), volume);
        return new TableMap(
                map.kernelSize(), map.input(), map.output(), copied, false, _ -> copyOn(device, map.inverse()));
    }
}
