package tdsl.tensor.cpu;

import java.lang.foreign.MemorySegment;
import tdsl.tensor.DType;
import tdsl.tensor.memory.CpuAllocator;

/// Working memory of the calling thread, kept from one kernel to the next. What a kernel takes holds arbitrary
/// contents, and is the thread's next kernel's to take again.
public final class Scratch {
    private static final ThreadLocal<MemorySegment> MEMORY = ThreadLocal.withInitial(() -> MemorySegment.NULL);
    private static final long ALIGNMENT = 64;

    private final MemorySegment memory;
    private long used;

    private Scratch(MemorySegment memory) {
        this.memory = memory;
    }

    /// Room for arrays of one dtype with this many elements in all.
    ///
    /// @param arrays how many there will be at most
    public static Scratch of(DType dtype, long elements, int arrays) {
        long bytes = elements * dtype.byteSize() + arrays * ALIGNMENT;
        MemorySegment memory = MEMORY.get();
        if (memory.byteSize() < bytes) {
            memory = CpuAllocator.instance().allocate(bytes).segment();
            MEMORY.set(memory);
        }
        return new Scratch(memory);
    }

    /// The next part of the memory, for this many elements.
    public MemorySegment take(DType dtype, long elements) {
        long bytes = elements * dtype.byteSize();
        MemorySegment part = memory.asSlice(used, bytes);
        used += (bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
        return part;
    }
}
