package tdsl.tensor;

import java.lang.foreign.MemorySegment;
import java.lang.ref.Cleaner;
import tdsl.tensor.device.DeviceRuntimes;
import tdsl.tensor.error.DeviceException;
import tdsl.tensor.error.GradException;
import tdsl.tensor.error.ValueException;
import tdsl.tensor.memory.CpuAllocator;
import tdsl.tensor.memory.NativeBlock;

/// Untyped bytes on one device, shared by a tensor and its views, with a counter of the changes made in place.
public final class Storage {
    /// Up to this size the bytes live on the Java heap, where freeing them costs nothing.
    private static final long LARGEST_ON_HEAP = 4096;

    /// For memory of devices, which no segment frees.
    private static final Cleaner CLEANER = Cleaner.create();

    private final Device device;
    /// On another device than the processor, a range of its addresses. Replaced at most once, see {@link
    /// #nativeSegment}.
    private MemorySegment segment;
    /// Null unless the memory can be freed before the collector finds it.
    private final NativeBlock.Release release;
    /// Made in inference mode: takes no part in autograd.
    private final boolean inference = GradMode.isInference();

    private int version;
    private Object changePlace;

    private Storage(Device device, MemorySegment segment, NativeBlock.Release release) {
        this.device = device;
        this.segment = segment;
        this.release = release;
    }

    /// @return storage with arbitrary contents, which belongs to the thread's memory scope if there is one
    /// @throws tdsl.tensor.error.OutOfMemoryException if there is no room
    static Storage allocate(long bytes) {
        if (bytes <= LARGEST_ON_HEAP) {
            // Of longs, so that elements of every dtype are aligned.
            long[] words = new long[(int) ((bytes + 7) / 8)];
            MemorySegment whole = MemorySegment.ofArray(words);
            return new Storage(Device.CPU, bytes % Long.BYTES == 0 ? whole : whole.asSlice(0, bytes), null);
        }
        NativeBlock block = CpuAllocator.instance().allocate(bytes);
        MemoryScope scope = MemoryScope.current();
        if (scope != null) {
            scope.add(block.release());
        }
        return new Storage(Device.CPU, block.segment(), block.release());
    }

    /// @return storage with arbitrary contents on a device, which belongs to the thread's memory scope if there is one
    /// @throws tdsl.tensor.error.OutOfMemoryException if there is no room
    static Storage allocate(Device device, long bytes) {
        if (device == Device.CPU) {
            return allocate(bytes);
        }
        // No address is 0 bytes long.
        NativeBlock block = DeviceRuntimes.of(device).allocate(device, Math.max(1, bytes));
        MemoryScope scope = MemoryScope.current();
        if (scope != null) {
            scope.add(block.release());
        }
        Storage storage = new Storage(device, block.segment(), block.release());
        CLEANER.register(storage, block.release());
        return storage;
    }

    /// Storage over memory that somebody else manages, such as a mapped file; read-only if the segment is.
    static Storage over(MemorySegment segment) {
        return new Storage(Device.CPU, segment, null);
    }

    /// Storage of a tensor that stands for others while operations are traced: it has no bytes.
    static Storage traced() {
        return new Storage(Device.TRACE, MemorySegment.NULL, null);
    }

    public Device device() {
        return device;
    }

    /// The bytes, on the Java heap or off it.
    ///
    /// @throws ValueException if they were freed at the end of a memory scope
    /// @throws DeviceException if they are not in memory that the processor can read
    public MemorySegment segment() {
        if (release != null) {
            requireKept();
            if (device != Device.CPU) {
                throw new DeviceException("the elements of a tensor on %s cannot be read in place", device)
                        .withHint("x.to(\"cpu\") copies them");
            }
        }
        return segment;
    }

    private void requireKept() {
        if (release.isDone()) {
            throw new ValueException("this tensor was freed at the end of the memory scope in which it was made")
                    .withHint("keep(x) lets x outlive its scope");
        }
    }

    /// Where the bytes are on a device other than the processor. Whoever uses the number keeps this storage reachable
    /// for so long.
    ///
    /// @throws ValueException if they were freed at the end of a memory scope
    public long address() {
        if (release != null) {
            requireKept();
        }
        return segment.address();
    }

    public long byteSize() {
        return segment.byteSize();
    }

    /// The bytes off the heap, where they keep their address for as long as something refers to the segment. Bytes
    /// that lie on the heap move for that, once; a thread that writes them meanwhile may write what nobody reads.
    public synchronized MemorySegment nativeSegment() {
        if (segment.isNative()) {
            return segment();
        }
        NativeBlock block = CpuAllocator.instance().allocate(segment.byteSize());
        MemorySegment moved = block.segment().copyFrom(segment);
        segment = segment.isReadOnly() ? moved.asReadOnly() : moved;
        return segment;
    }

    /// Whether this was made in inference mode, so that gradients never depend on it.
    public boolean isInference() {
        return inference;
    }

    /// Null for memory that cannot be freed early.
    NativeBlock.Release release() {
        return release;
    }

    /// @param op the operation that wants to write, for the message
    /// @throws ValueException if the bytes cannot be changed
    /// @throws GradException if they may be changed in inference mode only, and that is off
    public void requireWritable(String op) {
        if (segment.isReadOnly()) {
            throw new ValueException("%s: this tensor is a file mapped into memory, which cannot be changed", op)
                    .withHint("clone() it, or load the file without mmap");
        }
        if (inference && !GradMode.isInference()) {
            throw new GradException("%s: a tensor made in inference mode cannot be changed outside of it", op)
                    .withHint("clone() it");
        }
    }

    /// Counts in-place changes, so that autograd notices when a value that it needs is gone.
    public int version() {
        return version;
    }

    public void bumpVersion() {
        version++;
    }

    /// Whatever the embedding language attached with {@link #setChangePlace}; null if nothing.
    public Object changePlace() {
        return changePlace;
    }

    /// Attaches where in the program the last change in place was made, for messages about it.
    public void setChangePlace(Object place) {
        changePlace = place;
    }
}
