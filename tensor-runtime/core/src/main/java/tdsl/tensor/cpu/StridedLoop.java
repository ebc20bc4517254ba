package tdsl.tensor.cpu;

import java.util.Arrays;
import java.util.function.LongUnaryOperator;
import tdsl.tensor.Layout;

/// Walks several operands of one shape together. Axes are put in order of the first operand's strides and merged
/// where all operands allow it, so that the inner loop is long and, where possible, contiguous.
public final class StridedLoop {
    /// A multiple of the length of every vector, in elements.
    private static final long PIECE = 1024;

    private final int operandCount;
    private long[] shape;
    /// Strides by operand and axis.
    private final long[][] strides;
    private final long[] offsets;
    private final long elementCount;

    /// One run along the innermost axis.
    @FunctionalInterface
    public interface Inner {
        /// @param positions first element of each operand, in elements from the start of its storage
        /// @param strides   steps of each operand, in elements
        void run(long[] positions, long[] strides, long count);
    }

    /// @param operands layouts of equal shape, the output first
    public StridedLoop(Layout... operands) {
        operandCount = operands.length;
        shape = operands[0].shape();
        strides = new long[operandCount][];
        offsets = new long[operandCount];
        for (int i = 0; i < operandCount; i++) {
            strides[i] = operands[i].strides();
            offsets[i] = operands[i].offset();
        }
        elementCount = operands[0].elementCount();
        if (elementCount > 0 && !allContiguous(operands)) {
            orderAxes();
        }
        mergeAxes();
    }

    private static boolean allContiguous(Layout[] operands) {
        for (Layout operand : operands) {
            if (!operand.isContiguous()) {
                return false;
            }
        }
        return true;
    }

    /// Largest strides of the output outermost; ties keep their order.
    private void orderAxes() {
        Integer[] order = new Integer[shape.length];
        Arrays.setAll(order, axis -> axis);
        Arrays.sort(order, (a, b) -> Long.compare(sortKey(b), sortKey(a)));
        shape = permuted(shape, order);
        for (int i = 0; i < operandCount; i++) {
            strides[i] = permuted(strides[i], order);
        }
    }

    private long sortKey(int axis) {
        return Math.abs(strides[0][axis]);
    }

    private static long[] permuted(long[] values, Integer[] order) {
        long[] result = new long[values.length];
        Arrays.setAll(result, axis -> values[order[axis]]);
        return result;
    }

    private void mergeAxes() {
        int kept = -1;
        for (int axis = 0; axis < shape.length; axis++) {
            if (shape[axis] == 1) {
                continue;
            }
            if (kept >= 0 && merges(kept, axis)) {
                shape[kept] *= shape[axis];
            } else {
                shape[++kept] = shape[axis];
            }
            for (int i = 0; i < operandCount; i++) {
                strides[i][kept] = strides[i][axis];
            }
        }
        if (kept < 0) {
            kept = 0;
            shape = new long[] {elementCount};
            for (int i = 0; i < operandCount; i++) {
                strides[i] = new long[] {elementCount <= 1 ? 1 : 0};
            }
        }
        shape = Arrays.copyOf(shape, kept + 1);
    }

    private boolean merges(int outer, int inner) {
        for (int i = 0; i < operandCount; i++) {
            if (strides[i][outer] != strides[i][inner] * shape[inner]) {
                return false;
            }
        }
        return true;
    }

    public long elementCount() {
        return elementCount;
    }

    /// How many axes are left; at least one.
    public int rank() {
        return shape.length;
    }

    /// Elements along an axis, the first being the outermost.
    public long size(int axis) {
        return shape[axis];
    }

    public long stride(int operand, int axis) {
        return strides[operand][axis];
    }

    /// Where an operand's first element lies.
    public long offset(int operand) {
        return offsets[operand];
    }

    /// Runs over all elements, in parallel where there are enough.
    ///
    /// @param bytesPerElement memory traffic and arithmetic of one element, for deciding how to split
    public void forEach(long bytesPerElement, Inner inner) {
        if (elementCount == 0) {
            return;
        }
        long grain = Math.max(1, Parallel.GRAIN_BYTES / bytesPerElement);
        if (elementCount <= grain) {
            run(0, elementCount, inner);
            return;
        }
        // Runs are cut only between pieces, since an element that is computed alone may differ in the last digit from
        // the same one in a vector: where the vectors begin must not depend on the number of threads.
        long runLength = shape[shape.length - 1];
        long piece = Math.min(runLength, PIECE);
        long piecesPerRun = Math.ceilDiv(runLength, piece);
        LongUnaryOperator start = number -> number / piecesPerRun * runLength + number % piecesPerRun * piece;
        Parallel.forRange(
                elementCount / runLength * piecesPerRun,
                Math.max(1, grain / piece),
                (begin, end) -> run(start.applyAsLong(begin), start.applyAsLong(end), inner));
    }

    private void run(long begin, long end, Inner inner) {
        int innermost = shape.length - 1;
        long[] innerStrides = new long[operandCount];
        for (int i = 0; i < operandCount; i++) {
            innerStrides[i] = strides[i][innermost];
        }
        long[] index = new long[shape.length];
        long rest = begin;
        for (int axis = innermost; axis >= 0; axis--) {
            index[axis] = rest % shape[axis];
            rest /= shape[axis];
        }
        long[] positions = offsets.clone();
        for (int i = 0; i < operandCount; i++) {
            for (int axis = 0; axis <= innermost; axis++) {
                positions[i] += index[axis] * strides[i][axis];
            }
        }
        long at = begin;
        while (at < end) {
            long count = Math.min(shape[innermost] - index[innermost], end - at);
            inner.run(positions, innerStrides, count);
            at += count;
            if (at < end) {
                advance(index, positions, count);
            }
        }
    }

    /// Moves to the start of the next run, after `count` elements of this one.
    private void advance(long[] index, long[] positions, long count) {
        int axis = shape.length - 1;
        index[axis] += count;
        move(positions, axis, count);
        while (axis > 0 && index[axis] == shape[axis]) {
            index[axis] = 0;
            move(positions, axis, -shape[axis]);
            axis--;
            index[axis]++;
            move(positions, axis, 1);
        }
    }

    private void move(long[] positions, int axis, long steps) {
        for (int i = 0; i < operandCount; i++) {
            positions[i] += steps * strides[i][axis];
        }
    }
}
