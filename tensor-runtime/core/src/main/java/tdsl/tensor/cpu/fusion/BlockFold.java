package tdsl.tensor.cpu.fusion;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static tdsl.tensor.ElementAccess.integerAt;
import static tdsl.tensor.ElementAccess.realAt;

import java.lang.foreign.MemorySegment;
import tdsl.tensor.DType;
import tdsl.tensor.fusion.PointwiseProgram.Reduction;

/// Reduces the elements of one block: floating ones in f64, others in i64.
final class BlockFold {
    /// Runs of f64 above this length are halved, so that the error grows with the logarithm of the count.
    private static final long UNHALVED = 128;

    private BlockFold() {}

    static double reals(Reduction reduction, MemorySegment in, DType type, long position, long stride, long count) {
        return switch (reduction) {
            case SUM ->
                type == DType.FLOAT32 ? sumFloats(in, position, stride, count) : sum(in, type, position, stride, count);
            case AMAX -> {
                double largest = Double.NEGATIVE_INFINITY;
                for (long i = 0; i < count; i++) {
                    largest = Math.max(largest, realAt(in, type, position + i * stride));
                }
                yield largest;
            }
            case AMIN -> {
                double smallest = Double.POSITIVE_INFINITY;
                for (long i = 0; i < count; i++) {
                    smallest = Math.min(smallest, realAt(in, type, position + i * stride));
                }
                yield smallest;
            }
            case NONE -> throw new AssertionError();
        };
    }

    /// Four running sums: a single chain of additions cannot keep the adders busy.
    private static double sumFloats(MemorySegment in, long position, long stride, long count) {
        double a = 0;
        double b = 0;
        double c = 0;
        double d = 0;
        long i = 0;
        for (; i + 4 <= count; i += 4) {
            a += in.getAtIndex(JAVA_FLOAT, position + i * stride);
            b += in.getAtIndex(JAVA_FLOAT, position + (i + 1) * stride);
            c += in.getAtIndex(JAVA_FLOAT, position + (i + 2) * stride);
            d += in.getAtIndex(JAVA_FLOAT, position + (i + 3) * stride);
        }
        for (; i < count; i++) {
            a += in.getAtIndex(JAVA_FLOAT, position + i * stride);
        }
        return a + b + (c + d);
    }

    private static double sum(MemorySegment in, DType type, long position, long stride, long count) {
        if (count > UNHALVED) {
            long half = count / 2;
            return sum(in, type, position, stride, half)
                    + sum(in, type, position + half * stride, stride, count - half);
        }
        double a = 0;
        double b = 0;
        long i = 0;
        for (; i + 2 <= count; i += 2) {
            a += realAt(in, type, position + i * stride);
            b += realAt(in, type, position + (i + 1) * stride);
        }
        return i < count ? a + b + realAt(in, type, position + i * stride) : a + b;
    }

    static long integers(Reduction reduction, MemorySegment in, DType type, long position, long stride, long count) {
        long total = reduction == Reduction.SUM ? 0 : integerAt(in, type, position);
        for (long i = 0; i < count; i++) {
            total = combined(reduction, total, integerAt(in, type, position + i * stride));
        }
        return total;
    }

    static double combined(Reduction reduction, double left, double right) {
        return switch (reduction) {
            case SUM -> left + right;
            case AMAX -> Math.max(left, right);
            case AMIN -> Math.min(left, right);
            case NONE -> throw new AssertionError();
        };
    }

    static long combined(Reduction reduction, long left, long right) {
        return switch (reduction) {
            case SUM -> left + right;
            case AMAX -> Math.max(left, right);
            case AMIN -> Math.min(left, right);
            case NONE -> throw new AssertionError();
        };
    }
}
