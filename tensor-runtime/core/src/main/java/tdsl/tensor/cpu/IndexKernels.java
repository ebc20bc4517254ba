package tdsl.tensor.cpu;

import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static tdsl.tensor.ElementAccess.integerAt;
import static tdsl.tensor.ElementAccess.putInteger;
import static tdsl.tensor.ElementAccess.putReal;
import static tdsl.tensor.ElementAccess.realAt;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Map;
import tdsl.tensor.DType;
import tdsl.tensor.ElementAccess;
import tdsl.tensor.Layout;
import tdsl.tensor.Shapes;
import tdsl.tensor.Tensor;
import tdsl.tensor.cpu.indexing.Positions;
import tdsl.tensor.dispatch.Args;
import tdsl.tensor.dispatch.Kernel;
import tdsl.tensor.error.IndexException;
import tdsl.tensor.error.ShapeException;

/// Reading and writing elements at positions given by tensors.
final class IndexKernels {
    private IndexKernels() {}

    static void register(Map<String, Kernel> kernels) {
        kernels.put(
                "index_get",
                args -> IndexPlan.of("index", args.tensor(0), args.tensors(1)).read());
        kernels.put("index_put_", IndexKernels::indexPut);
        kernels.put("index_select", IndexKernels::indexSelect);
        kernels.put("index_add_", IndexKernels::indexAdd);
        kernels.put("argwhere", IndexKernels::nonzero);
    }

    private static Tensor indexPut(Args args) {
        Tensor target = args.tensor(0);
        DistinctElements.require("index_put_", target);
        IndexPlan plan = IndexPlan.of("index_put_", target, args.tensors(1));
        ElementAccess.requireAdmitted(args.tensor(2), target.dtype());
        plan.write(DistinctElements.apart(args.tensor(2).to(target.dtype()), target), args.flag(3));
        target.storage().bumpVersion();
        return target;
    }

    private static Tensor indexSelect(Args args) {
        Tensor input = args.tensor(0);
        int axis = Shapes.axis("index_select", args.integer(1), input.rank());
        Tensor index = vector("index_select", args.tensor(2));
        long[] shape = input.shape();
        shape[axis] = index.elementCount();
        Tensor out = Tensor.empty(input.dtype(), shape);
        int bytes = input.dtype().byteSize();
        // Rows of a matrix are the usual case: blocks behind the axis are contiguous on both sides.
        Tensor source = CopyKernels.contiguous(input);
        long block = blockSize(input, axis);
        long outer = Shapes.elementCount(Arrays.copyOf(shape, axis));
        long size = input.size(axis);
        long count = index.elementCount();
        long[] positions = positions("index_select", index, axis, size);
        long first = source.layout().offset();
        MemorySegment from = source.storage().segment();
        MemorySegment to = out.storage().segment();
        Parallel.forRange(
                outer * count, Math.max(1, Parallel.GRAIN_BYTES / Math.max(1, block * bytes)), (begin, end) -> {
                    for (long i = begin; i < end; i++) {
                        long row = i / count * size + positions[(int) (i % count)];
                        MemorySegment.copy(from, (first + row * block) * bytes, to, i * block * bytes, block * bytes);
                    }
                });
        return out;
    }

    private static long blockSize(Tensor tensor, int axis) {
        long block = 1;
        for (int inner = axis + 1; inner < tensor.rank(); inner++) {
            block *= tensor.size(inner);
        }
        return block;
    }

    private static Tensor indexAdd(Args args) {
        Tensor target = args.tensor(0);
        int axis = Shapes.axis("index_add", args.integer(1), target.rank());
        Tensor index = vector("index_add", args.tensor(2));
        DistinctElements.require("index_add", target);
        Tensor scaled = Long.valueOf(1).equals(args.value(4))
                ? args.tensor(3)
                : args.tensor(3).mul(Tensor.weakScalar(args.value(4)));
        Tensor source = DistinctElements.apart(scaled.to(target.dtype()), target);
        long[] expected = target.shape();
        expected[axis] = index.elementCount();
        if (!source.layout().hasShape(expected)) {
            throw new ShapeException(
                    "index_add: the source must have shape %s, not %s",
                    Shapes.format(expected), Shapes.format(source.shape()));
        }
        long[] positions = positions("index_add", index, axis, target.size(axis));
        DType type = target.dtype();
        // In the order of the index, so that sums do not depend on the number of threads.
        for (int i = 0; i < positions.length; i++) {
            Layout to = target.layout().select(axis, positions[i]);
            Layout from = source.layout().select(axis, i);
            new StridedLoop(to, from)
                    .forEach(1, (at, strides, count) -> addRun(target, source, type, at, strides, count));
        }
        target.storage().bumpVersion();
        return target;
    }

    private static void addRun(Tensor target, Tensor source, DType type, long[] positions, long[] strides, long count) {
        MemorySegment to = target.storage().segment();
        MemorySegment from = source.storage().segment();
        for (long i = 0; i < count; i++) {
            add(to, type, positions[0] + i * strides[0], from, positions[1] + i * strides[1]);
        }
    }

    /// Adds one element to another of the same dtype.
    static void add(MemorySegment to, DType type, long target, MemorySegment from, long source) {
        if (type.isFloating()) {
            putReal(to, type, target, realAt(to, type, target) + realAt(from, type, source));
        } else {
            putInteger(to, type, target, integerAt(to, type, target) + integerAt(from, type, source));
        }
    }

    private static Tensor vector(String op, Tensor index) {
        if (index.rank() > 1) {
            throw new ShapeException("%s: the index must be a vector, not %s", op, index.describe());
        }
        return index;
    }

    /// The values of an index tensor in row-major order, counted from the front.
    ///
    /// @throws IndexException if one is out of range
    static long[] positions(String op, Tensor index, int axis, long size) {
        Tensor checked = Positions.checked(op, index, axis, size);
        long[] positions = new long[Math.toIntExact(checked.elementCount())];
        if (positions.length > 0) {
            long first = checked.layout().offset() * Long.BYTES;
            MemorySegment.copy(checked.storage().segment(), JAVA_LONG, first, positions, 0, positions.length);
        }
        return positions;
    }

    private static Tensor nonzero(Args args) {
        Tensor flags = args.tensor(0).dtype() == DType.BOOL
                ? args.tensor(0)
                : args.tensor(0).ne(0);
        Layout layout = flags.layout();
        MemorySegment in = flags.storage().segment();
        long count = 0;
        for (long i = 0; i < flags.elementCount(); i++) {
            count += integerAt(in, DType.BOOL, layout.position(i));
        }
        Tensor out = Tensor.empty(DType.INT64, count, flags.rank());
        MemorySegment to = out.storage().segment();
        long row = 0;
        for (long i = 0; i < flags.elementCount(); i++) {
            if (integerAt(in, DType.BOOL, layout.position(i)) != 0) {
                long rest = i;
                for (int axis = flags.rank() - 1; axis >= 0; axis--) {
                    putInteger(to, DType.INT64, row * flags.rank() + axis, rest % flags.size(axis));
                    rest /= flags.size(axis);
                }
                row++;
            }
        }
        return out;
    }
}
