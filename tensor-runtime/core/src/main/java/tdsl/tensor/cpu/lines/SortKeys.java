package tdsl.tensor.cpu.lines;

import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;
import tdsl.tensor.DType;
import tdsl.tensor.ElementAccess;
import tdsl.tensor.Tensor;

/// Elements as integers in the same order: −0 and 0 are one number, and NaN is one number above all
/// others.
final class SortKeys {
    private SortKeys() {}

    /// The key of NaN for a floating dtype.
    static long ofNotANumber(DType type) {
        return type == DType.FLOAT64 ? key(Double.NaN) : key(Float.NaN);
    }

    /// The keys of the elements of `tensor` at `first` and the following positions.
    ///
    /// @param descending for keys in the opposite order
    static void read(Tensor tensor, long first, boolean descending, long[] keys) {
        MemorySegment in = tensor.storage().segment();
        DType type = tensor.dtype();
        switch (type) {
            case FLOAT32 -> {
                for (int i = 0; i < keys.length; i++) {
                    keys[i] = key(in.getAtIndex(JAVA_FLOAT, first + i));
                }
            }
            case FLOAT64 -> {
                for (int i = 0; i < keys.length; i++) {
                    keys[i] = key(in.getAtIndex(JAVA_DOUBLE, first + i));
                }
            }
            case INT32 -> {
                for (int i = 0; i < keys.length; i++) {
                    keys[i] = in.getAtIndex(JAVA_INT, first + i);
                }
            }
            case INT64 -> MemorySegment.copy(in, JAVA_LONG, first * Long.BYTES, keys, 0, keys.length);
            default -> {
                for (int i = 0; i < keys.length; i++) {
                    keys[i] = type.isFloating()
                            ? key((float) ElementAccess.realAt(in, type, first + i))
                            : ElementAccess.integerAt(in, type, first + i);
                }
            }
        }
        if (descending) {
            for (int i = 0; i < keys.length; i++) {
                keys[i] = ~keys[i];
            }
        }
    }

    /// Adding 0 makes −0 positive; the bits of a negative number fall as it grows.
    private static long key(float value) {
        int bits = Float.floatToIntBits(value + 0.0f);
        return bits ^ bits >> 31 & Integer.MAX_VALUE;
    }

    private static long key(double value) {
        long bits = Double.doubleToLongBits(value + 0.0);
        return bits ^ bits >> 63 & Long.MAX_VALUE;
    }
}
