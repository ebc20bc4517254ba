package tdsl.tensor.cpu.rows;

import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import tdsl.tensor.DType;
import tdsl.tensor.Tensor;

/// Additions of f32 and f64 rows in native memory, with SIMD.
final class VectorRowSums extends RowSums {
    private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Double> DOUBLES = DoubleVector.SPECIES_PREFERRED;
    private static final ByteOrder ORDER = ByteOrder.nativeOrder();

    private final boolean single;

    VectorRowSums(Tensor target, Tensor source) {
        super(target, source);
        single = type == DType.FLOAT32;
    }

    @Override
    void addRow(long target, long source, long count) {
        long whole = count - count % (single ? FLOATS.length() : DOUBLES.length());
        if (single) {
            addFloats(to, target * Float.BYTES, from, source * Float.BYTES, whole * Float.BYTES);
        } else {
            addDoubles(to, target * Double.BYTES, from, source * Double.BYTES, whole * Double.BYTES);
        }
        super.addRow(target + whole, source + whole, count - whole);
    }

    private static void addFloats(MemorySegment to, long target, MemorySegment from, long source, long bytes) {
        for (long at = 0; at < bytes; at += FLOATS.vectorByteSize()) {
            FloatVector.fromMemorySegment(FLOATS, to, target + at, ORDER)
                    .add(FloatVector.fromMemorySegment(FLOATS, from, source + at, ORDER))
                    .intoMemorySegment(to, target + at, ORDER);
        }
    }

    private static void addDoubles(MemorySegment to, long target, MemorySegment from, long source, long bytes) {
        for (long at = 0; at < bytes; at += DOUBLES.vectorByteSize()) {
            DoubleVector.fromMemorySegment(DOUBLES, to, target + at, ORDER)
                    .add(DoubleVector.fromMemorySegment(DOUBLES, from, source + at, ORDER))
                    .intoMemorySegment(to, target + at, ORDER);
        }
    }
}
