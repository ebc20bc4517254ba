package tdsl.tensor.ops.linalg.product;

import java.util.Arrays;
import java.util.BitSet;
import java.util.function.IntPredicate;
import tdsl.tensor.Tensor;

/// A tensor with a label on every axis; labels differ.
record LabelledTensor(Tensor tensor, int[] labels) {
    /// The diagonal of axes that share a label.
    static LabelledTensor of(Tensor tensor, int[] labels) {
        for (int first = 0; first < labels.length; first++) {
            for (int second = first + 1; second < labels.length; second++) {
                if (labels[first] == labels[second]) {
                    int[] rest = new int[labels.length - 1];
                    int next = 0;
                    for (int axis = 0; axis < labels.length; axis++) {
                        if (axis != first && axis != second) {
                            rest[next++] = labels[axis];
                        }
                    }
                    rest[next] = labels[first];
                    return of(tensor.diagonal(0, first, second), rest);
                }
            }
        }
        return new LabelledTensor(tensor, labels);
    }

    BitSet labelSet() {
        BitSet set = new BitSet();
        Arrays.stream(labels).forEach(set::set);
        return set;
    }

    /// Summed over the axes whose labels are not wanted.
    LabelledTensor summed(IntPredicate wanted) {
        long[] axes = axes(label -> !wanted.test(label));
        if (axes.length == 0) {
            return this;
        }
        // The sum of small integers has their dtype too.
        Tensor sum = tensor.sum(axes, false, tensor.dtype());
        return new LabelledTensor(sum, labelsWith(wanted));
    }

    private long[] axes(IntPredicate chosen) {
        long[] axes = new long[labels.length];
        int count = 0;
        for (int axis = 0; axis < labels.length; axis++) {
            if (chosen.test(labels[axis])) {
                axes[count++] = axis;
            }
        }
        return Arrays.copyOf(axes, count);
    }

    private int[] labelsWith(IntPredicate chosen) {
        return Arrays.stream(labels).filter(chosen).toArray();
    }

    /// With axes in the order of `order`, which has the same labels.
    Tensor inOrder(int... order) {
        long[] axes = new long[order.length];
        for (int i = 0; i < order.length; i++) {
            for (int axis = 0; axis < labels.length; axis++) {
                if (labels[axis] == order[i]) {
                    axes[i] = axis;
                }
            }
        }
        return Arrays.equals(order, labels) ? tensor : tensor.permute(axes);
    }

    private long size(int label) {
        for (int axis = 0; axis < labels.length; axis++) {
            if (labels[axis] == label) {
                return tensor.size(axis);
            }
        }
        throw new IllegalArgumentException("no axis has label " + label);
    }

    private long[] sizes(int[] chosen) {
        return Arrays.stream(chosen).mapToLong(this::size).toArray();
    }

    /// The product of two tensors, summed over the labels that are not wanted: by one product of batches of
    /// matrices, or elementwise where nothing is summed.
    static LabelledTensor multiply(LabelledTensor left, LabelledTensor right, IntPredicate wanted) {
        BitSet inLeft = left.labelSet();
        BitSet inRight = right.labelSet();
        LabelledTensor first = left.summed(label -> inRight.get(label) || wanted.test(label));
        LabelledTensor second = right.summed(label -> inLeft.get(label) || wanted.test(label));
        int[] batch = first.labelsWith(label -> inRight.get(label) && wanted.test(label));
        int[] summed = first.labelsWith(label -> inRight.get(label) && !wanted.test(label));
        int[] rows = first.labelsWith(label -> !inRight.get(label));
        int[] columns = second.labelsWith(label -> !inLeft.get(label));
        int[] labels = joined(batch, rows, columns);
        if (summed.length == 0) {
            Tensor aligned = appended(first.inOrder(joined(batch, rows)), -1, columns.length);
            Tensor other = appended(second.inOrder(joined(batch, columns)), batch.length, rows.length);
            return new LabelledTensor(aligned.mul(other), labels);
        }
        Tensor leftMatrices = first.inOrder(joined(batch, rows, summed));
        Tensor rightMatrices = second.inOrder(joined(batch, summed, columns));
        long[] batchSizes = first.sizes(batch);
        long rowCount = product(first.sizes(rows));
        long inner = product(first.sizes(summed));
        long columnCount = product(second.sizes(columns));
        Tensor product = batch.length == 0
                ? leftMatrices.reshape(rowCount, inner).mm(rightMatrices.reshape(inner, columnCount))
                : leftMatrices
                        .reshape(joined(batchSizes, rowCount, inner))
                        .bmm(rightMatrices.reshape(joined(batchSizes, inner, columnCount)));
        long[] shape = joined(joined(batchSizes, first.sizes(rows)), second.sizes(columns));
        return new LabelledTensor(product.reshape(shape), labels);
    }

    private static Tensor appended(Tensor tensor, int axis, int count) {
        Tensor result = tensor;
        for (int i = 0; i < count; i++) {
            result = result.unsqueeze(axis);
        }
        return result;
    }

    private static long product(long[] sizes) {
        return Arrays.stream(sizes).reduce(1, (a, b) -> a * b);
    }

    private static int[] joined(int[]... parts) {
        return Arrays.stream(parts).flatMapToInt(Arrays::stream).toArray();
    }

    private static long[] joined(long[] first, long... second) {
        long[] all = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, all, first.length, second.length);
        return all;
    }
}
