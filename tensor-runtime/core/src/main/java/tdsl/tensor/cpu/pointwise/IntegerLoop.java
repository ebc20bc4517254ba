package tdsl.tensor.cpu.pointwise;

import static tdsl.tensor.ElementAccess.integerAt;
import static tdsl.tensor.ElementAccess.putInteger;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import tdsl.tensor.DType;

/// Template: one or two integers or bools to one, computed in 64 bits by a formula and cut to the dtype. The
/// formula of a single operand ignores the second, which then is the first again.
final class IntegerLoop implements Loop {
    private static final DType DTYPE = LoopTemplates.data(MethodHandles.lookup(), DType.class);

    IntegerLoop() {}

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
            long result = formula(a, b);
            putInteger(out, DTYPE, outAt + i * outStep, result);
        }
    }

    private static long formula(long left, long right) {
        throw new AssertionError("replaced");
    }
}
