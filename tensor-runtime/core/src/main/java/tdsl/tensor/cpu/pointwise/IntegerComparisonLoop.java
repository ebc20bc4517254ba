package tdsl.tensor.cpu.pointwise;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static tdsl.tensor.ElementAccess.integerAt;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import tdsl.tensor.DType;

/// Template: two integers or bools to a bool. A test of one operand ignores the second, which then is the first again.
final class IntegerComparisonLoop implements Loop {
    private static final IntegerTest OPERATION = LoopTemplates.operation(MethodHandles.lookup(), IntegerTest.class);

    private final DType dtype;

    /// A question about two integers.
    @FunctionalInterface
    interface IntegerTest {
        boolean test(long left, long right);
    }

    IntegerComparisonLoop(DType dtype) {
        this.dtype = dtype;
    }

    @Override
    public void run(MemorySegment[] segments, long[] positions, long[] strides, long count) {
        MemorySegment out = segments[0];
        MemorySegment left = segments[1];
        int second = segments.length - 1;
        MemorySegment right = segments[second];
        for (long i = 0; i < count; i++) {
            long a = integerAt(left, dtype, positions[1] + i * strides[1]);
            long b = integerAt(right, dtype, positions[second] + i * strides[second]);
            out.set(JAVA_BYTE, positions[0] + i * strides[0], (byte) (OPERATION.test(a, b) ? 1 : 0));
        }
    }
}
