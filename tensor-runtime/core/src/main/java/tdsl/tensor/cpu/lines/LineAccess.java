package tdsl.tensor.cpu.lines;

import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;
import tdsl.tensor.DType;
import tdsl.tensor.ElementAccess;
import tdsl.tensor.Tensor;
import tdsl.tensor.cpu.Parallel;
import tdsl.tensor.ops.operand.Lines;

/// Contiguous elements of a tensor as an array, and back.
public final class LineAccess {
    private LineAccess() {}

    /// @param first position in the storage
    public static void read(Tensor from, long first, double[] values) {
        MemorySegment in = from.storage().segment();
        switch (from.dtype()) {
            case FLOAT64 -> MemorySegment.copy(in, JAVA_DOUBLE, first * Double.BYTES, values, 0, values.length);
            case FLOAT32 -> {
                for (int i = 0; i < values.length; i++) {
                    values[i] = in.getAtIndex(JAVA_FLOAT, first + i);
                }
            }
            default -> {
                for (int i = 0; i < values.length; i++) {
                    values[i] = ElementAccess.realAt(in, from.dtype(), first + i);
                }
            }
        }
    }

    public static void read(Tensor from, long first, long[] values) {
        MemorySegment in = from.storage().segment();
        if (from.dtype() == DType.INT64) {
            MemorySegment.copy(in, JAVA_LONG, first * Long.BYTES, values, 0, values.length);
            return;
        }
        for (int i = 0; i < values.length; i++) {
            values[i] = ElementAccess.integerAt(in, from.dtype(), first + i);
        }
    }

    public static void write(double[] values, Tensor to, long first) {
        MemorySegment out = to.storage().segment();
        switch (to.dtype()) {
            case FLOAT64 -> MemorySegment.copy(values, 0, out, JAVA_DOUBLE, first * Double.BYTES, values.length);
            case FLOAT32 -> {
                for (int i = 0; i < values.length; i++) {
                    out.setAtIndex(JAVA_FLOAT, first + i, (float) values[i]);
                }
            }
            default -> {
                for (int i = 0; i < values.length; i++) {
                    ElementAccess.putReal(out, to.dtype(), first + i, values[i]);
                }
            }
        }
    }

    public static void write(long[] values, Tensor to, long first) {
        MemorySegment out = to.storage().segment();
        if (to.dtype() == DType.INT64) {
            MemorySegment.copy(values, 0, out, JAVA_LONG, first * Long.BYTES, values.length);
            return;
        }
        for (int i = 0; i < values.length; i++) {
            ElementAccess.putInteger(out, to.dtype(), first + i, values[i]);
        }
    }

    /// Works on ranges of lines in parallel.
    static void forEach(Lines lines, Parallel.Range body) {
        Parallel.forRange(lines.count(), Math.max(1, (1 << 13) / Math.max(1, lines.length())), body);
    }
}
