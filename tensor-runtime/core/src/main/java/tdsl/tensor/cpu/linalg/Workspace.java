package tdsl.tensor.cpu.linalg;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import tdsl.tensor.DType;
import tdsl.tensor.ElementAccess;
import tdsl.tensor.cpu.Parallel;

/// Native memory for matrices and for what LAPACK needs beside them, for one thread. It serves one matrix of a
/// batch after the other.
final class Workspace implements AutoCloseable {
    /// How often a thread that waits for LAPACK looks whether the program shall stop.
    private static final long CHECK_NANOS = 10_000_000;

    private final Arena arena;
    private final boolean isLong;
    private final DType dtype;
    private final MemorySegment query;
    private final MemorySegment[] slots = new MemorySegment[4];
    private MemorySegment work = MemorySegment.NULL;
    private MemorySegment integers = MemorySegment.NULL;

    /// What LAPACK is doing, in work that takes long.
    private CompletableFuture<Integer> call = CompletableFuture.completedFuture(0);

    /// @param isLong whether a call takes so long that the program may be stopped meanwhile
    Workspace(DType dtype, boolean isLong) {
        this.dtype = dtype;
        this.isLong = isLong;
        this.arena = isLong ? Arena.ofShared() : Arena.ofConfined();
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

    /// Calls a routine of LAPACK that uses the memory of this workspace alone. Nothing can end such a call: where the
    /// program is stopped, the call goes on by itself, and the memory is freed after it.
    ///
    /// @return its `info`
    int run(Supplier<Integer> routine) {
        if (!isLong) {
            return routine.get();
        }
        Thread caller = Thread.currentThread();
        call = CompletableFuture.supplyAsync(
                routine,
                task -> Thread.ofPlatform().name("tdsl-lapack").daemon().start(task));
        call.whenComplete((_, _) -> LockSupport.unpark(caller));
        boolean interrupted = false;
        while (!call.isDone()) {
            LockSupport.parkNanos(this, CHECK_NANOS);
            interrupted |= Thread.interrupted();
            Parallel.checkpoint();
        }
        if (interrupted) {
            caller.interrupt();
        }
        return call.join();
    }

    @Override
    public void close() {
        call.whenComplete((_, _) -> arena.close());
    }
}
