package tdsl.tensor.cpu.pointwise.simd;

import static jdk.incubator.vector.VectorOperators.GT;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.nio.ByteOrder;
import jdk.incubator.vector.Vector;
import jdk.incubator.vector.VectorSpecies;
import tdsl.tensor.cpu.pointwise.Loop;
import tdsl.tensor.cpu.pointwise.LoopTemplates;

/// Template: one contiguous operand to one of the same type with SIMD instructions, by a formula.
final class VectorUnaryLoop implements Loop {
    private static final Lanes TYPES = LoopTemplates.data(MethodHandles.lookup(), Lanes.class);

    @SuppressWarnings("unchecked")
    private static final VectorSpecies<Object> LANES = (VectorSpecies<Object>) TYPES.elements();

    private static final VectorSpecies<?> BITS = TYPES.bits();
    private static final ByteOrder ORDER = ByteOrder.nativeOrder();
    private static final int WIDTH = LANES.elementSize() / Byte.SIZE;
    private static final int STEP = LANES.vectorByteSize();

    VectorUnaryLoop() {}

    @Override
    public void run(MemorySegment[] segments, long[] positions, long[] strides, long count) {
        MemorySegment out = segments[0];
        MemorySegment in = segments[1];
        long outAt = positions[0] * WIDTH;
        long inAt = positions[1] * WIDTH;
        long end = count * WIDTH;
        for (long i = 0; i < end; i += STEP) {
            Vector<Object> value = LANES.fromMemorySegment(in, inAt + i, ORDER);
            if (TYPES.isLimited() && isBeyond(value)) {
                TYPES.runBeyond(segments, positions, strides, i / WIDTH);
            } else {
                formula(value, value).intoMemorySegment(out, outAt + i, ORDER);
            }
        }
    }

    private static boolean isBeyond(Vector<Object> value) {
        return value.abs().compare(GT, LANES.broadcast((long) TYPES.limit())).anyTrue();
    }

    private static Vector<Object> formula(Vector<Object> left, Vector<Object> right) {
        throw new AssertionError("replaced");
    }
}
