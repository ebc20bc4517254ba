package tdsl.tensor.memory;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.management.ManagementFactory;

/// The allocator of native memory that the processor reads.
public final class CpuAllocator extends CachingAllocator {
    private static final long SOFT_LIMIT = 512L << 20;
    private static final CpuAllocator INSTANCE = new CpuAllocator();

    private CpuAllocator() {
        super("cpu", NativeMemory.ALIGNMENT, SOFT_LIMIT, defaultLimit());
    }

    public static CpuAllocator instance() {
        return INSTANCE;
    }

    /// 0.8 of the physical memory.
    static long defaultLimit() {
        return physicalMemory() / 10 * 8;
    }

    private static long physicalMemory() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean system
                ? system.getTotalMemorySize()
                : Runtime.getRuntime().maxMemory() * 4;
    }

    @Override
    protected long obtain(long bytes) {
        return NativeMemory.allocate(bytes);
    }

    @Override
    protected void dispose(long address) {
        NativeMemory.free(address);
    }

    @Override
    protected MemorySegment segment(long address, long bytes, Runnable release) {
        return NativeMemory.segment(address, bytes, Arena.ofAuto(), release);
    }
}
