package tdsl.tensor.cpu.sparse;

import java.lang.foreign.MemorySegment;
import tdsl.tensor.DType;
import tdsl.tensor.memory.CpuAllocator;

/// Working memory of the calling thread, kept from one kernel to the next. What a kernel takes holds arbitrary
/// contents, and is the thread's next kernel's to take again.
final class Scratch {
    private static final ThreadLocal<MemorySegment> MEMORY = ThreadLocal.withInitial(() -> MemorySegment.NULL);
    private static final long ALIGNMENT = 64;

    private final MemorySegment memory;
    private long used;

    private Scratch(MemorySegment memory) {
        this.memory = memory;
    }

    /// Room for matrices of one dtype with this many elements in all.
    ///
    /// @param matrices how many there will be at most
    static Scratch of(DType dtype, long elements, int matrices) {
        long bytes = elements * dtype.byteSize() + matrices * ALIGNMENT;
        MemorySegment memory = MEMORY.get();
        if (memory.byteSize() < bytes) {
            memory = CpuAllocator.instance().allocate(bytes).segment();
            MEMORY.set(memory);
        }
        return new Scratch(memory);
    }

    Rows rows(DType dtype, long count, int channels) {
        long bytes = count * channels * dtype.byteSize();
        Rows rows = new Rows(memory.asSlice(used, bytes), dtype, channels);
        used += (bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
        return rows;
    }
}
