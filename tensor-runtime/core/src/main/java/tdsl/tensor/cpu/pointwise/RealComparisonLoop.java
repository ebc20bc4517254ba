package tdsl.tensor.cpu.pointwise;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import tdsl.tensor.DType;

/// Template: two floating elements to a bool. A test of one operand ignores the second, which then is the first again.
final class RealComparisonLoop implements Loop {
    private static final RealTest OPERATION = LoopTemplates.operation(MethodHandles.lookup(), RealTest.class);

    private final boolean single;

    /// A question about two numbers.
    @FunctionalInterface
    interface RealTest {
        boolean test(double left, double right);
    }

    RealComparisonLoop(DType dtype) {
        single = dtype == DType.FLOAT32;
    }

    @Override
    public void run(MemorySegment[] segments, long[] positions, long[] strides, long count) {
        MemorySegment out = segments[0];
        MemorySegment left = segments[1];
        int second = segments.length - 1;
        MemorySegment right = segments[second];
        if (single) {
            for (long i = 0; i < count; i++) {
                double a = left.getAtIndex(JAVA_FLOAT, positions[1] + i * strides[1]);
                double b = right.getAtIndex(JAVA_FLOAT, positions[second] + i * strides[second]);
                out.set(JAVA_BYTE, positions[0] + i * strides[0], (byte) (OPERATION.test(a, b) ? 1 : 0));
            }
        } else {
            for (long i = 0; i < count; i++) {
                double a = left.getAtIndex(JAVA_DOUBLE, positions[1] + i * strides[1]);
                double b = right.getAtIndex(JAVA_DOUBLE, positions[second] + i * strides[second]);
                out.set(JAVA_BYTE, positions[0] + i * strides[0], (byte) (OPERATION.test(a, b) ? 1 : 0));
            }
        }
    }
}
