package tdsl.tensor.cpu;

import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/// Whole vectors by SIMD, what is left over one element at a time. Linked only where the Vector API is present.
final class VectorRowArithmetic extends RowArithmetic {
    private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Double> DOUBLES = DoubleVector.SPECIES_PREFERRED;
    private static final ByteOrder ORDER = ByteOrder.nativeOrder();

    @Override
    void addFloats(MemorySegment source, long sourcePosition, MemorySegment target, long position, int count) {
        int whole = FLOATS.loopBound(count);
        for (int i = 0; i < whole; i += FLOATS.length()) {
            floats(target, position + i)
                    .add(floats(source, sourcePosition + i))
                    .intoMemorySegment(target, (position + i) * Float.BYTES, ORDER);
        }
        if (whole < count) {
            super.addFloats(source, sourcePosition + whole, target, position + whole, count - whole);
        }
    }

    @Override
    void addDoubles(MemorySegment source, long sourcePosition, MemorySegment target, long position, int count) {
        int whole = DOUBLES.loopBound(count);
        for (int i = 0; i < whole; i += DOUBLES.length()) {
            doubles(target, position + i)
                    .add(doubles(source, sourcePosition + i))
                    .intoMemorySegment(target, (position + i) * Double.BYTES, ORDER);
        }
        if (whole < count) {
            super.addDoubles(source, sourcePosition + whole, target, position + whole, count - whole);
        }
    }

    @Override
    void addFloatProducts(
            MemorySegment source,
            long sourcePosition,
            MemorySegment factors,
            long factorPosition,
            MemorySegment target,
            long position,
            int count) {
        int whole = FLOATS.loopBound(count);
        for (int i = 0; i < whole; i += FLOATS.length()) {
            floats(source, sourcePosition + i)
                    .fma(floats(factors, factorPosition + i), floats(target, position + i))
                    .intoMemorySegment(target, (position + i) * Float.BYTES, ORDER);
        }
        if (whole < count) {
            super.addFloatProducts(
                    source,
                    sourcePosition + whole,
                    factors,
                    factorPosition + whole,
                    target,
                    position + whole,
                    count - whole);
        }
    }

    @Override
    void addDoubleProducts(
            MemorySegment source,
            long sourcePosition,
            MemorySegment factors,
            long factorPosition,
            MemorySegment target,
            long position,
            int count) {
        int whole = DOUBLES.loopBound(count);
        for (int i = 0; i < whole; i += DOUBLES.length()) {
            doubles(source, sourcePosition + i)
                    .fma(doubles(factors, factorPosition + i), doubles(target, position + i))
                    .intoMemorySegment(target, (position + i) * Double.BYTES, ORDER);
        }
        if (whole < count) {
            super.addDoubleProducts(
                    source,
                    sourcePosition + whole,
                    factors,
                    factorPosition + whole,
                    target,
                    position + whole,
                    count - whole);
        }
    }

    private static FloatVector floats(MemorySegment segment, long position) {
        return FloatVector.fromMemorySegment(FLOATS, segment, position * Float.BYTES, ORDER);
    }

    private static DoubleVector doubles(MemorySegment segment, long position) {
        return DoubleVector.fromMemorySegment(DOUBLES, segment, position * Double.BYTES, ORDER);
    }
}
