package tdsl.tensor.cpu;

import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static tdsl.tensor.ElementAccess.realAt;

import java.lang.foreign.MemorySegment;
import tdsl.tensor.DType;

/// Folds of one run of floating elements, in f64.
final class RealRuns {
    private RealRuns() {}

    /// @param fold 0 to add, 1 to multiply, 2 for the largest, 3 for the smallest
    static double fold(MemorySegment in, DType type, long position, long stride, long count, int fold) {
        return switch (fold) {
            case 0 -> sum(in, type, position, stride, count);
            case 1 -> product(in, type, position, stride, count);
            case 2 -> largest(in, type, position, stride, count);
            default -> smallest(in, type, position, stride, count);
        };
    }

    private static double sum(MemorySegment in, DType type, long position, long stride, long count) {
        return switch (type) {
            case FLOAT32 -> sumFloats(in, position, stride, count);
            case FLOAT64 -> sumDoubles(in, position, stride, count);
            default -> sumHalves(in, type, position, stride, count);
        };
    }

    /// Plainly in f64, which holds the sum of 2^28 of the smallest and largest f16 exactly.
    private static double sumHalves(MemorySegment in, DType type, long position, long stride, long count) {
        double sum = 0;
        for (long i = 0; i < count; i++) {
            sum += realAt(in, type, position + i * stride);
        }
        return sum;
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

    /// Pairwise above a block of 128, so that the error grows with the logarithm of the count.
    private static double sumDoubles(MemorySegment in, long position, long stride, long count) {
        if (count > 128) {
            long half = count / 2;
            return sumDoubles(in, position, stride, half)
                    + sumDoubles(in, position + half * stride, stride, count - half);
        }
        double a = 0;
        double b = 0;
        long i = 0;
        for (; i + 2 <= count; i += 2) {
            a += in.getAtIndex(JAVA_DOUBLE, position + i * stride);
            b += in.getAtIndex(JAVA_DOUBLE, position + (i + 1) * stride);
        }
        return i < count ? a + b + in.getAtIndex(JAVA_DOUBLE, position + i * stride) : a + b;
    }

    private static double product(MemorySegment in, DType type, long position, long stride, long count) {
        double product = 1;
        for (long i = 0; i < count; i++) {
            product *= realAt(in, type, position + i * stride);
        }
        return product;
    }

    private static double largest(MemorySegment in, DType type, long position, long stride, long count) {
        double largest = Double.NEGATIVE_INFINITY;
        for (long i = 0; i < count; i++) {
            largest = Math.max(largest, realAt(in, type, position + i * stride));
        }
        return largest;
    }

    private static double smallest(MemorySegment in, DType type, long position, long stride, long count) {
        double smallest = Double.POSITIVE_INFINITY;
        for (long i = 0; i < count; i++) {
            smallest = Math.min(smallest, realAt(in, type, position + i * stride));
        }
        return smallest;
    }
}
