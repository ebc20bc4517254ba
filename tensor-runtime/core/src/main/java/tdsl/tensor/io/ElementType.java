package tdsl.tensor.io;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.Optional;
import tdsl.tensor.DType;
import tdsl.tensor.ElementAccess;

/// The element types of NumPy and safetensors files that a tensor can hold, as they are or converted without loss.
enum ElementType {
    BOOL("b1", "BOOL", DType.BOOL),
    INT8("i1", "I8", DType.INT8),
    INT16("i2", "I16", DType.INT16),
    INT32("i4", "I32", DType.INT32),
    INT64("i8", "I64", DType.INT64),
    UINT8("u1", "U8", DType.UINT8),
    UINT16("u2", "U16", DType.INT32),
    UINT32("u4", "U32", DType.INT64),
    UINT64("u8", "U64", DType.INT64),
    FLOAT16("f2", "F16", DType.FLOAT16),
    FLOAT32("f4", "F32", DType.FLOAT32),
    FLOAT64("f8", "F64", DType.FLOAT64),
    /// Only in safetensors files.
    BFLOAT16("bf2", "BF16", DType.BFLOAT16);

    private final String code;
    private final String safetensorsName;
    private final DType dtype;

    ElementType(String code, String safetensorsName, DType dtype) {
        this.code = code;
        this.safetensorsName = safetensorsName;
        this.dtype = dtype;
    }

    /// The type of a NumPy file.
    ///
    /// @param code kind and size without the byte order, such as `f4`
    static Optional<ElementType> find(String code) {
        for (ElementType type : values()) {
            if (type != BFLOAT16 && type.code.equals(code)) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }

    /// The type that this dtype is written as.
    static ElementType of(DType dtype) {
        return switch (dtype) {
            case BOOL -> BOOL;
            case UINT8 -> UINT8;
            case INT8 -> INT8;
            case INT16 -> INT16;
            case INT32 -> INT32;
            case INT64 -> INT64;
            case FLOAT16 -> FLOAT16;
            case BFLOAT16 -> BFLOAT16;
            case FLOAT32 -> FLOAT32;
            case FLOAT64 -> FLOAT64;
        };
    }

    /// Kind and size without the byte order.
    String code() {
        return code;
    }

    /// The name in `.safetensors` files, such as `F32`.
    String safetensorsName() {
        return safetensorsName;
    }

    /// The type of a name in a `.safetensors` file.
    static Optional<ElementType> ofSafetensorsName(String name) {
        for (ElementType type : values()) {
            if (type.safetensorsName.equals(name)) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }

    /// Bytes per element in the file.
    int byteSize() {
        return code.charAt(code.length() - 1) - '0';
    }

    /// The dtype of a tensor with these elements.
    DType dtype() {
        return dtype;
    }

    /// Whether the bytes of the file are those of the tensor, but for their order. Not for bool, whose true is any
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
            case INT16, FLOAT16, BFLOAT16 -> ElementAccess.putInteger(target, DType.INT16, index, source.getShort());
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
