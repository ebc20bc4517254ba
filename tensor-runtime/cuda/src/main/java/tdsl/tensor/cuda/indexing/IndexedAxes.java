package tdsl.tensor.cuda.indexing;

import java.util.ArrayList;
import java.util.List;
import tdsl.tensor.Layout;
import tdsl.tensor.Shapes;
import tdsl.tensor.Tensor;
import tdsl.tensor.error.IndexException;

/// A tensor's axes divided into those that an index by tensors chooses on and those taken whole.
///
/// @param axes       that are chosen on
/// @param wholeAxes  the others
/// @param indexShape the common shape of the index tensors
/// @param part       shape and strides of what one choice takes, with offset 0
record IndexedAxes(
        String op,
        Tensor indexed,
        List<Tensor> given,
        List<Integer> axes,
        List<Integer> wholeAxes,
        long[] indexShape,
        Layout part) {

    /// @param given one per axis, null for axes taken whole; axes beyond the list are taken whole
    static IndexedAxes of(String op, Tensor indexed, List<Tensor> given) {
        if (given.size() > indexed.rank()) {
            throw new IndexException("%s: %d indices for %s", op, given.size(), indexed.describe());
        }
        long[] common = {};
        List<Integer> axes = new ArrayList<>();
        List<Integer> wholeAxes = new ArrayList<>();
        for (int axis = 0; axis < indexed.rank(); axis++) {
            Tensor index = axis < given.size() ? given.get(axis) : null;
            (index == null ? wholeAxes : axes).add(axis);
            common = index == null ? common : Shapes.broadcast(op, common, index.shape());
        }
        long[] shape = wholeAxes.stream().mapToLong(indexed::size).toArray();
        long[] strides = wholeAxes.stream().mapToLong(indexed.layout()::stride).toArray();
        return new IndexedAxes(op, indexed, given, axes, wholeAxes, common, Layout.strided(shape, strides, 0));
    }

    /// The index for an axis, in the common shape.
    Indices indices(int axis) {
        return Indices.of(op, given.get(axis).expand(indexShape), indexed.size(axis));
    }

    /// Whether the chosen axes are neighbours, which are replaced where they are; otherwise the index's axes come
    /// first.
    boolean areAdjacent() {
        return !axes.isEmpty() && axes.getLast() - axes.getFirst() == axes.size() - 1;
    }

    /// How many whole axes the result has before those of the index.
    int before() {
        return areAdjacent() ? axes.getFirst() : 0;
    }

    long[] resultShape() {
        long[] shape = new long[indexShape.length + part.rank()];
        for (int axis = 0; axis < part.rank(); axis++) {
            shape[axis < before() ? axis : axis + indexShape.length] = part.size(axis);
        }
        System.arraycopy(indexShape, 0, shape, before(), indexShape.length);
        return shape;
    }
}
