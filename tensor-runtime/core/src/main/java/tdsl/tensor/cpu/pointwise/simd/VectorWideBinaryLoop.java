package tdsl.tensor.cpu.pointwise.simd;

import static jdk.incubator.vector.VectorOperators.D2F;
import static jdk.incubator.vector.VectorOperators.F2D;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.Vector;
import jdk.incubator.vector.VectorSpecies;
import tdsl.tensor.cpu.pointwise.Loop;
import tdsl.tensor.cpu.pointwise.LoopTemplates;

/// Template: two f32 operands to f32 with SIMD instructions, by a formula computed in f64. One operand may be a
/// repeated element, all else is contiguous.
final class VectorWideBinaryLoop implements Loop {
    private static final Lanes TYPES = LoopTemplates.data(MethodHandles.lookup(), Lanes.class);
    private static final VectorSpecies<Double> LANES = TYPES.elements().check(double.class);
    private static final VectorSpecies<?> BITS = TYPES.bits();
    private static final VectorSpecies<Float> SINGLES = TYPES.singles();
    private static final ByteOrder ORDER = ByteOrder.nativeOrder();
    private static final int STEP = SINGLES.vectorByteSize();

    VectorWideBinaryLoop() {}

    @Override
    public void run(MemorySegment[] segments, long[] positions, long[] strides, long count) {
        MemorySegment out = segments[0];
        MemorySegment left = segments[1];
        MemorySegment right = segments[2];
        long outAt = positions[0] * Float.BYTES;
        long leftAt = positions[1] * Float.BYTES;
        long rightAt = positions[2] * Float.BYTES;
        long end = count * Float.BYTES;
        if (strides[1] == 0) {
            Vector<Double> a = repeated(left, leftAt);
            for (long i = 0; i < end; i += STEP) {
                Vector<Double> b = load(right, rightAt + i);
                formula(a, b).convertShape(D2F, SINGLES, 0).intoMemorySegment(out, outAt + i, ORDER);
            }
        } else if (strides[2] == 0) {
            Vector<Double> b = repeated(right, rightAt);
            for (long i = 0; i < end; i += STEP) {
                Vector<Double> a = load(left, leftAt + i);
                formula(a, b).convertShape(D2F, SINGLES, 0).intoMemorySegment(out, outAt + i, ORDER);
            }
        } else {
            for (long i = 0; i < end; i += STEP) {
                Vector<Double> a = load(left, leftAt + i);
                Vector<Double> b = load(right, rightAt + i);
                formula(a, b).convertShape(D2F, SINGLES, 0).intoMemorySegment(out, outAt + i, ORDER);
            }
        }
    }

    private static Vector<Double> load(MemorySegment segment, long at) {
        return SINGLES.fromMemorySegment(segment, at, ORDER).convertShape(F2D, LANES, 0);
    }

    private static Vector<Double> repeated(MemorySegment segment, long at) {
        int bits = (int) Lanes.bitsAt(segment, at, Float.BYTES);
        return FloatVector.broadcast(SINGLES, Float.intBitsToFloat(bits)).convertShape(F2D, LANES, 0);
    }

    private static Vector<Double> formula(Vector<Double> left, Vector<Double> right) {
        throw new AssertionError("replaced");
    }
}
