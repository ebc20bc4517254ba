package tdsl.tensor.sparse;

import java.util.Arrays;
import java.util.stream.Collectors;
import tdsl.tensor.Shapes;
import tdsl.tensor.Tensor;
import tdsl.tensor.error.TypeException;

/// Which input rows each offset of a kernel connects with which output rows: all that a sparse convolution or
/// pooling needs to know about coordinates. A map is made once and serves every layer with the same kernel on the
/// same coordinates, forward and backward.
///
/// Each device keeps the connections in the form that its kernels read best.
public abstract class KernelMap {
    private final long[] kernelSize;
    private final Coordinates input;
    private final Coordinates output;

    /// @param kernelSize per spatial axis
    protected KernelMap(long[] kernelSize, Coordinates input, Coordinates output) {
        this.kernelSize = kernelSize.clone();
        this.input = input;
        this.output = output;
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

    public final long[] kernelSize() {
        return kernelSize.clone();
    }

    public final Coordinates input() {
        return input;
    }

    public final Coordinates output() {
        return output;
    }

    /// The number of kernel offsets, which are numbered in row-major order.
    public final int volume() {
        return (int) Shapes.elementCount(kernelSize);
    }

    /// The number of connections of all offsets.
    public abstract long pairCount();

    /// The map that leads from the outputs back to the inputs, offset by offset: that of the gradient with
    /// respect to the features, and of an inverse convolution.
    public abstract KernelMap inverse();

    /// How many inputs each output row has, i64 `[output rows]`.
    public abstract Tensor inputCounts();

    /// Is there an output row that no input leads to?
    public abstract boolean hasUnreachedOutputs();

    @Override
    public final String toString() {
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
