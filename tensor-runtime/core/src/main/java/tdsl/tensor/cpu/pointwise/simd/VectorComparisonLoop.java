package tdsl.tensor.cpu.pointwise.simd;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.nio.ByteOrder;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.Vector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;
import tdsl.tensor.cpu.pointwise.Loop;
import tdsl.tensor.cpu.pointwise.LoopTemplates;

/// Template: one or two operands to bools with SIMD instructions, by a formula. One of two operands may be a
/// repeated element, all else is contiguous.
final class VectorComparisonLoop implements Loop {
    private static final Lanes TYPES = LoopTemplates.data(MethodHandles.lookup(), Lanes.class);
    private static final VectorSpecies<?> LANES = TYPES.elements();
    private static final VectorSpecies<?> BITS = TYPES.bits();
    private static final VectorSpecies<Byte> BOOLS = TYPES.bools();
    private static final ByteOrder ORDER = ByteOrder.nativeOrder();
    private static final int WIDTH = LANES.elementSize() / Byte.SIZE;
    private static final int COUNT = LANES.length();

    VectorComparisonLoop() {}

    @Override
    public void run(MemorySegment[] segments, long[] positions, long[] strides, long count) {
        int second = segments.length - 1;
        MemorySegment out = segments[0];
        MemorySegment left = segments[1];
        MemorySegment right = segments[second];
        long outAt = positions[0];
        long leftAt = positions[1] * WIDTH;
        long rightAt = positions[second] * WIDTH;
        if (strides[1] == 0) {
            Vector<?> a = Lanes.repeated(left, leftAt, LANES, BITS);
            for (long i = 0; i < count; i += COUNT) {
                Vector<?> b = LANES.fromMemorySegment(right, rightAt + i * WIDTH, ORDER);
                bools(formula(a, b)).intoMemorySegment(out, outAt + i, ORDER);
            }
        } else if (strides[second] == 0) {
            Vector<?> b = Lanes.repeated(right, rightAt, LANES, BITS);
            for (long i = 0; i < count; i += COUNT) {
                Vector<?> a = LANES.fromMemorySegment(left, leftAt + i * WIDTH, ORDER);
                bools(formula(a, b)).intoMemorySegment(out, outAt + i, ORDER);
            }
        } else {
            for (long i = 0; i < count; i += COUNT) {
                Vector<?> a = LANES.fromMemorySegment(left, leftAt + i * WIDTH, ORDER);
                Vector<?> b = LANES.fromMemorySegment(right, rightAt + i * WIDTH, ORDER);
                bools(formula(a, b)).intoMemorySegment(out, outAt + i, ORDER);
            }
        }
    }

    private static ByteVector bools(VectorMask<?> answers) {
        return ByteVector.zero(BOOLS).blend((byte) 1, answers.cast(BOOLS));
    }

    private static VectorMask<?> formula(Vector<?> left, Vector<?> right) {
        throw new AssertionError("replaced");
    }
}
