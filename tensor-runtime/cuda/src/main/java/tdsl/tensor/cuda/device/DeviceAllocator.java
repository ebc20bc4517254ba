package tdsl.tensor.cuda.device;

import java.lang.foreign.MemorySegment;
import tdsl.tensor.cuda.driver.Driver;
import tdsl.tensor.memory.CachingAllocator;

/// The allocator of one GPU's memory. All work of a GPU runs in one stream, so a block that is freed can be handed out
/// again at once: what still uses it was started before.
final class DeviceAllocator extends CachingAllocator {
    private static final long GRANULARITY = 512;
    /// Of the memory, how much may be in use before collections are forced. A GPU computes on meanwhile, as long as the
    /// program is far enough ahead of it: the less often, the better.
    private static final double SOFT_SHARE = 0.75;

    /// A property: whether the driver hands out each block, so that tools which check addresses know where it ends.
    private static final boolean HAS_EXACT_BLOCKS = Boolean.getBoolean("tdsl.cuda.exact_blocks");

    private final CudaDevice device;
    private final SmallBlocks smallBlocks = new SmallBlocks();
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
        Driver driver = device.entered();
        boolean isSmall = bytes <= SmallBlocks.LARGEST && !HAS_EXACT_BLOCKS;
        long address = isSmall ? smallBlocks.take(driver, bytes) : 0;
        return address != 0 ? address : driver.allocate(bytes);
    }

    @Override
    protected void dispose(long address) {
        if (!closed && !smallBlocks.giveBack(device.entered(), address)) {
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
