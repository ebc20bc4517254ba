package tdsl.tensor.cpu.pointwise;

import static tdsl.tensor.ElementAccess.integerAt;
import static tdsl.tensor.ElementAccess.putInteger;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.util.function.LongBinaryOperator;
import tdsl.tensor.DType;

/// Template: two integers or bools to one, computed in 64 bits and cut to the dtype. An operation of one
/// operand
/// ignores the second, which then is the first again.
final class IntegerLoop implements Loop {
    private static final LongBinaryOperator OPERATION =
            LoopTemplates.operation(MethodHandles.lookup(), LongBinaryOperator.class);

    private final DType dtype;

    IntegerLoop(DType dtype) {
        this.dtype = dtype;
    }

    @Override
    public void run(MemorySegment[] segments, long[] positions, long[] strides, long count) {
        switch (dtype) {
            case INT64 -> run(DType.INT64, segments, positions, strides, count);
            case INT32 -> run(DType.INT32, segments, positions, strides, count);
            case INT16 -> run(DType.INT16, segments, positions, strides, count);
            case INT8 -> run(DType.INT8, segments, positions, strides, count);
            case UINT8 -> run(DType.UINT8, segments, positions, strides, count);
            default -> run(DType.BOOL, segments, positions, strides, count);
        }
    }

    /// Called with a constant dtype, so that the compiler specialises the loop for it.
    private static void run(DType type, MemorySegment[] segments, long[] positions, long[] strides, long count) {
        MemorySegment out = segments[0];
        MemorySegment left = segments[1];
        MemorySegment right = segments[segments.length - 1];
        int second = segments.length - 1;
        for (long i = 0; i < count; i++) {
            long a = integerAt(left, type, positions[1] + i * strides[1]);
            long b = integerAt(right, type, positions[second] + i * strides[second]);
            putInteger(out, type, positions[0] + i * strides[0], OPERATION.applyAsLong(a, b));
        }
    }
}
