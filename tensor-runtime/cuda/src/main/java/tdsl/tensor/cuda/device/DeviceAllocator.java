package tdsl.tensor.cuda.device;

import java.lang.foreign.MemorySegment;
import tdsl.tensor.memory.CachingAllocator;

/// The allocator of one GPU's memory. All work of a GPU runs in one stream, so a block that is freed can be handed out
/// again at once: what still uses it was started before.
final class DeviceAllocator extends CachingAllocator {
    private static final long GRANULARITY = 512;
    /// Of the memory, how much may be in use before collections are forced. A GPU computes on meanwhile, as long as the
    /// program is far enough ahead of it: the less often, the better.
    private static final double SOFT_SHARE = 0.75;

    private final CudaDevice device;
    private volatile boolean closed;

    DeviceAllocator(CudaDevice device, long totalBytes) {
        super(device.device().toString(), GRANULARITY, (long) (totalBytes * SOFT_SHARE), totalBytes);
        this.device = device;
    }

    /// The context is gone, and all blocks with it.
    void close() {
        closed = true;
    }

    @Override
    protected long obtain(long bytes) {
        return device.entered().allocate(bytes);
    }

    @Override
    protected void dispose(long address) {
        if (!closed) {
            device.entered().free(address);
        }
    }

    /// A range of addresses; nothing can be read through it on the host. The tensor's storage gives it back, which
    /// costs
    /// less than to have the segment do so.
    @Override
    protected MemorySegment segment(long address, long bytes, Runnable release) {
        return range(address, bytes);
    }

    @SuppressWarnings("restricted")
    static MemorySegment range(long address, long bytes) {
        return MemorySegment.ofAddress(address).reinterpret(bytes);
    }
}
