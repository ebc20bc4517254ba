package tdsl.tensor.cpu.pointwise.simd;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.nio.ByteOrder;
import jdk.incubator.vector.Vector;
import jdk.incubator.vector.VectorSpecies;
import tdsl.tensor.cpu.pointwise.Loop;
import tdsl.tensor.cpu.pointwise.LoopTemplates;

/// Template: two operands to one of the same type with SIMD instructions, by a formula. One operand may be a
/// repeated element, all else is contiguous.
final class VectorBinaryLoop implements Loop {
    private static final Lanes TYPES = LoopTemplates.data(MethodHandles.lookup(), Lanes.class);
    private static final VectorSpecies<?> LANES = TYPES.elements();
    private static final VectorSpecies<?> BITS = TYPES.bits();
    private static final ByteOrder ORDER = ByteOrder.nativeOrder();
    private static final int WIDTH = LANES.elementSize() / Byte.SIZE;
    private static final int STEP = LANES.vectorByteSize();

    VectorBinaryLoop() {}

    @Override
    public void run(MemorySegment[] segments, long[] positions, long[] strides, long count) {
        MemorySegment out = segments[0];
        MemorySegment left = segments[1];
        MemorySegment right = segments[2];
        long outAt = positions[0] * WIDTH;
        long leftAt = positions[1] * WIDTH;
        long rightAt = positions[2] * WIDTH;
        long end = count * WIDTH;
        if (strides[1] == 0) {
            Vector<?> a = Lanes.repeated(left, leftAt, LANES, BITS);
            for (long i = 0; i < end; i += STEP) {
                Vector<?> b = LANES.fromMemorySegment(right, rightAt + i, ORDER);
                formula(a, b).intoMemorySegment(out, outAt + i, ORDER);
            }
        } else if (strides[2] == 0) {
            Vector<?> b = Lanes.repeated(right, rightAt, LANES, BITS);
            for (long i = 0; i < end; i += STEP) {
                Vector<?> a = LANES.fromMemorySegment(left, leftAt + i, ORDER);
                formula(a, b).intoMemorySegment(out, outAt + i, ORDER);
            }
        } else {
            for (long i = 0; i < end; i += STEP) {
                Vector<?> a = LANES.fromMemorySegment(left, leftAt + i, ORDER);
                Vector<?> b = LANES.fromMemorySegment(right, rightAt + i, ORDER);
                formula(a, b).intoMemorySegment(out, outAt + i, ORDER);
            }
        }
    }

    private static Vector<?> formula(Vector<?> left, Vector<?> right) {
        throw new AssertionError("replaced");
    }
}
