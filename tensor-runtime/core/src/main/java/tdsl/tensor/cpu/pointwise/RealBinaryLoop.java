package tdsl.tensor.cpu.pointwise;

import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.util.function.DoubleBinaryOperator;
import tdsl.tensor.DType;

/// Template: two floating elements to one, one pair at a time, computed in f64. For + − · / and √ of f32 the result
/// is the correctly rounded one all the same, since f64 has more than twice the digits.
final class RealBinaryLoop implements Loop {
    private static final DoubleBinaryOperator OPERATION =
            LoopTemplates.operation(MethodHandles.lookup(), DoubleBinaryOperator.class);

    private final boolean single;

    RealBinaryLoop(DType dtype) {
        single = dtype == DType.FLOAT32;
    }

    @Override
    public void run(MemorySegment[] segments, long[] positions, long[] strides, long count) {
        MemorySegment out = segments[0];
        MemorySegment left = segments[1];
        MemorySegment right = segments[2];
        if (single) {
            for (long i = 0; i < count; i++) {
                double a = left.getAtIndex(JAVA_FLOAT, positions[1] + i * strides[1]);
                double b = right.getAtIndex(JAVA_FLOAT, positions[2] + i * strides[2]);
                out.setAtIndex(JAVA_FLOAT, positions[0] + i * strides[0], (float) OPERATION.applyAsDouble(a, b));
            }
        } else {
            for (long i = 0; i < count; i++) {
                double a = left.getAtIndex(JAVA_DOUBLE, positions[1] + i * strides[1]);
                double b = right.getAtIndex(JAVA_DOUBLE, positions[2] + i * strides[2]);
                out.setAtIndex(JAVA_DOUBLE, positions[0] + i * strides[0], OPERATION.applyAsDouble(a, b));
            }
        }
    }
}
