package tdsl.tensor.cpu;

import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static tdsl.tensor.ElementAccess.integerAt;
import static tdsl.tensor.ElementAccess.putInteger;
import static tdsl.tensor.ElementAccess.putReal;
import static tdsl.tensor.ElementAccess.realAt;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import tdsl.tensor.DType;
import tdsl.tensor.ElementAccess;
import tdsl.tensor.Layout;
import tdsl.tensor.Shapes;
import tdsl.tensor.Tensor;
import tdsl.tensor.cpu.indexing.Positions;
import tdsl.tensor.cpu.rows.RowCopies;
import tdsl.tensor.cpu.rows.RowSums;
import tdsl.tensor.cpu.rows.Selection;
import tdsl.tensor.dispatch.Args;
import tdsl.tensor.dispatch.Kernel;
import tdsl.tensor.error.ShapeException;
import tdsl.tensor.ops.operand.DistinctElements;
import tdsl.tensor.ops.operand.IndexOperands;

/// Reading and writing elements at positions given by tensors.
final class IndexKernels {
    private IndexKernels() {}

    static void register(Map<String, Kernel> kernels) {
        kernels.put("index_get", IndexKernels::indexGet);
        kernels.put("index_mask", IndexKernels::indexMask);
        kernels.put("index_put_", IndexKernels::indexPut);
        kernels.put("index_select", IndexKernels::indexSelect);
        kernels.put("index_add_", IndexKernels::indexAdd);
        kernels.put("argwhere", IndexKernels::nonzero);
    }

    private static Tensor indexPut(Args args) {
        Tensor target = args.tensor(0);
        DistinctElements.require("index_put_", target);
        ElementAccess.requireAdmitted(args.tensor(2), target.dtype());
        Tensor values = DistinctElements.apart(args.tensor(2).to(target.dtype()), target);
        if (args.flag(3) && isAlongFirstAxis(target, args.tensors(1), values)) {
            addSlices(target, 0, positions("index_put_", args.tensors(1).getFirst(), 0, target.size(0)), values);
        } else {
            IndexPlan.of("index_put_", target, args.tensors(1)).write(values, args.flag(3));
        }
        target.storage().bumpVersion();
        return target;
    }

    /// Whether one vector chooses slices of the first axis, with one slice of values for each: the gradient of a
    /// selection of rows.
    private static boolean isAlongFirstAxis(Tensor target, List<Tensor> indices, Tensor values) {
        if (IndexOperands.onlyAxis(indices) != 0 || indices.getFirst().rank() != 1) {
            return false;
        }
        long[] shape = target.shape();
        shape[0] = indices.getFirst().elementCount();
        return values.layout().hasShape(shape);
    }

    private static Tensor indexSelect(Args args) {
        Tensor input = args.tensor(0);
        int axis = Shapes.axis("index_select", args.integer(1), input.rank());
        Tensor index = IndexOperands.vector("index_select", args.tensor(2));
        return select("index_select", input, axis, index, new long[] {index.elementCount()});
    }

    /// What `index` chooses along `axis`, which the axes `indexShape` replace.
    private static Tensor select(String op, Tensor input, int axis, Tensor index, long[] indexShape) {
        long[] positions = positions(op, index, axis, input.size(axis));
        long[] shape = new long[input.rank() - 1 + indexShape.length];
        System.arraycopy(input.shape(), 0, shape, 0, axis);
        System.arraycopy(indexShape, 0, shape, axis, indexShape.length);
        System.arraycopy(input.shape(), axis + 1, shape, axis + indexShape.length, input.rank() - axis - 1);
        Tensor out = Tensor.empty(input.dtype(), shape);
        long groups = Shapes.elementCount(Arrays.copyOf(shape, axis));
        Tensor source = CopyKernels.contiguous(input);
        RowCopies.gather(source, out, groups, input.size(axis), positions, blockSize(input, axis));
        return out;
    }

    private static Tensor indexGet(Args args) {
        Tensor input = args.tensor(0);
        int axis = IndexOperands.onlyAxis(args.tensors(1));
        if (axis < 0 || axis >= input.rank()) {
            return IndexPlan.of("index", input, args.tensors(1)).read();
        }
        Tensor index = args.tensors(1).get(axis);
        return select("index", input, axis, index, index.shape());
    }

    private static Tensor indexMask(Args args) {
        Tensor input = args.tensor(0);
        Tensor mask = args.tensor(1);
        IndexOperands.requireMask(input, mask);
        Selection selection = new Selection(CopyKernels.contiguous(mask));
        long[] rest = Arrays.copyOfRange(input.shape(), mask.rank(), input.rank());
        long[] shape = new long[rest.length + 1];
        shape[0] = selection.count();
        System.arraycopy(rest, 0, shape, 1, rest.length);
        Tensor out = Tensor.empty(input.dtype(), shape);
        selection.copyRows(CopyKernels.contiguous(input), out, Shapes.elementCount(rest));
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
        Tensor index = IndexOperands.vector("index_add", args.tensor(2));
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
        addSlices(target, axis, positions("index_add", index, axis, target.size(axis)), source);
        target.storage().bumpVersion();
        return target;
    }

    /// In the order of the positions, so that sums do not depend on the number of threads.
    private static void addSlices(Tensor target, int axis, long[] positions, Tensor source) {
        if (target.isContiguous()) {
            long groups = Shapes.elementCount(Arrays.copyOf(target.shape(), axis));
            long row = blockSize(target, axis);
            RowSums.add(target, CopyKernels.contiguous(source), groups, target.size(axis), positions, row);
            return;
        }
        DType type = target.dtype();
        for (int i = 0; i < positions.length; i++) {
            Layout to = target.layout().select(axis, positions[i]);
            Layout from = source.layout().select(axis, i);
            new StridedLoop(to, from)
                    .forEach(1, (at, strides, count) -> addRun(target, source, type, at, strides, count));
        }
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
        Selection selection = new Selection(CopyKernels.contiguous(flags));
        Tensor out = Tensor.empty(DType.INT64, selection.count(), flags.rank());
        selection.writeIndices(flags.shape(), out);
        return out;
    }
}
