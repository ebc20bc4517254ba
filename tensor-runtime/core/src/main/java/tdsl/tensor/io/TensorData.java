package tdsl.tensor.io;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import tdsl.tensor.DType;
import tdsl.tensor.Device;
import tdsl.tensor.Tensor;
import tdsl.tensor.error.FileException;

/// The elements of a tensor to and from the bytes behind a header.
final class TensorData {
    private static final int CHUNK_BYTES = 1 << 16;
    /// How much is allocated for data of unknown length before any of it has been seen.
    private static final long FIRST_ELEMENTS = 1 << 16;

    private TensorData() {}

    /// @throws FileException if the source ends too early, which is noticed before memory is taken where the
    /// source
    ///     knows its size, and otherwise costs at most twice the memory of what is there
    static Tensor read(StoredArray array, ByteSource source) {
        if (source.knowsItsSize() && array.dataBytes() > source.remaining()) {
            throw truncated(array, source, source.offset(), source.remaining());
        }
        Tensor elements = readElements(array, source);
        return elements.viewAs(array.layout()).detached();
    }

    private static Tensor readElements(StoredArray array, ByteSource source) {
        long start = source.offset();
        long count = array.elementCount();
        Tensor elements =
                Tensor.empty(array.type().dtype(), source.knowsItsSize() ? count : Math.min(count, FIRST_ELEMENTS));
        byte[] chunk = new byte[(int) Math.min(CHUNK_BYTES, array.dataBytes())];
        for (long done = 0; done < count; ) {
            if (done == elements.elementCount()) {
                elements = grown(elements, count);
            }
            long room = (elements.elementCount() - done) * array.type().byteSize();
            int wanted = (int) Math.min(chunk.length, room);
            int read = source.read(chunk, wanted);
            if (read < wanted) {
                throw truncated(array, source, start, source.offset() - start);
            }
            decode(array, source, chunk, read, elements, done);
            done += read / array.type().byteSize();
        }
        return elements;
    }

    private static Tensor grown(Tensor elements, long most) {
        long count = Math.min(most, 2 * elements.elementCount());
        Tensor larger = Tensor.empty(elements.dtype(), count);
        larger.storage()
                .segment()
                .asSlice(0, elements.storage().segment().byteSize())
                .copyFrom(elements.storage().segment());
        return larger;
    }

    private static void decode(
            StoredArray array, ByteSource source, byte[] chunk, int chunkBytes, Tensor target, long first) {
        ElementType type = array.type();
        MemorySegment segment = target.storage().segment();
        if (array.isStoredAsIs()) {
            MemorySegment.copy(MemorySegment.ofArray(chunk), 0, segment, first * type.byteSize(), chunkBytes);
            return;
        }
        ByteBuffer bytes = ByteBuffer.wrap(chunk, 0, chunkBytes).order(array.order());
        for (long index = first; bytes.hasRemaining(); index++) {
            if (!type.decode(bytes, segment, index)) {
                throw source.malformed(
                        source.offset() - bytes.remaining() - type.byteSize(),
                        "element %d of %s is larger than 2^63 - 1, the largest i64".formatted(index, array.describe()),
                        "save it as array.astype('f8') if rounding is acceptable");
            }
        }
    }

    private static FileException truncated(StoredArray array, ByteSource source, long start, long present) {
        return source.malformed(
                start,
                "is truncated: %s takes %d bytes from here, but only %d are left"
                        .formatted(array.describe(), array.dataBytes(), present),
                FileErrors.FETCH_AGAIN);
    }

    /// The elements in the mapped file itself where its bytes can serve as they are; otherwise a tensor that
    /// was read.
    ///
    /// @param start where in the file the elements begin
    /// @return a tensor that cannot be changed in place, if it is mapped
    /// @throws FileException if the file ends too early
    static Tensor map(StoredArray array, FileChannel channel, long start, String name) {
        try {
            channel.position(start);
            ByteSource source = ByteSource.of(channel, name);
            boolean aligned = start % array.type().byteSize() == 0;
            if (!array.isStoredAsIs() || !aligned || array.elementCount() == 0) {
                return read(array, source);
            }
            if (array.dataBytes() > source.remaining()) {
                throw truncated(array, source, start, source.remaining());
            }
            MemorySegment memory = channel.map(FileChannel.MapMode.READ_ONLY, start, array.dataBytes(), Arena.ofAuto());
            Tensor elements = Tensor.ofMemory(memory, array.type().dtype(), array.elementCount());
            return elements.viewAs(array.layout()).detached();
        } catch (IOException failure) {
            throw FileErrors.readFailed(name, start, failure);
        }
    }

    /// How a tensor is described in a file that is written here.
    static StoredArray describe(Tensor tensor) {
        return new StoredArray(
                ElementType.of(tensor.dtype()), ByteOrder.nativeOrder(), false, tensor.shape(), tensor.elementCount());
    }

    /// Writes the elements in row-major order.
    static void write(Tensor tensor, OutputStream stream) throws IOException {
        DType dtype = tensor.dtype();
        long dataBytes = tensor.elementCount() * dtype.byteSize();
        Tensor rowMajor = tensor.detached().contiguous().on(Device.CPU);
        MemorySegment elements =
                rowMajor.storage().segment().asSlice(rowMajor.layout().offset() * dtype.byteSize(), dataBytes);
        byte[] chunk = new byte[(int) Math.min(CHUNK_BYTES, dataBytes)];
        for (long done = 0; done < dataBytes; done += chunk.length) {
            int count = (int) Math.min(chunk.length, dataBytes - done);
            MemorySegment.copy(elements, done, MemorySegment.ofArray(chunk), 0, count);
            stream.write(chunk, 0, count);
        }
    }
}
