package tdsl.tensor;

import java.util.Arrays;
import java.util.BitSet;
import tdsl.tensor.error.ShapeException;
import tdsl.tensor.error.ValueException;

/// Where the elements of a tensor lie in its storage: a pure value, counted in elements.
/// The element at index `i` is at `offset + Σ i[axis] · stride(axis)`; strides may be 0 or negative.
public final class Layout {
    private final long[] shape;
    private final long[] strides;
    private final long offset;
    private final long elementCount;
    private final boolean contiguous;

    private Layout(long[] shape, long[] strides, long offset) {
        this.shape = shape;
        this.strides = strides;
        this.offset = offset;
        this.elementCount = Shapes.elementCount(shape);
        this.contiguous = elementCount == 0 || isRowMajor(shape, strides);
    }

    /// Row-major, from the start of the storage.
    public static Layout contiguous(long... shape) {
        return new Layout(shape.clone(), rowMajorStrides(shape), 0);
    }

    /// Any layout; the caller vouches that it stays inside its storage.
    public static Layout strided(long[] shape, long[] strides, long offset) {
        return new Layout(shape.clone(), strides.clone(), offset);
    }

    private static long[] rowMajorStrides(long[] shape) {
        long[] strides = new long[shape.length];
        long stride = 1;
        for (int axis = shape.length - 1; axis >= 0; axis--) {
            strides[axis] = stride;
            stride *= Math.max(shape[axis], 1);
        }
        return strides;
    }

    private static boolean isRowMajor(long[] shape, long[] strides) {
        long expected = 1;
        for (int axis = shape.length - 1; axis >= 0; axis--) {
            if (shape[axis] != 1) {
                if (strides[axis] != expected) {
                    return false;
                }
                expected *= shape[axis];
            }
        }
        return true;
    }

    public int rank() {
        return shape.length;
    }

    public long[] shape() {
        return shape.clone();
    }

    public long[] strides() {
        return strides.clone();
    }

    public long size(int axis) {
        return shape[axis];
    }

    public long stride(int axis) {
        return strides[axis];
    }

    /// First element, counted in elements from the start of the storage.
    public long offset() {
        return offset;
    }

    public long elementCount() {
        return elementCount;
    }

    /// True when the elements lie in row-major order without gaps (from any offset).
    public boolean isContiguous() {
        return contiguous;
    }

    public boolean hasShape(long[] other) {
        return Arrays.equals(shape, other);
    }

    public boolean hasShapeOf(Layout other) {
        return this == other || Arrays.equals(shape, other.shape);
    }

    /// True when some element is reached by two indices, as after {@link #expand}.
    public boolean overlapsItself() {
        return elementCount > 1 && !contiguous && !isNested() && repeatsAPosition();
    }

    /// Whether each axis steps over all that the axes with smaller strides reach, as in every layout made
    /// by slicing and permuting. Then no two indices meet.
    private boolean isNested() {
        Integer[] axes = new Integer[rank()];
        Arrays.setAll(axes, axis -> axis);
        Arrays.sort(axes, (a, b) -> Long.compare(Math.abs(strides[a]), Math.abs(strides[b])));
        long reach = 0;
        for (int axis : axes) {
            if (shape[axis] == 1) {
                continue;
            }
            if (Math.abs(strides[axis]) <= reach) {
                return false;
            }
            reach += Math.abs(strides[axis]) * (shape[axis] - 1);
        }
        return true;
    }

    /// By looking at every element; a layout too large for that counts as overlapping.
    private boolean repeatsAPosition() {
        long lowest = lowest();
        if (elementCount > highest() - lowest + 1 || highest() - lowest >= Integer.MAX_VALUE) {
            return true;
        }
        BitSet seen = new BitSet((int) (highest() - lowest + 1));
        for (long i = 0; i < elementCount; i++) {
            int position = (int) (position(i) - lowest);
            if (seen.get(position)) {
                return true;
            }
            seen.set(position);
        }
        return false;
    }

    /// The smallest element position in use.
    public long lowest() {
        long lowest = offset;
        for (int axis = 0; axis < rank(); axis++) {
            lowest += Math.min(0, strides[axis] * (shape[axis] - 1));
        }
        return lowest;
    }

    /// The largest element position in use.
    public long highest() {
        long highest = offset;
        for (int axis = 0; axis < rank(); axis++) {
            highest += Math.max(0, strides[axis] * (shape[axis] - 1));
        }
        return highest;
    }

    public Layout permute(int... order) {
        long[] newShape = new long[order.length];
        long[] newStrides = new long[order.length];
        for (int axis = 0; axis < order.length; axis++) {
            newShape[axis] = shape[order[axis]];
            newStrides[axis] = strides[order[axis]];
        }
        return new Layout(newShape, newStrides, offset);
    }

    public Layout transpose(int a, int b) {
        int[] order = new int[rank()];
        Arrays.setAll(order, axis -> axis == a ? b : axis == b ? a : axis);
        return permute(order);
    }

    /// `count` elements along `axis`, from `start` in steps of `step` (which may be negative).
    public Layout slice(int axis, long start, long count, long step) {
        long[] newShape = shape.clone();
        long[] newStrides = strides.clone();
        newShape[axis] = count;
        newStrides[axis] = strides[axis] * step;
        return new Layout(newShape, newStrides, count == 0 ? offset : offset + start * strides[axis]);
    }

    /// The sub-layout at one index of `axis`, which disappears.
    public Layout select(int axis, long index) {
        return new Layout(without(shape, axis), without(strides, axis), offset + index * strides[axis]);
    }

    /// Diagonal `number` of the matrices in axes `first` and `second`, which is the last axis of the
    /// result.
    ///
    /// @param number positive for diagonals above the main one
    public Layout diagonal(long number, int first, int second) {
        long rowsAbove = Math.max(0, -number);
        long columnsBefore = Math.max(0, number);
        long count = Math.max(0, Math.min(shape[first] - rowsAbove, shape[second] - columnsBefore));
        long start = count == 0 ? 0 : rowsAbove * strides[first] + columnsBefore * strides[second];
        int later = Math.max(first, second);
        int earlier = Math.min(first, second);
        long[] newShape = with(without(without(shape, later), earlier), rank() - 2, count);
        long[] newStrides =
                with(without(without(strides, later), earlier), rank() - 2, strides[first] + strides[second]);
        return new Layout(newShape, newStrides, offset + start);
    }

    /// A new axis of size 1 before `axis`.
    public Layout unsqueeze(int axis) {
        return new Layout(with(shape, axis, 1), with(strides, axis, 1), offset);
    }

    /// Removes `axis`, whose size is 1.
    public Layout squeeze(int axis) {
        return new Layout(without(shape, axis), without(strides, axis), offset);
    }

    /// The same elements repeated to `target` without copying: stride 0 on every axis that grows from 1.
    ///
    /// @throws ShapeException if an axis of another size than 1 differs
    public Layout expand(String op, long[] target) {
        if (hasShape(target)) {
            return this;
        }
        int added = target.length - rank();
        if (added < 0) {
            throw new ShapeException(
                    "%s: shape %s has more axes than the target %s", op, Shapes.format(shape), Shapes.format(target));
        }
        long[] newStrides = new long[target.length];
        for (int axis = added; axis < target.length; axis++) {
            long size = shape[axis - added];
            if (size == target[axis]) {
                newStrides[axis] = strides[axis - added];
            } else if (size != 1) {
                throw new ShapeException(
                        "%s: shape %s does not broadcast to %s: size %d at axis %d must be 1 or %d",
                        op, Shapes.format(shape), Shapes.format(target), size, axis - added, target[axis]);
            }
        }
        return new Layout(target.clone(), newStrides, offset);
    }

    /// The same elements in row-major order under another shape, as a view.
    ///
    /// @return null if only a copy can have that shape
    public Layout reshape(long[] target) {
        if (contiguous) {
            return new Layout(target.clone(), rowMajorStrides(target), offset);
        }
        long[] newStrides = new long[target.length];
        int next = target.length - 1;
        int axis = rank() - 1;
        while (axis >= 0) {
            // One run of source axes that lie behind each other in memory, matched with as many target axes.
            long runStride = strides[axis];
            long runSize = shape[axis];
            while (axis > 0 && (shape[axis - 1] == 1 || strides[axis - 1] == runStride * runSize)) {
                runSize *= shape[--axis];
            }
            long covered = 1;
            while (next >= 0 && (covered < runSize || target[next] == 1)) {
                newStrides[next] = runStride * covered;
                covered *= target[next--];
            }
            if (covered != runSize) {
                return null;
            }
            axis--;
        }
        while (next >= 0 && target[next] == 1) {
            newStrides[next--] = 1;
        }
        return next < 0 ? new Layout(target.clone(), newStrides, offset) : null;
    }

    /// A target shape with its one −1 replaced by what is left over.
    ///
    /// @throws ShapeException if the element counts differ
    public long[] resolveShape(String op, long[] target) {
        long[] resolved = target.clone();
        int unknown = -1;
        long known = 1;
        for (int axis = 0; axis < target.length; axis++) {
            if (target[axis] == -1) {
                if (unknown >= 0) {
                    throw new ValueException("%s: only one size of %s can be -1", op, Shapes.format(target));
                }
                unknown = axis;
            } else if (target[axis] < 0) {
                throw new ValueException("%s: negative size %d in %s", op, target[axis], Shapes.format(target));
            } else {
                known *= target[axis];
            }
        }
        if (unknown >= 0 && known != 0 && elementCount % known == 0) {
            resolved[unknown] = elementCount / known;
            known *= resolved[unknown];
        }
        if (known != elementCount || (unknown >= 0 && resolved[unknown] < 0)) {
            throw new ShapeException(
                    "%s: %s has %d elements, which do not fill shape %s",
                    op, Shapes.format(shape), elementCount, Shapes.format(target));
        }
        return resolved;
    }

    /// The position in the storage of the element with this row-major number.
    public long position(long index) {
        long position = offset;
        for (int axis = rank() - 1; axis >= 0; axis--) {
            position += (index % shape[axis]) * strides[axis];
            index /= shape[axis];
        }
        return position;
    }

    private static long[] without(long[] values, int axis) {
        long[] result = new long[values.length - 1];
        System.arraycopy(values, 0, result, 0, axis);
        System.arraycopy(values, axis + 1, result, axis, result.length - axis);
        return result;
    }

    private static long[] with(long[] values, int axis, long value) {
        long[] result = new long[values.length + 1];
        System.arraycopy(values, 0, result, 0, axis);
        result[axis] = value;
        System.arraycopy(values, axis, result, axis + 1, values.length - axis);
        return result;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Layout layout
                && offset == layout.offset
                && Arrays.equals(shape, layout.shape)
                && Arrays.equals(strides, layout.strides);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(shape) * 31 + Arrays.hashCode(strides) + Long.hashCode(offset);
    }

    @Override
    public String toString() {
        return "shape " + Shapes.format(shape) + " strides " + Shapes.format(strides) + " offset " + offset;
    }
}
