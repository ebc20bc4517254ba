package tdsl.tensor.cuda.reduce;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import tdsl.tensor.DType;
import tdsl.tensor.Layout;
import tdsl.tensor.Tensor;
import tdsl.tensor.cuda.launch.Dimensions;
import tdsl.tensor.cuda.launch.Grids;
import tdsl.tensor.cuda.launch.KernelFile;
import tdsl.tensor.cuda.launch.Launch;
import tdsl.tensor.cuda.launch.StridedAxes;
import tdsl.tensor.ops.operand.ReducedAxes;

/// How one reduction is divided among threads, by shape and strides alone. Where the elements of a result lie side by
/// side, threads go along them (`rows`); where results do, across those (`columns`).
final class Reduction {
    /// Blocks that keep any GPU busy.
    private static final long WANTED_BLOCKS = 512;
    /// Fewer adjacent results than this are computed one by one.
    private static final int FEWEST_COLUMNS = 8;
    /// Results that are computed side by side, and threads that share the elements of each.
    private static final int COLUMNS = 32;

    private static final int COLUMN_THREADS = 8;
    private static final int VECTOR_BYTES = 16;
    private static final int MOST_ROW_THREADS = 512;
    /// Vectors that a thread loads before a second part would pay.
    private static final int VECTORS_PER_PART = 8;

    private final Tensor input;
    private final Tensor out;
    private final long results;
    private final long count;
    private final StridedAxes kept;
    private final StridedAxes reduced;
    private final boolean inColumns;

    /// @param isOrdered whether the numbers of elements within their result count, in the order of the axes
    private Reduction(Tensor input, ReducedAxes axes, Tensor out, boolean isOrdered) {
        Layout layout = input.layout();
        int[] keptAxes = axes(axes.reduced(), false);
        int[] reducedAxes = axes(axes.reduced(), true);
        this.out = out;
        this.results = out.elementCount();
        this.count = Arrays.stream(reducedAxes).mapToLong(layout::size).reduce(1, (a, b) -> a * b);
        this.input = isOrdered ? input : ascending(input, reducedAxes);
        long[] keptShape = Arrays.stream(keptAxes).mapToLong(layout::size).toArray();
        long[] keptStrides = Arrays.stream(keptAxes).mapToLong(layout::stride).toArray();
        StridedAxes staying = StridedAxes.of(
                keptShape, keptStrides, Layout.contiguous(keptShape).strides());
        Layout from = this.input.layout();
        int[] order = isOrdered ? reducedAxes : inMemoryOrder(from, reducedAxes);
        this.reduced = StridedAxes.of(
                Arrays.stream(order).mapToLong(from::size).toArray(),
                Arrays.stream(order).mapToLong(from::stride).toArray(),
                new long[order.length]);
        int column = columnAxis(staying);
        this.inColumns = column >= 0;
        this.kept = inColumns ? staying.withLast(column) : staying;
    }

    private static int[] axes(boolean[] reduced, boolean wanted) {
        return IntStream.range(0, reduced.length)
                .filter(axis -> reduced[axis] == wanted)
                .toArray();
    }

    /// The same elements with positive strides along the given axes.
    private static Tensor ascending(Tensor input, int[] axes) {
        Layout layout = input.layout();
        long[] strides = layout.strides();
        long offset = layout.offset();
        for (int axis : axes) {
            if (strides[axis] < 0 && layout.size(axis) > 0) {
                offset += (layout.size(axis) - 1) * strides[axis];
                strides[axis] = -strides[axis];
            }
        }
        return offset == layout.offset() ? input : input.viewAs(Layout.strided(layout.shape(), strides, offset));
    }

    private static int[] inMemoryOrder(Layout layout, int[] axes) {
        return Arrays.stream(axes)
                .boxed()
                .sorted(Comparator.comparingLong(axis -> -layout.stride(axis)))
                .mapToInt(axis -> axis)
                .toArray();
    }

    /// The axis along which results are adjacent in memory; −1 where the elements of one result are, or no axis is.
    private int columnAxis(StridedAxes staying) {
        if (innerStride() == 1) {
            return -1;
        }
        for (int axis = 0; axis < staying.rank(); axis++) {
            if (staying.stride(axis) == 1 && staying.size(axis) >= FEWEST_COLUMNS) {
                return axis;
            }
        }
        return -1;
    }

    private long innerStride() {
        return reduced.rank() == 0 ? 1 : reduced.stride(reduced.rank() - 1);
    }

    /// Runs the kernels `OP_rows` or `OP_columns` of a file.
    ///
    /// @param stateBytes what a kernel keeps of some elements
    static Tensor run(KernelFile file, String op, ReducedAxes axes, DType dtype, int stateBytes, boolean isOrdered) {
        Tensor input = axes.input();
        Tensor out = Tensor.empty(input.device(), dtype, axes.resultShape());
        if (out.elementCount() > 0) {
            new Reduction(input, axes, out, isOrdered).run(file, op, stateBytes);
        }
        return out;
    }

    private void run(KernelFile file, String op, int stateBytes) {
        if (inColumns) {
            runColumns(file, op, stateBytes);
        } else {
            runRows(file, op, stateBytes);
        }
    }

    private void runColumns(KernelFile file, String op, int stateBytes) {
        long width = kept.size(kept.rank() - 1);
        long tiles = results / width * Math.ceilDiv(width, COLUMNS);
        long wanted = Math.min(
                Math.ceilDiv(4 * WANTED_BLOCKS, tiles), Math.ceilDiv(count, COLUMN_THREADS * VECTORS_PER_PART));
        long partSize = Math.max(1, Math.ceilDiv(count, Math.max(1, wanted)));
        long parts = Math.max(1, Math.ceilDiv(count, partSize));
        launch(file, op + "_columns", parts, partSize, tiles * COLUMNS * stateBytes)
                .launch(
                        new Dimensions((int) Grids.blocks(tiles * parts, 1), 1),
                        new Dimensions(COLUMNS, COLUMN_THREADS));
    }

    private void runRows(KernelFile file, String op, int stateBytes) {
        long vector = innerStride() == 1 ? VECTOR_BYTES / input.dtype().byteSize() : 1;
        int most = results < 8 * WANTED_BLOCKS ? MOST_ROW_THREADS : Grids.THREADS;
        int threads = (int) Math.min(most, Grids.powerOf2(Math.ceilDiv(count, vector == 1 ? 1 : 4 * vector)));
        int resultsPerBlock = threads > 32 ? 1 : Grids.THREADS / threads;
        long wanted = threads < Grids.THREADS
                ? 1
                : Math.min(Math.ceilDiv(WANTED_BLOCKS, results), count / (threads * vector * VECTORS_PER_PART));
        long partSize = Math.max(1, Math.ceilDiv(count, Math.max(1, wanted)));
        if (wanted > 1) {
            partSize = Math.ceilDiv(partSize, VECTOR_BYTES) * VECTOR_BYTES;
        }
        long parts = Math.max(1, Math.ceilDiv(count, partSize));
        launch(file, op + "_rows", parts, partSize, results * stateBytes)
                .launch(
                        new Dimensions((int) Grids.blocks(results * parts, resultsPerBlock), 1),
                        new Dimensions(threads, resultsPerBlock));
    }

    private Launch launch(KernelFile file, String entry, long parts, long partSize, long bytesPerPart) {
        Tensor workspace = parts == 1 ? null : Tensor.empty(input.device(), DType.UINT8, parts * bytesPerPart);
        Launch launch = file.kernel(entry, Grids.kernelType(input.dtype()))
                .on(input.device())
                .tensor(input)
                .int64(results)
                .int64(count)
                .int64(parts)
                .int64(partSize)
                .int64(out.dtype().ordinal());
        reduced.putInto(kept.putInto(launch));
        return launch.tensor(out).tensor(workspace);
    }
}
