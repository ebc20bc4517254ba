package tdsl.tensor.sparse;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import tdsl.tensor.Shapes;
import tdsl.tensor.error.TypeException;

/// Which input rows each offset of a kernel connects with which output rows: all that a sparse convolution or
/// pooling needs to know about coordinates. A map is made once and serves every layer with the same kernel on the
/// same coordinates, forward and backward.
///
/// There is one list of pairs per kernel offset and not a table of neighbours, since a list has no entries for
/// absent neighbours (three of four in a typical scan), gives what to multiply without a search, and reads the same
/// in both directions. Pairs name positions in the ascending order of the coordinates at either end, which
/// {@link Coordinates#row} turns into rows.
public final class KernelMap {
    private final long[] kernelSize;
    private final Coordinates input;
    private final Coordinates output;
    private final List<PositionPairs> offsets;

    private KernelMap inverse;
    private int[] inputCounts;

    /// @param kernelSize per spatial axis
    /// @param offsets    one list of pairs per kernel offset, in row-major order of the offsets
    public KernelMap(long[] kernelSize, Coordinates input, Coordinates output, List<PositionPairs> offsets) {
        this.kernelSize = kernelSize.clone();
        this.input = input;
        this.output = output;
        this.offsets = List.copyOf(offsets);
    }

    /// An op's argument as a map.
    ///
    /// @throws TypeException if it is something else
    public static KernelMap of(String op, Object value) {
        if (value instanceof KernelMap map) {
            return map;
        }
        throw new TypeException("%s: argument 'map' must be a kernel map", op)
                .withHint("kernel_map(indices, spatial_shape, batch_size, kernel_size) makes one");
    }

    public long[] kernelSize() {
        return kernelSize.clone();
    }

    public Coordinates input() {
        return input;
    }

    public Coordinates output() {
        return output;
    }

    /// The number of kernel offsets.
    public int volume() {
        return offsets.size();
    }

    public PositionPairs pairs(int offset) {
        return offsets.get(offset);
    }

    public long pairCount() {
        return offsets.stream().mapToLong(PositionPairs::count).sum();
    }

    /// The map that leads from the outputs back to the inputs, offset by offset: that of the gradient with
    /// respect to the features, and of an inverse convolution.
    public synchronized KernelMap inverse() {
        if (inverse == null) {
            List<PositionPairs> swapped =
                    offsets.stream().map(PositionPairs::inverse).toList();
            inverse = new KernelMap(kernelSize, output, input, swapped);
            inverse.inverse = this;
        }
        return inverse;
    }

    /// How many inputs each output row has, by row.
    public synchronized int[] inputCounts() {
        if (inputCounts == null) {
            int[] counts = new int[output.rows()];
            for (PositionPairs pairs : offsets) {
                for (int position : pairs.outputs()) {
                    counts[output.row(position)]++;
                }
            }
            inputCounts = counts;
        }
        return inputCounts;
    }

    /// Is there an output row that no input leads to?
    public boolean hasUnreachedOutputs() {
        return Arrays.stream(inputCounts()).anyMatch(count -> count == 0);
    }

    @Override
    public String toString() {
        String size = Arrays.stream(kernelSize).mapToObj(Long::toString).collect(Collectors.joining("×"));
        return "kernel map %s: %d rows of %s to %d rows of %s by %d pairs"
                .formatted(
                        size.isEmpty() ? "of the batch" : size,
                        input.rows(),
                        Shapes.format(input.gridShape()),
                        output.rows(),
                        Shapes.format(output.gridShape()),
                        pairCount());
    }
}
