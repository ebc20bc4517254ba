package tdsl.tensor.cpu;

import java.util.function.LongUnaryOperator;
import tdsl.tensor.Layout;
import tdsl.tensor.StridedAxes;

/// Walks several operands of one shape together, along axes in the order of the first operand's strides.
public final class StridedLoop {
    /// A multiple of the length of every vector, in elements.
    private static final long PIECE = 1024;

    private final StridedAxes axes;
    private final long[] offsets;

    /// One run along the innermost axis.
    @FunctionalInterface
    public interface Inner {
        /// @param positions first element of each operand, in elements from the start of its storage
        /// @param strides   steps of each operand, in elements
        void run(long[] positions, long[] strides, long count);
    }

    /// @param operands layouts of equal shape, the output first
    public StridedLoop(Layout... operands) {
        axes = StridedAxes.of(0, operands);
        offsets = new long[operands.length];
        for (int i = 0; i < offsets.length; i++) {
            offsets[i] = operands[i].offset();
        }
    }

    public long elementCount() {
        return axes.elementCount();
    }

    /// How many axes are left; at least one.
    public int rank() {
        return axes.rank();
    }

    /// Elements along an axis, the first being the outermost.
    public long size(int axis) {
        return axes.size(axis);
    }

    public long stride(int operand, int axis) {
        return axes.stride(operand, axis);
    }

    /// Where an operand's first element lies.
    public long offset(int operand) {
        return offsets[operand];
    }

    /// Runs over all elements, in parallel where there are enough.
    ///
    /// @param bytesPerElement memory traffic and arithmetic of one element, for deciding how to split
    public void forEach(long bytesPerElement, Inner inner) {
        if (elementCount() == 0) {
            return;
        }
        long grain = Math.max(1, Parallel.GRAIN_BYTES / bytesPerElement);
        if (elementCount() <= grain) {
            run(0, elementCount(), inner);
            return;
        }
        // Runs are cut only between pieces, since an element that is computed alone may differ in the last digit from
        // the same one in a vector: where the vectors begin must not depend on the number of threads.
        long runLength = size(rank() - 1);
        long piece = Math.min(runLength, PIECE);
        long piecesPerRun = Math.ceilDiv(runLength, piece);
        LongUnaryOperator start = number -> number / piecesPerRun * runLength + number % piecesPerRun * piece;
        Parallel.forRange(
                elementCount() / runLength * piecesPerRun,
                Math.max(1, grain / piece),
                (begin, end) -> run(start.applyAsLong(begin), start.applyAsLong(end), inner));
    }

    private void run(long begin, long end, Inner inner) {
        int innermost = rank() - 1;
        long[] innerStrides = new long[offsets.length];
        for (int i = 0; i < offsets.length; i++) {
            innerStrides[i] = stride(i, innermost);
        }
        long[] index = new long[rank()];
        long rest = begin;
        for (int axis = innermost; axis >= 0; axis--) {
            index[axis] = rest % size(axis);
            rest /= size(axis);
        }
        long[] positions = offsets.clone();
        for (int i = 0; i < offsets.length; i++) {
            for (int axis = 0; axis <= innermost; axis++) {
                positions[i] += index[axis] * stride(i, axis);
            }
        }
        long at = begin;
        while (at < end) {
            long count = Math.min(size(innermost) - index[innermost], end - at);
            inner.run(positions, innerStrides, count);
            at += count;
            if (at < end) {
                advance(index, positions, count);
            }
        }
    }

    /// Moves to the start of the next run, after `count` elements of this one.
    private void advance(long[] index, long[] positions, long count) {
        int axis = rank() - 1;
        index[axis] += count;
        move(positions, axis, count);
        while (axis > 0 && index[axis] == size(axis)) {
            index[axis] = 0;
            move(positions, axis, -size(axis));
            axis--;
            index[axis]++;
            move(positions, axis, 1);
        }
    }

    private void move(long[] positions, int axis, long steps) {
        for (int i = 0; i < offsets.length; i++) {
            positions[i] += steps * stride(i, axis);
        }
    }
}
