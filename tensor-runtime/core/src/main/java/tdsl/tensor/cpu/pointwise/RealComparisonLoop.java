package tdsl.tensor.cpu.pointwise;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import tdsl.tensor.DType;

/// Template: one or two floating elements to a bool, by a formula. A question about a single operand ignores the
/// second, which then is the first again.
final class RealComparisonLoop implements Loop {
    private static final boolean SINGLE = LoopTemplates.data(MethodHandles.lookup(), DType.class) == DType.FLOAT32;

    RealComparisonLoop() {}

    @Override
    public void run(MemorySegment[] segments, long[] positions, long[] strides, long count) {
        int second = segments.length - 1;
        MemorySegment out = segments[0];
        MemorySegment left = segments[1];
        MemorySegment right = segments[second];
        long outAt = positions[0];
        long leftAt = positions[1];
        long rightAt = positions[second];
        // Read before, since a segment on the heap might be this very array.
        long outStep = strides[0];
        long leftStep = strides[1];
        long rightStep = strides[second];
        for (long i = 0; i < count; i++) {
            double a = get(left, leftAt + i * leftStep);
            double b = get(right, rightAt + i * rightStep);
            boolean answer = formula(a, b);
            out.set(JAVA_BYTE, outAt + i * outStep, (byte) (answer ? 1 : 0));
        }
    }

    private static double get(MemorySegment segment, long position) {
        return SINGLE ? segment.getAtIndex(JAVA_FLOAT, position) : segment.getAtIndex(JAVA_DOUBLE, position);
    }

    private static boolean formula(double left, double right) {
        throw new AssertionError("replaced");
    }
}
