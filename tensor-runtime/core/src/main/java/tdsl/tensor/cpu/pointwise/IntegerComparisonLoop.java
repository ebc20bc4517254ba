package tdsl.tensor.cpu.pointwise;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static tdsl.tensor.ElementAccess.integerAt;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import tdsl.tensor.DType;

/// Template: one or two integers or bools to a bool, by a formula. A question about a single operand ignores the
/// second, which then is the first again.
final class IntegerComparisonLoop implements Loop {
    private static final DType DTYPE = LoopTemplates.data(MethodHandles.lookup(), DType.class);

    IntegerComparisonLoop() {}

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
            long a = integerAt(left, DTYPE, leftAt + i * leftStep);
            long b = integerAt(right, DTYPE, rightAt + i * rightStep);
            boolean answer = formula(a, b);
            out.set(JAVA_BYTE, outAt + i * outStep, (byte) (answer ? 1 : 0));
        }
    }

    private static boolean formula(long left, long right) {
        throw new AssertionError("replaced");
    }
}
