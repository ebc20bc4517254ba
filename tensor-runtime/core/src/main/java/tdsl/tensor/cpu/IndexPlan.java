package tdsl.tensor.cpu;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import tdsl.tensor.DType;
import tdsl.tensor.Layout;
import tdsl.tensor.Shapes;
import tdsl.tensor.Tensor;
import tdsl.tensor.error.IndexException;

/// An index by integer tensors, worked out: one start in the indexed tensor for every element of the tensors' common
/// shape, and the layout of what lies at each start.
final class IndexPlan {
    private final String op;
    private final Tensor indexed;
    /// Where each part begins, relative to the tensor's first element.
    private final long[] starts;
    /// Shape and strides of one part, with offset 0.
    private final Layout part;
    /// The result's axes: those of the index, between `before` and the other axes of the part.
    private final long[] indexShape;
    private final int before;

    private IndexPlan(String op, Tensor indexed, long[] starts, Layout part, long[] indexShape, int before) {
        this.op = op;
        this.indexed = indexed;
        this.starts = starts;
        this.part = part;
        this.indexShape = indexShape;
        this.before = before;
    }

    /// @param indices one per axis, null for axes taken whole; axes beyond the list are taken whole
    static IndexPlan of(String op, Tensor indexed, List<Tensor> indices) {
        if (indices.size() > indexed.rank()) {
            throw new IndexException("%s: %d indices for %s", op, indices.size(), indexed.describe());
        }
        long[] common = {};
        List<Integer> indexedAxes = new ArrayList<>();
        List<Integer> wholeAxes = new ArrayList<>();
        for (int axis = 0; axis < indexed.rank(); axis++) {
            Tensor index = axis < indices.size() ? indices.get(axis) : null;
            (index == null ? wholeAxes : indexedAxes).add(axis);
            common = index == null ? common : Shapes.broadcast(op, common, index.shape());
        }
        long[] starts = new long[Math.toIntExact(Shapes.elementCount(common))];
        for (int axis : indexedAxes) {
            Tensor spread = indices.get(axis).expand(common);
            long[] positions = IndexKernels.positions(op, spread, axis, indexed.size(axis));
            for (int i = 0; i < starts.length; i++) {
                starts[i] += positions[i] * indexed.layout().stride(axis);
            }
        }
        return new IndexPlan(op, indexed, starts, part(indexed, wholeAxes), common, axesBefore(indexedAxes));
    }

    private static Layout part(Tensor indexed, List<Integer> axes) {
        long[] shape = axes.stream().mapToLong(indexed::size).toArray();
        long[] strides = axes.stream().mapToLong(indexed.layout()::stride).toArray();
        return Layout.strided(shape, strides, 0);
    }

    /// Adjacent indexed axes are replaced where they are; otherwise the index's axes come first.
    private static int axesBefore(List<Integer> indexedAxes) {
        boolean adjacent =
                !indexedAxes.isEmpty() && indexedAxes.getLast() - indexedAxes.getFirst() == indexedAxes.size() - 1;
        return adjacent ? indexedAxes.getFirst() : 0;
    }

    private long[] resultShape() {
        long[] shape = new long[indexShape.length + part.rank()];
        for (int axis = 0; axis < before; axis++) {
            shape[axis] = part.size(axis);
        }
        System.arraycopy(indexShape, 0, shape, before, indexShape.length);
        for (int axis = before; axis < part.rank(); axis++) {
            shape[axis + indexShape.length] = part.size(axis);
        }
        return shape;
    }

    /// The elements that the index chooses, copied.
    Tensor read() {
        Tensor out = Tensor.empty(indexed.dtype(), resultShape());
        DType type = indexed.dtype();
        forEachPart(
                out.layout(),
                (to, from) -> copyPart(
                        indexed.storage().segment(), from, out.storage().segment(), to, type));
        return out;
    }

    /// Writes to, or adds to, the elements that the index chooses, in the index's order.
    void write(Tensor values, boolean accumulate) {
        Layout layout = values.layout().expand(op, resultShape());
        DType type = indexed.dtype();
        MemorySegment from = values.storage().segment();
        MemorySegment to = indexed.storage().segment();
        forEachPart(layout, (source, target) -> {
            if (accumulate) {
                new StridedLoop(target, source).forEach(1, (positions, strides, count) -> {
                    for (long i = 0; i < count; i++) {
                        IndexKernels.add(to, type, positions[0] + i * strides[0], from, positions[1] + i * strides[1]);
                    }
                });
            } else {
                copyPart(from, source, to, target, type);
            }
        });
    }

    private interface PartVisitor {
        /// @param result part of the result (or the values), and of the indexed tensor, of equal shape
        void visit(Layout result, Layout indexedPart);
    }

    private void forEachPart(Layout result, PartVisitor visitor) {
        int indexRank = indexShape.length;
        long[] strides = result.strides();
        long[] partStrides = new long[part.rank()];
        for (int axis = 0; axis < part.rank(); axis++) {
            partStrides[axis] = strides[axis < before ? axis : axis + indexRank];
        }
        long[] indexStrides = Arrays.copyOfRange(strides, before, before + indexRank);
        Layout index = Layout.strided(indexShape, indexStrides, result.offset());
        for (int i = 0; i < starts.length; i++) {
            visitor.visit(
                    Layout.strided(part.shape(), partStrides, index.position(i)),
                    Layout.strided(
                            part.shape(), part.strides(), indexed.layout().offset() + starts[i]));
        }
    }

    private static void copyPart(MemorySegment from, Layout source, MemorySegment to, Layout target, DType type) {
        int bytes = type.byteSize();
        if (source.elementCount() == 1) {
            MemorySegment.copy(from, source.offset() * bytes, to, target.offset() * bytes, bytes);
            return;
        }
        new StridedLoop(target, source)
                .forEach(
                        2L * bytes,
                        (positions, strides, count) -> CopyKernels.move(from, to, bytes, positions, strides, count));
    }
}
