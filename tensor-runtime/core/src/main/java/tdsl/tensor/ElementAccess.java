package tdsl.tensor;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;
import tdsl.tensor.error.TypeException;

/// Single elements of CPU tensors, by position in the storage: for printing, conversion and small loops.
public final class ElementAccess {
    private ElementAccess() {}

    /// The dtype that a Java or script number makes: bool, i64 or f32.
    static DType dtypeOf(Object value) {
        return switch (value) {
            case Boolean _ -> DType.BOOL;
            case Long _, Integer _, Short _, Byte _ -> DType.INT64;
            case Double _, Float _ -> DType.FLOAT32;
            default ->
                throw new TypeException(
                        "a tensor element must be a number or a bool, not %s",
                        value.getClass().getSimpleName());
        };
    }

    /// The element with this row-major number, as a Long, Double or Boolean.
    public static Object get(Tensor tensor, long index) {
        long position = tensor.layout().position(index);
        return switch (tensor.dtype().category()) {
            case BOOL -> integerAt(tensor.storage().segment(), DType.BOOL, position) != 0;
            case INTEGER -> integerAt(tensor.storage().segment(), tensor.dtype(), position);
            case FLOATING -> realAt(tensor.storage().segment(), tensor.dtype(), position);
        };
    }

    static void set(Tensor tensor, long index, Object value) {
        if (value instanceof Boolean flag) {
            setInteger(tensor, index, flag ? 1 : 0);
        } else if (dtypeOf(value) == DType.INT64) {
            setInteger(tensor, index, ((Number) value).longValue());
        } else {
            setReal(tensor, index, ((Number) value).doubleValue());
        }
    }

    static void setReal(Tensor tensor, long index, double value) {
        putReal(tensor.storage().segment(), tensor.dtype(), tensor.layout().position(index), value);
    }

    static void setInteger(Tensor tensor, long index, long value) {
        putInteger(tensor.storage().segment(), tensor.dtype(), tensor.layout().position(index), value);
    }

    /// The element at `position`, converted to a double.
    public static double realAt(MemorySegment segment, DType dtype, long position) {
        return switch (dtype) {
            case FLOAT32 -> segment.getAtIndex(JAVA_FLOAT, position);
            case FLOAT64 -> segment.getAtIndex(JAVA_DOUBLE, position);
            case BOOL, UINT8, INT32, INT64 -> integerAt(segment, dtype, position);
        };
    }

    /// The element at `position`, converted to a long; floating values are truncated towards zero.
    public static long integerAt(MemorySegment segment, DType dtype, long position) {
        return switch (dtype) {
            case BOOL, UINT8 -> Byte.toUnsignedLong(segment.get(JAVA_BYTE, position));
            case INT32 -> segment.getAtIndex(JAVA_INT, position);
            case INT64 -> segment.getAtIndex(JAVA_LONG, position);
            case FLOAT32, FLOAT64 -> (long) realAt(segment, dtype, position);
        };
    }

    /// Stores `value` converted to `dtype`: truncated towards zero for integers, true unless 0 for bool.
    public static void putReal(MemorySegment segment, DType dtype, long position, double value) {
        switch (dtype) {
            case FLOAT32 -> segment.setAtIndex(JAVA_FLOAT, position, (float) value);
            case FLOAT64 -> segment.setAtIndex(JAVA_DOUBLE, position, value);
            case BOOL -> segment.set(JAVA_BYTE, position, (byte) (value != 0 ? 1 : 0));
            case UINT8, INT32, INT64 -> putInteger(segment, dtype, position, (long) value);
        }
    }

    /// Stores `value` converted to `dtype`: the low bits for narrower integers, true unless 0 for bool.
    public static void putInteger(MemorySegment segment, DType dtype, long position, long value) {
        switch (dtype) {
            case BOOL -> segment.set(JAVA_BYTE, position, (byte) (value != 0 ? 1 : 0));
            case UINT8 -> segment.set(JAVA_BYTE, position, (byte) value);
            case INT32 -> segment.setAtIndex(JAVA_INT, position, (int) value);
            case INT64 -> segment.setAtIndex(JAVA_LONG, position, value);
            case FLOAT32 -> segment.setAtIndex(JAVA_FLOAT, position, (float) value);
            case FLOAT64 -> segment.setAtIndex(JAVA_DOUBLE, position, value);
        }
    }
}
