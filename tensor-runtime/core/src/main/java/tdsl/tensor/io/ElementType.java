package tdsl.tensor.io;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.Optional;
import tdsl.tensor.DType;
import tdsl.tensor.ElementAccess;
import tdsl.tensor.error.DTypeException;

/// The element types of NumPy files that a tensor can hold, as they are or converted without loss.
enum ElementType {
    BOOL("b1", DType.BOOL),
    INT8("i1", DType.INT8),
    INT16("i2", DType.INT16),
    INT32("i4", DType.INT32),
    INT64("i8", DType.INT64),
    UINT8("u1", DType.UINT8),
    UINT16("u2", DType.INT32),
    UINT32("u4", DType.INT64),
    UINT64("u8", DType.INT64),
    FLOAT16("f2", DType.FLOAT16),
    FLOAT32("f4", DType.FLOAT32),
    FLOAT64("f8", DType.FLOAT64);

    private final String code;
    private final DType dtype;

    ElementType(String code, DType dtype) {
        this.code = code;
        this.dtype = dtype;
    }

    /// @param code kind and size without the byte order, such as `f4`
    static Optional<ElementType> find(String code) {
        for (ElementType type : values()) {
            if (type.code.equals(code)) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }

    /// The type that this dtype is written as.
    ///
    /// @throws DTypeException for bf16, which NumPy does not have
    static ElementType of(DType dtype) {
        return switch (dtype) {
            case BOOL -> BOOL;
            case UINT8 -> UINT8;
            case INT8 -> INT8;
            case INT16 -> INT16;
            case INT32 -> INT32;
            case INT64 -> INT64;
            case FLOAT16 -> FLOAT16;
            case FLOAT32 -> FLOAT32;
            case FLOAT64 -> FLOAT64;
            case BFLOAT16 ->
                throw new DTypeException("NumPy's files have no element type for %s", dtype)
                        .withHint("convert the tensor first: .to(f32) loses nothing");
        };
    }

    /// Kind and size without the byte order.
    String code() {
        return code;
    }

    /// Bytes per element in the file.
    int byteSize() {
        return code.charAt(1) - '0';
    }

    /// The dtype of a tensor with these elements.
    DType dtype() {
        return dtype;
    }

    /// Whether the bytes of the file are those of the tensor, but for their order. Not for bool, whose true is
    /// any
    /// byte but 0 in a file and 1 in a tensor.
    boolean isStoredAsIs() {
        return this != BOOL && byteSize() == dtype.byteSize() && this != UINT64;
    }

    /// Takes the next element from `source` to position `index` of `target`.
    ///
    /// @return false if the tensor's dtype cannot hold the number
    boolean decode(ByteBuffer source, MemorySegment target, long index) {
        switch (this) {
            case BOOL, INT8 -> ElementAccess.putInteger(target, dtype, index, source.get());
            case UINT8 -> ElementAccess.putInteger(target, dtype, index, Byte.toUnsignedLong(source.get()));
            // Floating numbers are moved as bits, so that NaNs keep their payload.
            case INT16, FLOAT16 -> ElementAccess.putInteger(target, DType.INT16, index, source.getShort());
            case UINT16 -> ElementAccess.putInteger(target, dtype, index, Short.toUnsignedLong(source.getShort()));
            case UINT32 -> ElementAccess.putInteger(target, dtype, index, Integer.toUnsignedLong(source.getInt()));
            case INT32, FLOAT32 -> ElementAccess.putInteger(target, DType.INT32, index, source.getInt());
            case INT64, FLOAT64 -> ElementAccess.putInteger(target, DType.INT64, index, source.getLong());
            case UINT64 -> {
                long value = source.getLong();
                ElementAccess.putInteger(target, dtype, index, value);
                return value >= 0;
            }
        }
        return true;
    }
}
