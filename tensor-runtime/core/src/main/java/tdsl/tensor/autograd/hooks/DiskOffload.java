package tdsl.tensor.autograd.hooks;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Cleaner;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.channels.SeekableByteChannel;
import java.util.UUID;
import tdsl.tensor.DType;
import tdsl.tensor.Device;
import tdsl.tensor.Tensor;
import tdsl.tensor.error.FileException;

/// Keeps what is saved for backward in files instead of in memory. A file goes when backward has read it, or
/// when nothing can ask for it any more.
public final class DiskOffload implements SavedTensorHooks {
    /// Smaller tensors cost less in memory than a file does.
    private static final long SMALLEST_FILE = 4096;

    private static final long LARGEST_BUFFER = 1 << 30;
    private static final Cleaner CLEANER = Cleaner.create();

    private final Folder folder;

    /// @param folder where the files are made
    public DiskOffload(Folder folder) {
        this.folder = folder;
    }

    /// A folder that exists.
    public interface Folder {
        SeekableByteChannel create(String name) throws IOException;

        SeekableByteChannel open(String name) throws IOException;

        /// Deletes a file, if it is there.
        void delete(String name) throws IOException;
    }

    private final class Stored {
        private final String name = "saved-" + UUID.randomUUID();
        private final DType dtype;
        private final long[] shape;
        private final Device device;
        private final Cleaner.Cleanable file = CLEANER.register(this, deletion(folder, name));

        Stored(Tensor tensor) {
            dtype = tensor.dtype();
            shape = tensor.shape();
            device = tensor.device();
        }
    }

    /// Static, since it must not hold on to what it cleans up after.
    private static Runnable deletion(Folder folder, String name) {
        return () -> {
            try {
                folder.delete(name);
            } catch (IOException | RuntimeException _) {
                // The folder is gone, or its file system is closed: there is nobody left to tell.
            }
        };
    }

    private static long byteCount(Tensor tensor) {
        return tensor.elementCount() * tensor.dtype().byteSize();
    }

    @Override
    public Object pack(Tensor tensor) {
        if (byteCount(tensor) <= SMALLEST_FILE) {
            // Its version is not checked: it must not share memory with what may change.
            return tensor.clone();
        }
        Stored stored = new Stored(tensor);
        try (ByteChannel channel = folder.create(stored.name)) {
            transfer(tensor.on(Device.CPU).contiguous(), channel::write);
        } catch (IOException e) {
            throw new FileException("cannot write a tensor that is saved for backward: %s", e.getMessage());
        }
        return stored;
    }

    @Override
    public Tensor unpack(Object packed) {
        if (!(packed instanceof Stored stored)) {
            return (Tensor) packed;
        }
        Tensor tensor = Tensor.empty(stored.dtype, stored.shape);
        try (ByteChannel channel = folder.open(stored.name)) {
            transfer(tensor, channel::read);
        } catch (IOException e) {
            throw new FileException("cannot read a tensor that was saved for backward: %s", e.getMessage());
        }
        return tensor.on(stored.device);
    }

    @Override
    public void release(Object packed) {
        if (packed instanceof Stored stored) {
            stored.file.clean();
        }
    }

    /// Reads or writes some of a buffer.
    private interface Transfer {
        int apply(ByteBuffer buffer) throws IOException;
    }

    private static void transfer(Tensor tensor, Transfer transfer) throws IOException {
        long start = tensor.layout().offset() * tensor.dtype().byteSize();
        MemorySegment bytes = tensor.storage().segment().asSlice(start, byteCount(tensor));
        for (long done = 0; done < bytes.byteSize(); done += LARGEST_BUFFER) {
            long length = Math.min(LARGEST_BUFFER, bytes.byteSize() - done);
            ByteBuffer buffer = bytes.asSlice(done, length).asByteBuffer();
            while (buffer.hasRemaining()) {
                if (transfer.apply(buffer) < 0) {
                    throw new IOException("the file is too short");
                }
            }
        }
    }
}
