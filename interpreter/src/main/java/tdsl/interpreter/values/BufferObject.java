package tdsl.interpreter.values;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_DOUBLE_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import com.oracle.truffle.api.interop.InteropLibrary;
import com.oracle.truffle.api.interop.InvalidBufferOffsetException;
import com.oracle.truffle.api.interop.TruffleObject;
import com.oracle.truffle.api.interop.UnsupportedMessageException;
import com.oracle.truffle.api.library.ExportLibrary;
import com.oracle.truffle.api.library.ExportMessage;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import tdsl.tensor.Tensor;

/// The bytes of a tensor as a buffer, without a copy: where the elements lie together on the CPU, in row-major order.
@ExportLibrary(InteropLibrary.class)
public abstract class BufferObject implements TruffleObject {
    public abstract Tensor tensor();

    @ExportMessage
    @TruffleBoundary
    boolean hasBufferElements() {
        return TensorMemory.isContiguous(tensor());
    }

    @ExportMessage
    @TruffleBoundary
    boolean isBufferWritable() throws UnsupportedMessageException {
        requireBuffer();
        return TensorMemory.isWritable(tensor());
    }

    @ExportMessage
    @TruffleBoundary
    long getBufferSize() throws UnsupportedMessageException {
        requireBuffer();
        return TensorMemory.byteSize(tensor());
    }

    @ExportMessage
    @TruffleBoundary
    void readBuffer(long byteOffset, byte[] destination, int destinationOffset, int length)
            throws UnsupportedMessageException, InvalidBufferOffsetException {
        MemorySegment.copy(bytes(byteOffset, length), JAVA_BYTE, 0, destination, destinationOffset, length);
    }

    @ExportMessage
    @TruffleBoundary
    byte readBufferByte(long byteOffset) throws UnsupportedMessageException, InvalidBufferOffsetException {
        return bytes(byteOffset, Byte.BYTES).get(JAVA_BYTE, 0);
    }

    @ExportMessage
    @TruffleBoundary
    void writeBufferByte(long byteOffset, byte value) throws UnsupportedMessageException, InvalidBufferOffsetException {
        writableBytes(byteOffset, Byte.BYTES).set(JAVA_BYTE, 0, value);
    }

    @ExportMessage
    @TruffleBoundary
    short readBufferShort(ByteOrder order, long byteOffset)
            throws UnsupportedMessageException, InvalidBufferOffsetException {
        return bytes(byteOffset, Short.BYTES).get(JAVA_SHORT_UNALIGNED.withOrder(order), 0);
    }

    @ExportMessage
    @TruffleBoundary
    void writeBufferShort(ByteOrder order, long byteOffset, short value)
            throws UnsupportedMessageException, InvalidBufferOffsetException {
        writableBytes(byteOffset, Short.BYTES).set(JAVA_SHORT_UNALIGNED.withOrder(order), 0, value);
    }

    @ExportMessage
    @TruffleBoundary
    int readBufferInt(ByteOrder order, long byteOffset)
            throws UnsupportedMessageException, InvalidBufferOffsetException {
        return bytes(byteOffset, Integer.BYTES).get(JAVA_INT_UNALIGNED.withOrder(order), 0);
    }

    @ExportMessage
    @TruffleBoundary
    void writeBufferInt(ByteOrder order, long byteOffset, int value)
            throws UnsupportedMessageException, InvalidBufferOffsetException {
        writableBytes(byteOffset, Integer.BYTES).set(JAVA_INT_UNALIGNED.withOrder(order), 0, value);
    }

    @ExportMessage
    @TruffleBoundary
    long readBufferLong(ByteOrder order, long byteOffset)
            throws UnsupportedMessageException, InvalidBufferOffsetException {
        return bytes(byteOffset, Long.BYTES).get(JAVA_LONG_UNALIGNED.withOrder(order), 0);
    }

    @ExportMessage
    @TruffleBoundary
    void writeBufferLong(ByteOrder order, long byteOffset, long value)
            throws UnsupportedMessageException, InvalidBufferOffsetException {
        writableBytes(byteOffset, Long.BYTES).set(JAVA_LONG_UNALIGNED.withOrder(order), 0, value);
    }

    @ExportMessage
    @TruffleBoundary
    float readBufferFloat(ByteOrder order, long byteOffset)
            throws UnsupportedMessageException, InvalidBufferOffsetException {
        return bytes(byteOffset, Float.BYTES).get(JAVA_FLOAT_UNALIGNED.withOrder(order), 0);
    }

    @ExportMessage
    @TruffleBoundary
    void writeBufferFloat(ByteOrder order, long byteOffset, float value)
            throws UnsupportedMessageException, InvalidBufferOffsetException {
        writableBytes(byteOffset, Float.BYTES).set(JAVA_FLOAT_UNALIGNED.withOrder(order), 0, value);
    }

    @ExportMessage
    @TruffleBoundary
    double readBufferDouble(ByteOrder order, long byteOffset)
            throws UnsupportedMessageException, InvalidBufferOffsetException {
        return bytes(byteOffset, Double.BYTES).get(JAVA_DOUBLE_UNALIGNED.withOrder(order), 0);
    }

    @ExportMessage
    @TruffleBoundary
    void writeBufferDouble(ByteOrder order, long byteOffset, double value)
            throws UnsupportedMessageException, InvalidBufferOffsetException {
        writableBytes(byteOffset, Double.BYTES).set(JAVA_DOUBLE_UNALIGNED.withOrder(order), 0, value);
    }

    private MemorySegment bytes(long offset, int length)
            throws UnsupportedMessageException, InvalidBufferOffsetException {
        requireBuffer();
        if (length < 0 || offset < 0 || offset > TensorMemory.byteSize(tensor()) - length) {
            throw InvalidBufferOffsetException.create(offset, length);
        }
        return TensorMemory.of(tensor()).asSlice(offset, length);
    }

    private MemorySegment writableBytes(long offset, int length)
            throws UnsupportedMessageException, InvalidBufferOffsetException {
        MemorySegment bytes = bytes(offset, length);
        if (!TensorMemory.isWritable(tensor())) {
            throw UnsupportedMessageException.create();
        }
        tensor().storage().bumpVersion();
        return bytes;
    }

    private void requireBuffer() throws UnsupportedMessageException {
        if (!hasBufferElements()) {
            throw UnsupportedMessageException.create();
        }
    }
}
