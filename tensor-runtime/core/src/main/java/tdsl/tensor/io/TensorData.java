package tdsl.tensor.io;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import tdsl.tensor.DType;
import tdsl.tensor.Layout;
import tdsl.tensor.Tensor;
import tdsl.tensor.error.FileException;

/// The elements of a tensor to and from the bytes behind a header.
final class TensorData {
    private static final int CHUNK_BYTES = 1 << 16;
    /// How much is allocated for data of unknown length before any of it has been seen.
    private static final long FIRST_ELEMENTS = 1 << 16;

    private TensorData() {}

    /// @throws FileException if the source ends too early, which is noticed before memory is taken where the source
    ///     knows its size, and otherwise costs at most twice the memory of what is there
    static Tensor read(NpyHeader header, ByteSource source) {
        if (source.knowsItsSize() && header.dataBytes() > source.remaining()) {
            throw truncated(header, source, source.offset(), source.remaining());
        }
        Tensor elements = readElements(header, source);
        return elements.viewAs(layout(header)).detached();
    }

    private static Layout layout(NpyHeader header) {
        if (!header.fortranOrder()) {
            return Layout.contiguous(header.shape());
        }
        int rank = header.shape().length;
        long[] reversedShape = new long[rank];
        int[] reversedAxes = new int[rank];
        for (int axis = 0; axis < rank; axis++) {
            reversedAxes[axis] = rank - 1 - axis;
            reversedShape[axis] = header.shape()[rank - 1 - axis];
        }
        return Layout.contiguous(reversedShape).permute(reversedAxes);
    }

    private static Tensor readElements(NpyHeader header, ByteSource source) {
        long start = source.offset();
        long count = header.elementCount();
        Tensor elements =
                Tensor.empty(header.type().dtype(), source.knowsItsSize() ? count : Math.min(count, FIRST_ELEMENTS));
        byte[] chunk = new byte[(int) Math.min(CHUNK_BYTES, header.dataBytes())];
        for (long done = 0; done < count; ) {
            if (done == elements.elementCount()) {
                elements = grown(elements, count);
            }
            long room = (elements.elementCount() - done) * header.type().byteSize();
            int wanted = (int) Math.min(chunk.length, room);
            int read = source.read(chunk, wanted);
            if (read < wanted) {
                throw truncated(header, source, start, source.offset() - start);
            }
            decode(header, source, chunk, read, elements, done);
            done += read / header.type().byteSize();
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
            NpyHeader header, ByteSource source, byte[] chunk, int chunkBytes, Tensor target, long first) {
        ElementType type = header.type();
        MemorySegment segment = target.storage().segment();
        boolean nativeOrder = type.byteSize() == 1 || header.order() == ByteOrder.nativeOrder();
        if (type.isStoredAsIs() && nativeOrder) {
            MemorySegment.copy(MemorySegment.ofArray(chunk), 0, segment, first * type.byteSize(), chunkBytes);
            return;
        }
        ByteBuffer bytes = ByteBuffer.wrap(chunk, 0, chunkBytes).order(header.order());
        for (long index = first; bytes.hasRemaining(); index++) {
            if (!type.decode(bytes, segment, index)) {
                throw source.malformed(
                        source.offset() - bytes.remaining() - type.byteSize(),
                        "element %d of %s is larger than 2^63 - 1, the largest i64".formatted(index, header.describe()),
                        "save it as array.astype('f8') if rounding is acceptable");
            }
        }
    }

    private static FileException truncated(NpyHeader header, ByteSource source, long start, long present) {
        return source.malformed(
                start,
                "is truncated: %s takes %d bytes from here, but only %d are left"
                        .formatted(header.describe(), header.dataBytes(), present),
                FileErrors.FETCH_AGAIN);
    }

    /// Writes a header and the elements in row-major order.
    static void write(Tensor tensor, OutputStream stream) throws IOException {
        DType dtype = tensor.dtype();
        ElementType type = ElementType.of(dtype);
        NpyHeader header = new NpyHeader(type, ByteOrder.nativeOrder(), false, tensor.shape(), tensor.elementCount());
        stream.write(header.encode());
        Tensor rowMajor = tensor.isContiguous() ? tensor : tensor.detached().contiguous();
        MemorySegment elements =
                rowMajor.storage().segment().asSlice(rowMajor.layout().offset() * dtype.byteSize(), header.dataBytes());
        byte[] chunk = new byte[(int) Math.min(CHUNK_BYTES, header.dataBytes())];
        for (long done = 0; done < header.dataBytes(); done += chunk.length) {
            int count = (int) Math.min(chunk.length, header.dataBytes() - done);
            MemorySegment.copy(elements, done, MemorySegment.ofArray(chunk), 0, count);
            stream.write(chunk, 0, count);
        }
    }
}
