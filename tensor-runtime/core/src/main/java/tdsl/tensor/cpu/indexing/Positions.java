package tdsl.tensor.cpu.indexing;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicBoolean;
import tdsl.tensor.DType;
import tdsl.tensor.Layout;
import tdsl.tensor.Shapes;
import tdsl.tensor.Tensor;
import tdsl.tensor.cpu.Parallel;
import tdsl.tensor.error.IndexException;
import tdsl.tensor.ops.operand.IndexOperands;

/// Index tensors, checked before anything is read or written by them.
public final class Positions {
    private Positions() {}

    /// The index in i64 and contiguous, counted from the front.
    ///
    /// @param axis of the indexed tensor, and `size` its size there
    /// @throws IndexException naming the first index that is out of range, and where it stands
    public static Tensor checked(String op, Tensor index, int axis, long size) {
        IndexOperands.requireIntegers(op, index);
        Tensor positions = index.to(DType.INT64).contiguous();
        AtomicBoolean negative = new AtomicBoolean();
        AtomicBoolean outOfRange = new AtomicBoolean();
        Parallel.forRange(positions.elementCount(), Parallel.GRAIN_BYTES / Long.BYTES, (begin, end) -> {
            MemorySegment in = positions.storage().segment();
            long first = positions.layout().offset();
            long lowest = 0;
            long highest = -1;
            for (long i = begin; i < end; i++) {
                long value = in.getAtIndex(JAVA_LONG, first + i);
                lowest = Math.min(lowest, value);
                highest = Math.max(highest, value);
            }
            if (lowest < 0) {
                negative.set(true);
            }
            if (lowest < -size || highest >= size) {
                outOfRange.set(true);
            }
        });
        if (outOfRange.get()) {
            throw outOfRange(op, positions, axis, size);
        }
        return negative.get() ? positions.remainder(size) : positions;
    }

    private static IndexException outOfRange(String op, Tensor positions, int axis, long size) {
        MemorySegment in = positions.storage().segment();
        long number = 0;
        long value = in.getAtIndex(JAVA_LONG, positions.layout().offset());
        while (value >= -size && value < size) {
            number++;
            value = in.getAtIndex(JAVA_LONG, positions.layout().offset() + number);
        }
        String place = positions.elementCount() == 1
                ? ""
                : ", at " + Shapes.format(coordinates(positions.layout(), number)) + " of the index tensor,";
        return new IndexException(
                "%s: index %d%s is out of range for axis %d of size %d", op, value, place, axis, size);
    }

    private static long[] coordinates(Layout layout, long number) {
        long[] coordinates = new long[layout.rank()];
        long rest = number;
        for (int axis = layout.rank() - 1; axis >= 0; axis--) {
            coordinates[axis] = rest % layout.size(axis);
            rest /= layout.size(axis);
        }
        return coordinates;
    }
}
