package tdsl.tensor.memory;

import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import tdsl.tensor.error.OutOfMemoryException;

/// A caching allocator of blocks of one device's memory. Freed blocks are kept by size class and handed out again
/// without clearing; blocks that nothing refers to come back when the collector finds so, and when the live bytes pass
/// a soft limit, a collection is forced.
public abstract class CachingAllocator {
    /// How long to wait, after each collection that is forced, for the cleaner's thread to free what was found. It
    /// may get little processor time; giving up early would report memory as full that is not in use.
    private static final int[] PATIENCE_MILLIS = {10, 20, 100, 300, 1000};

    private final String device;
    private final long granularity;
    private final Map<Long, ArrayDeque<Long>> freeBlocks = new HashMap<>();
    private long liveBytes;
    private long peakBytes;
    private long cachedBytes;
    private long softLimit;
    private long hardLimit;

    /// @param device      as messages call it
    /// @param granularity what sizes are rounded up to, a power of two
    /// @param softLimit   of the bytes in use, before collections are forced
    /// @param hardLimit   of the bytes taken from the device
    protected CachingAllocator(String device, long granularity, long softLimit, long hardLimit) {
        this.device = device;
        this.granularity = granularity;
        this.softLimit = softLimit;
        this.hardLimit = hardLimit;
    }

    /// Takes a block from the device.
    ///
    /// @return its address; 0 if there is no room
    protected abstract long obtain(long bytes);

    /// Gives a block back to the device.
    protected abstract void dispose(long address);

    /// The memory of a block; `release` runs when nothing refers to it any more.
    protected abstract MemorySegment segment(long address, long bytes, Runnable release);

    /// The most bytes that tensors may take together.
    public synchronized void setLimit(long bytes) {
        hardLimit = bytes;
    }

    /// Bytes in use by tensors.
    public synchronized long liveBytes() {
        return liveBytes;
    }

    /// The most bytes that were ever in use by tensors.
    public synchronized long peakBytes() {
        return peakBytes;
    }

    /// The most bytes that tensors may take together.
    public synchronized long limit() {
        return hardLimit;
    }

    /// Bytes kept for reuse.
    public synchronized long cachedBytes() {
        return cachedBytes;
    }

    /// Bytes taken from the device: those in use and those kept for reuse.
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
        return new NativeBlock(segment(address, bytes, release), release);
    }

    private long takeBlock(long bytes, long blockBytes) {
        for (int attempt = 0; ; attempt++) {
            synchronized (this) {
                boolean lastAttempt = attempt == PATIENCE_MILLIS.length;
                if (hasRoom(blockBytes, lastAttempt ? hardLimit : Math.min(softLimit, hardLimit))) {
                    long address = pollOrAllocate(blockBytes);
                    if (address != 0) {
                        liveBytes += blockBytes;
                        peakBytes = Math.max(peakBytes, liveBytes);
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
        long address = obtain(blockBytes);
        if (address == 0) {
            trim();
            address = obtain(blockBytes);
        }
        return address;
    }

    private OutOfMemoryException outOfMemory(long bytes) {
        return new OutOfMemoryException(
                "cannot allocate %,d bytes on %s: tensors use %,d bytes of the %,d allowed",
                bytes, device, liveBytes, hardLimit);
    }

    /// Gives all cached blocks back to the device.
    public synchronized void trim() {
        freeBlocks.values().forEach(blocks -> blocks.forEach(this::dispose));
        freeBlocks.clear();
        cachedBytes = 0;
    }

    private synchronized void release(long address, long blockBytes) {
        liveBytes -= blockBytes;
        // Only after the limit was lowered is there more than it allows.
        if (liveBytes + cachedBytes + blockBytes > hardLimit) {
            dispose(address);
        } else {
            freeBlocks.computeIfAbsent(blockBytes, _ -> new ArrayDeque<>()).push(address);
            cachedBytes += blockBytes;
        }
        notifyAll();
    }

    /// Rounds up to one of eight sizes per power of two, so that at most an eighth is wasted.
    private long sizeClass(long bytes) {
        long step = Math.max(granularity, Long.highestOneBit(Math.max(bytes, 1)) / 8);
        return (bytes + step - 1) / step * step;
    }
}
