package tdsl.tensor.memory;

import java.lang.foreign.Arena;
import java.lang.management.ManagementFactory;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import tdsl.tensor.error.OutOfMemoryException;

/// A caching allocator of native blocks. Freed blocks are kept by size class and handed out again without
/// clearing; blocks that nothing refers to come back when the collector finds so, and when the live bytes pass
/// a soft limit, a collection is forced.
public final class CpuAllocator {
    private static final CpuAllocator INSTANCE = new CpuAllocator();
    private static final long MEBIBYTE = 1 << 20;
    private static final long SMALLEST_SOFT_LIMIT = 512 * MEBIBYTE;
    /// How long to wait, after each collection that is forced, for the cleaner's thread to free what was found. It
    /// may get little processor time; giving up early would report memory as full that is not in use.
    private static final int[] PATIENCE_MILLIS = {10, 20, 100, 300, 1000};

    private final Map<Long, ArrayDeque<Long>> freeBlocks = new HashMap<>();
    private long liveBytes;
    private long cachedBytes;
    private long softLimit = SMALLEST_SOFT_LIMIT;
    private long hardLimit = defaultLimit();

    private CpuAllocator() {}

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

    /// The most native bytes that tensors may take together; 0.8 of the physical memory unless set.
    public synchronized void setLimit(long bytes) {
        hardLimit = bytes;
    }

    /// Native bytes in use by tensors.
    public synchronized long liveBytes() {
        return liveBytes;
    }

    /// Native bytes kept for reuse.
    public synchronized long cachedBytes() {
        return cachedBytes;
    }

    /// Native bytes taken from the operating system: those in use and those kept for reuse.
    public synchronized long reservedBytes() {
        return liveBytes + cachedBytes;
    }

    /// A block of `bytes`, not cleared, freed when neither the segment nor a slice of it is reachable any more,
    /// or earlier by its release.
    ///
    /// @throws OutOfMemoryException if the limit or the machine's memory does not allow it
    public NativeBlock allocate(long bytes) {
        long blockBytes = sizeClass(bytes);
        long address = takeBlock(bytes, blockBytes);
        NativeBlock.Release release = new NativeBlock.Release(() -> release(address, blockBytes));
        return new NativeBlock(NativeMemory.segment(address, bytes, Arena.ofAuto(), release), release);
    }

    private long takeBlock(long bytes, long blockBytes) {
        for (int attempt = 0; ; attempt++) {
            synchronized (this) {
                boolean lastAttempt = attempt == PATIENCE_MILLIS.length;
                if (hasRoom(blockBytes, lastAttempt ? hardLimit : Math.min(softLimit, hardLimit))) {
                    long address = pollOrAllocate(blockBytes);
                    if (address != 0) {
                        liveBytes += blockBytes;
                        return address;
                    }
                }
                if (lastAttempt || !mayEverFit(blockBytes)) {
                    throw outOfMemory(bytes);
                }
                if (attempt > 0) {
                    softLimit = Math.max(softLimit, 2 * (liveBytes + blockBytes));
                }
            }
            System.gc();
            awaitRoom(blockBytes, PATIENCE_MILLIS[attempt]);
        }
    }

    private boolean hasRoom(long blockBytes, long limit) {
        return mayEverFit(blockBytes) && liveBytes <= limit - blockBytes;
    }

    private boolean mayEverFit(long blockBytes) {
        // A size near 2^63 is negative once rounded up.
        return blockBytes >= 0 && blockBytes <= hardLimit;
    }

    /// Waits until enough was freed, but not longer than this.
    private synchronized void awaitRoom(long blockBytes, long millis) {
        long deadline = System.nanoTime() + millis * 1_000_000;
        try {
            while (!hasRoom(blockBytes, Math.min(softLimit, hardLimit))) {
                long left = (deadline - System.nanoTime()) / 1_000_000;
                if (left <= 0) {
                    return;
                }
                wait(left);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private long pollOrAllocate(long blockBytes) {
        ArrayDeque<Long> blocks = freeBlocks.get(blockBytes);
        if (blocks != null && !blocks.isEmpty()) {
            cachedBytes -= blockBytes;
            return blocks.pop();
        }
        if (liveBytes + cachedBytes + blockBytes > hardLimit) {
            trim();
        }
        long address = NativeMemory.allocate(blockBytes);
        if (address == 0) {
            trim();
            address = NativeMemory.allocate(blockBytes);
        }
        return address;
    }

    private OutOfMemoryException outOfMemory(long bytes) {
        return new OutOfMemoryException(
                "cannot allocate %,d bytes on cpu: tensors use %,d bytes of the %,d allowed",
                bytes, liveBytes, hardLimit);
    }

    /// Gives all cached blocks back to the operating system.
    public synchronized void trim() {
        freeBlocks.values().forEach(blocks -> blocks.forEach(NativeMemory::free));
        freeBlocks.clear();
        cachedBytes = 0;
    }

    private synchronized void release(long address, long blockBytes) {
        liveBytes -= blockBytes;
        // Only after the limit was lowered is there more than it allows.
        if (liveBytes + cachedBytes + blockBytes > hardLimit) {
            NativeMemory.free(address);
        } else {
            freeBlocks.computeIfAbsent(blockBytes, _ -> new ArrayDeque<>()).push(address);
            cachedBytes += blockBytes;
        }
        notifyAll();
    }

    /// Rounds up to one of eight sizes per power of two, so that at most an eighth is wasted.
    private static long sizeClass(long bytes) {
        long granularity = Math.max(NativeMemory.ALIGNMENT, Long.highestOneBit(Math.max(bytes, 1)) / 8);
        return (bytes + granularity - 1) / granularity * granularity;
    }
}
