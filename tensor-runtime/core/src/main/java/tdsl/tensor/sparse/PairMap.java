package tdsl.tensor.sparse;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import tdsl.tensor.DType;
import tdsl.tensor.Device;
import tdsl.tensor.Tensor;
import tdsl.tensor.error.DeviceException;

/// A kernel map in the processor's memory: one list of pairs per kernel offset.
///
/// There are lists and not a table of neighbours, since a list has no entries for absent neighbours (three of four in
/// a typical scan), gives what to multiply without a search, and reads the same in both directions. Pairs name
/// positions in the ascending order of the coordinates at either end, which {@link Coordinates#row} turns into rows.
public final class PairMap extends KernelMap {
    private final List<PositionPairs> offsets;

    private final Map<Device, KernelMap> copies = new HashMap<>();
    private PairMap inverse;
    private int[] inputCounts;

    /// @param kernelSize per spatial axis
    /// @param offsets    one list of pairs per kernel offset, in row-major order of the offsets
    public PairMap(long[] kernelSize, Coordinates input, Coordinates output, List<PositionPairs> offsets) {
        super(kernelSize, input, output);
        this.offsets = List.copyOf(offsets);
    }

    /// The map that is an op's argument.
    ///
    /// @throws DeviceException if it is one of another device
    public static PairMap of(String op, Object value) {
        if (KernelMap.of(op, value) instanceof PairMap map) {
            return map;
        }
        throw new DeviceException("%s: the tensors are on cpu, but the kernel map is not", op)
                .withHint("make the map from indices on cpu");
    }

    public PositionPairs pairs(int offset) {
        return offsets.get(offset);
    }

    @Override
    public long pairCount() {
        return offsets.stream().mapToLong(PositionPairs::count).sum();
    }

    @Override
    public synchronized PairMap inverse() {
        if (inverse == null) {
            List<PositionPairs> swapped =
                    offsets.stream().map(PositionPairs::inverse).toList();
            inverse = new PairMap(kernelSize(), output(), input(), swapped);
            inverse.inverse = this;
        }
        return inverse;
    }

    /// This map in the form of another device.
    ///
    /// @param copy makes it, when it is first asked for
    public synchronized KernelMap on(Device device, Function<PairMap, KernelMap> copy) {
        return copies.computeIfAbsent(device, _ -> copy.apply(this));
    }

    @Override
    public Tensor inputCounts() {
        return Tensor.of(countInputs(), DType.INT64);
    }

    private synchronized int[] countInputs() {
        if (inputCounts == null) {
            int[] counts = new int[output().rows()];
            for (PositionPairs pairs : offsets) {
                for (int position : pairs.outputs()) {
                    counts[output().row(position)]++;
                }
            }
            inputCounts = counts;
        }
        return inputCounts;
    }

    @Override
    public boolean hasUnreachedOutputs() {
        return Arrays.stream(countInputs()).anyMatch(count -> count == 0);
    }
}
