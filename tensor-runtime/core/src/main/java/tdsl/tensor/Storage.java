package tdsl.tensor;

import java.lang.foreign.MemorySegment;
import tdsl.tensor.memory.CpuAllocator;

/// Untyped bytes on one device, shared by a tensor and its views, with a counter of the changes made in place.
public final class Storage {
    /// Up to this size the bytes live on the Java heap, where freeing them costs nothing.
    private static final long LARGEST_ON_HEAP = 4096;

    private final Device device;
    private final MemorySegment segment;
    private int version;

    private Storage(long bytes) {
        device = Device.CPU;
        segment = bytes <= LARGEST_ON_HEAP
                // Of longs, so that elements of every dtype are aligned.
                ? MemorySegment.ofArray(new long[(int) ((bytes + 7) / 8)]).asSlice(0, bytes)
                : CpuAllocator.instance().allocate(bytes);
    }

    /// @return storage with arbitrary contents
    /// @throws tdsl.tensor.error.OutOfMemoryException if there is no room
    static Storage allocate(long bytes) {
        return new Storage(bytes);
    }

    public Device device() {
        return device;
    }

    /// The bytes, on the Java heap or off it.
    public MemorySegment segment() {
        return segment;
    }

    /// Counts in-place changes, so that autograd notices when a value that it needs is gone.
    public int version() {
        return version;
    }

    public void bumpVersion() {
        version++;
    }
}
