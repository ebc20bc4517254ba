package tdsl.tensor.cpu.pointwise;

import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.util.function.DoubleUnaryOperator;
import tdsl.tensor.DType;

/// Template: floating elements to floating elements, one at a time, computed in f64.
final class RealUnaryLoop implements Loop {
    private static final DoubleUnaryOperator OPERATION =
            LoopTemplates.operation(MethodHandles.lookup(), DoubleUnaryOperator.class);

    private final boolean single;

    RealUnaryLoop(DType dtype) {
        single = dtype == DType.FLOAT32;
    }

    @Override
    public void run(MemorySegment[] segments, long[] positions, long[] strides, long count) {
        MemorySegment out = segments[0];
        MemorySegment in = segments[1];
        long outAt = positions[0];
        long inAt = positions[1];
        long outStep = strides[0];
        long inStep = strides[1];
        if (single) {
            for (long i = 0; i < count; i++) {
                double value = in.getAtIndex(JAVA_FLOAT, inAt + i * inStep);
                out.setAtIndex(JAVA_FLOAT, outAt + i * outStep, (float) OPERATION.applyAsDouble(value));
            }
        } else {
            for (long i = 0; i < count; i++) {
                double value = in.getAtIndex(JAVA_DOUBLE, inAt + i * inStep);
                out.setAtIndex(JAVA_DOUBLE, outAt + i * outStep, OPERATION.applyAsDouble(value));
            }
        }
    }
}
