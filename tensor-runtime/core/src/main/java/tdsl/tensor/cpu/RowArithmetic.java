package tdsl.tensor.cpu;

import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;

import java.lang.foreign.MemorySegment;
import tdsl.tensor.DType;

/// Sums over runs of elements, one at a time; {@link VectorRowArithmetic} does the same with SIMD. Positions
/// count elements.
public sealed class RowArithmetic permits VectorRowArithmetic {
    private static final RowArithmetic BEST = Simd.isFast() ? new VectorRowArithmetic() : new RowArithmetic();

    RowArithmetic() {}

    /// The fastest that there is here.
    public static RowArithmetic best() {
        return BEST;
    }

    /// Adds `count` elements of `source` to those of `target`.
    public final void add(
            DType dtype, MemorySegment source, long sourcePosition, MemorySegment target, long position, int count) {
        if (dtype == DType.FLOAT32) {
            addFloats(source, sourcePosition, target, position, count);
        } else {
            addDoubles(source, sourcePosition, target, position, count);
        }
    }

    /// Adds the products of `count` elements of `source` with as many `factors`, from the segments' positions on.
    public final void addProducts(
            DType dtype,
            MemorySegment source,
            long sourcePosition,
            MemorySegment factors,
            long factorPosition,
            MemorySegment target,
            long position,
            int count) {
        if (dtype == DType.FLOAT32) {
            addFloatProducts(source, sourcePosition, factors, factorPosition, target, position, count);
        } else {
            addDoubleProducts(source, sourcePosition, factors, factorPosition, target, position, count);
        }
    }

    void addFloats(MemorySegment source, long sourcePosition, MemorySegment target, long position, int count) {
        for (int i = 0; i < count; i++) {
            float sum = target.getAtIndex(JAVA_FLOAT, position + i) + source.getAtIndex(JAVA_FLOAT, sourcePosition + i);
            target.setAtIndex(JAVA_FLOAT, position + i, sum);
        }
    }

    void addDoubles(MemorySegment source, long sourcePosition, MemorySegment target, long position, int count) {
        for (int i = 0; i < count; i++) {
            double sum =
                    target.getAtIndex(JAVA_DOUBLE, position + i) + source.getAtIndex(JAVA_DOUBLE, sourcePosition + i);
            target.setAtIndex(JAVA_DOUBLE, position + i, sum);
        }
    }

    void addFloatProducts(
            MemorySegment source,
            long sourcePosition,
            MemorySegment factors,
            long factorPosition,
            MemorySegment target,
            long position,
            int count) {
        for (int i = 0; i < count; i++) {
            float sum = Math.fma(
                    source.getAtIndex(JAVA_FLOAT, sourcePosition + i),
                    factors.getAtIndex(JAVA_FLOAT, factorPosition + i),
                    target.getAtIndex(JAVA_FLOAT, position + i));
            target.setAtIndex(JAVA_FLOAT, position + i, sum);
        }
    }

    void addDoubleProducts(
            MemorySegment source,
            long sourcePosition,
            MemorySegment factors,
            long factorPosition,
            MemorySegment target,
            long position,
            int count) {
        for (int i = 0; i < count; i++) {
            double sum = Math.fma(
                    source.getAtIndex(JAVA_DOUBLE, sourcePosition + i),
                    factors.getAtIndex(JAVA_DOUBLE, factorPosition + i),
                    target.getAtIndex(JAVA_DOUBLE, position + i));
            target.setAtIndex(JAVA_DOUBLE, position + i, sum);
        }
    }
}
