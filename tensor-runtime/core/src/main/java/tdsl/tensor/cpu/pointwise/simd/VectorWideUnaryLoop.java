package tdsl.tensor.cpu.pointwise.simd;

import static jdk.incubator.vector.VectorOperators.D2F;
import static jdk.incubator.vector.VectorOperators.F2D;
import static jdk.incubator.vector.VectorOperators.GT;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.nio.ByteOrder;
import jdk.incubator.vector.Vector;
import jdk.incubator.vector.VectorSpecies;
import tdsl.tensor.cpu.pointwise.Loop;
import tdsl.tensor.cpu.pointwise.LoopTemplates;

/// Template: one contiguous f32 operand to f32 with SIMD instructions, by a formula computed in f64.
final class VectorWideUnaryLoop implements Loop {
    private static final Lanes TYPES = LoopTemplates.data(MethodHandles.lookup(), Lanes.class);
    private static final VectorSpecies<Double> LANES = TYPES.elements().check(double.class);
    private static final VectorSpecies<?> BITS = TYPES.bits();
    private static final VectorSpecies<Float> SINGLES = TYPES.singles();
    private static final ByteOrder ORDER = ByteOrder.nativeOrder();
    private static final int STEP = SINGLES.vectorByteSize();

    VectorWideUnaryLoop() {}

    @Override
    public void run(MemorySegment[] segments, long[] positions, long[] strides, long count) {
        MemorySegment out = segments[0];
        MemorySegment in = segments[1];
        long outAt = positions[0] * Float.BYTES;
        long inAt = positions[1] * Float.BYTES;
        long end = count * Float.BYTES;
        for (long i = 0; i < end; i += STEP) {
            Vector<Double> value =
                    SINGLES.fromMemorySegment(in, inAt + i, ORDER).convertShape(F2D, LANES, 0);
            if (TYPES.isLimited() && isBeyond(value)) {
                TYPES.runBeyond(segments, positions, strides, i / Float.BYTES);
            } else {
                formula(value, value).convertShape(D2F, SINGLES, 0).intoMemorySegment(out, outAt + i, ORDER);
            }
        }
    }

    private static boolean isBeyond(Vector<Double> value) {
        return value.abs().compare(GT, LANES.broadcast((long) TYPES.limit())).anyTrue();
    }

    private static Vector<Double> formula(Vector<Double> left, Vector<Double> right) {
        throw new AssertionError("replaced");
    }
}
