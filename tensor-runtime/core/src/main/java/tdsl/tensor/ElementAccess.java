package tdsl.tensor;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.MemorySegment;
import tdsl.tensor.error.TypeException;
import tdsl.tensor.error.ValueException;

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
                        value instanceof String ? "a string" : value.toString());
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
        requireAdmitted(value, tensor.dtype());
        if (value instanceof Boolean flag) {
            setInteger(tensor, index, flag ? 1 : 0);
        } else if (dtypeOf(value) == DType.INT64) {
            setInteger(tensor, index, ((Number) value).longValue());
        } else {
            setReal(tensor, index, ((Number) value).doubleValue());
        }
    }

    /// Refuses a plain number that does not fit into an integer dtype; other tensors are converted whatever they
    /// hold.
    ///
    /// @throws ValueException if `value` is weak and too large or small, or not a number
    public static void requireAdmitted(Tensor value, DType dtype) {
        if (value.isWeak()) {
            requireAdmitted(value.item(), dtype);
        }
    }

    private static void requireAdmitted(Object number, DType dtype) {
        if (!dtype.admits(number)) {
            throw new ValueException(
                            "%s does not fit into %s, whose numbers are %d to %d",
                            number, dtype, dtype.least(), dtype.greatest())
                    .withHint("tensor(%s).to(%s) converts it all the same", number, dtype);
        }
    }

    static void setReal(Tensor tensor, long index, double value) {
        putReal(tensor.storage().segment(), tensor.dtype(), tensor.layout().position(index), value);
    }

    static void setInteger(Tensor tensor, long index, long value) {
        putInteger(tensor.storage().segment(), tensor.dtype(), tensor.layout().position(index), value);
    }

    // The dtype is compared, not switched on: where it is a constant the compiler then keeps one line of these methods,
    // while a switch over an enum goes through a table that it cannot see into.

    /// The element at `position`, converted to a double.
    public static double realAt(MemorySegment segment, DType dtype, long position) {
        if (dtype == DType.FLOAT32) {
            return segment.getAtIndex(JAVA_FLOAT, position);
        } else if (dtype == DType.FLOAT64) {
            return segment.getAtIndex(JAVA_DOUBLE, position);
        } else if (dtype == DType.BFLOAT16) {
            return Bfloat16.toFloat(segment.getAtIndex(JAVA_SHORT, position));
        } else if (dtype == DType.FLOAT16) {
            return Float.float16ToFloat(segment.getAtIndex(JAVA_SHORT, position));
        }
        return integerAt(segment, dtype, position);
    }

    /// The element at `position`, converted to a long as by {@link #truncated}.
    public static long integerAt(MemorySegment segment, DType dtype, long position) {
        if (dtype == DType.INT64) {
            return segment.getAtIndex(JAVA_LONG, position);
        } else if (dtype == DType.BOOL || dtype == DType.UINT8) {
            return Byte.toUnsignedLong(segment.get(JAVA_BYTE, position));
        } else if (dtype == DType.INT32) {
            return segment.getAtIndex(JAVA_INT, position);
        } else if (dtype == DType.INT16) {
            return segment.getAtIndex(JAVA_SHORT, position);
        } else if (dtype == DType.INT8) {
            return segment.get(JAVA_BYTE, position);
        }
        return truncated(realAt(segment, dtype, position), DType.INT64);
    }

    /// Stores `value` converted to `dtype`: rounded to the nearest, ties to even, truncated for integers as by
    /// {@link #truncated}, and true unless 0 for bool.
    public static void putReal(MemorySegment segment, DType dtype, long position, double value) {
        if (dtype == DType.FLOAT32) {
            segment.setAtIndex(JAVA_FLOAT, position, (float) value);
        } else if (dtype == DType.FLOAT64) {
            segment.setAtIndex(JAVA_DOUBLE, position, value);
        } else if (dtype == DType.BFLOAT16) {
            segment.setAtIndex(JAVA_SHORT, position, Bfloat16.fromFloat((float) value));
        } else if (dtype == DType.FLOAT16) {
            segment.setAtIndex(JAVA_SHORT, position, Float.floatToFloat16((float) value));
        } else if (dtype == DType.BOOL) {
            segment.set(JAVA_BYTE, position, (byte) (value != 0 ? 1 : 0));
        } else {
            putInteger(segment, dtype, position, truncated(value, dtype));
        }
    }

    /// Stores `value` converted to `dtype`: the low bits for narrower integers, true unless 0 for bool.
    public static void putInteger(MemorySegment segment, DType dtype, long position, long value) {
        if (dtype == DType.INT64) {
            segment.setAtIndex(JAVA_LONG, position, value);
        } else if (dtype == DType.BOOL) {
            segment.set(JAVA_BYTE, position, (byte) (value != 0 ? 1 : 0));
        } else if (dtype == DType.UINT8 || dtype == DType.INT8) {
            segment.set(JAVA_BYTE, position, (byte) value);
        } else if (dtype == DType.INT32) {
            segment.setAtIndex(JAVA_INT, position, (int) value);
        } else if (dtype == DType.INT16) {
            segment.setAtIndex(JAVA_SHORT, position, (short) value);
        } else if (dtype == DType.FLOAT64) {
            segment.setAtIndex(JAVA_DOUBLE, position, value);
        } else {
            // Rounded once, to f32, where going by way of f64 could round twice.
            putReal(segment, dtype, position, (float) value);
        }
    }

    /// The integer part of a number, for an integer dtype to take the low bits of. What has no place among
    /// 64-bit integers (for the signed dtypes up to i32: among 32-bit ones), NaN too, becomes the smallest of
    /// them, as with the conversion instructions of x86 processors and so in PyTorch.
    private static long truncated(double value, DType dtype) {
        boolean narrow = dtype != DType.INT64 && dtype != DType.UINT8;
        long integer = (long) value;
        boolean fits = narrow ? integer == (int) integer : value < 0x1p63;
        return fits && value == value ? integer : narrow ? Integer.MIN_VALUE : Long.MIN_VALUE;
    }
}
