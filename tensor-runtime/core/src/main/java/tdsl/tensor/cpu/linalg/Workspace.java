package tdsl.tensor.cpu.linalg;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import tdsl.tensor.DType;
import tdsl.tensor.ElementAccess;

/// Native memory of one thread for matrices and for what LAPACK needs beside them. It serves one matrix of
/// a batch after the other.
final class Workspace implements AutoCloseable {
    private final Arena arena = Arena.ofConfined();
    private final DType dtype;
    private final MemorySegment query;
    private final MemorySegment[] slots = new MemorySegment[4];
    private MemorySegment work = MemorySegment.NULL;
    private MemorySegment integers = MemorySegment.NULL;

    Workspace(DType dtype) {
        this.dtype = dtype;
        this.query = allocate(1);
        Arrays.fill(slots, MemorySegment.NULL);
    }

    private MemorySegment allocate(long elements) {
        return arena.allocate(Math.max(1, elements) * dtype.byteSize(), Long.BYTES);
    }

    /// Room for at least `elements`, the same at every call with this number (0 to 3) once it is large
    /// enough.
    MemorySegment slot(int number, long elements) {
        if (slots[number].byteSize() < Math.max(1, elements) * dtype.byteSize()) {
            slots[number] = allocate(elements);
        }
        return slots[number];
    }

    /// Room for the one element in which LAPACK says how much memory it would like.
    MemorySegment query() {
        return query;
    }

    /// As many elements as `answer` says.
    MemorySegment work(MemorySegment answer) {
        long elements = Math.max(1, (long) ElementAccess.realAt(answer, dtype, 0));
        if (work.byteSize() < elements * dtype.byteSize()) {
            work = allocate(elements);
        }
        return work;
    }

    /// At least `count` ints.
    MemorySegment integers(long count) {
        if (integers.byteSize() < Math.max(1, count) * Integer.BYTES) {
            integers = arena.allocate(Math.max(1, count) * Integer.BYTES, Integer.BYTES);
        }
        return integers;
    }

    /// How many elements a segment holds.
    int count(MemorySegment segment) {
        return (int) Math.min(Integer.MAX_VALUE, segment.byteSize() / dtype.byteSize());
    }

    @Override
    public void close() {
        arena.close();
    }
}
