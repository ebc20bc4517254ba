package tdsl.tensor.cpu.pointwise;

import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.nio.ByteOrder;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.Vector;
import jdk.incubator.vector.VectorSpecies;
import tdsl.tensor.DType;

/// Template: one or two floating operands with SIMD instructions, where runs are contiguous or one repeated element.
final class VectorLoop implements Loop {
    private static final VectorOperation OPERATION =
            LoopTemplates.operation(MethodHandles.lookup(), VectorOperation.class);
    private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Double> DOUBLES = DoubleVector.SPECIES_PREFERRED;
    private static final ByteOrder ORDER = ByteOrder.nativeOrder();

    private final boolean single;

    /// An operation on all lanes of two vectors; one of a single operand ignores the second.
    @FunctionalInterface
    interface VectorOperation {
        Vector<Object> apply(Vector<Object> left, Vector<Object> right);
    }

    VectorLoop(DType dtype) {
        single = dtype == DType.FLOAT32;
    }

    @Override
    public void run(MemorySegment[] segments, long[] positions, long[] strides, long count) {
        int second = segments.length - 1;
        if (single) {
            runFloats(segments, positions, count, strides[1] == 0, strides[second] == 0);
        } else {
            runDoubles(segments, positions, count, strides[1] == 0, strides[second] == 0);
        }
    }

    private static void runFloats(
            MemorySegment[] segments, long[] positions, long count, boolean leftRepeats, boolean rightRepeats) {
        int second = segments.length - 1;
        MemorySegment out = segments[0];
        MemorySegment left = segments[1];
        MemorySegment right = segments[second];
        long outAt = positions[0] * Float.BYTES;
        long leftAt = positions[1] * Float.BYTES;
        long rightAt = positions[second] * Float.BYTES;
        FloatVector leftOne = leftRepeats ? FloatVector.broadcast(FLOATS, left.get(JAVA_FLOAT, leftAt)) : null;
        FloatVector rightOne = rightRepeats ? FloatVector.broadcast(FLOATS, right.get(JAVA_FLOAT, rightAt)) : null;
        long step = FLOATS.vectorByteSize();
        long end = count * Float.BYTES;
        for (long i = 0; i < end; i += step) {
            FloatVector a = leftRepeats ? leftOne : FloatVector.fromMemorySegment(FLOATS, left, leftAt + i, ORDER);
            FloatVector b = rightRepeats ? rightOne : FloatVector.fromMemorySegment(FLOATS, right, rightAt + i, ORDER);
            ((FloatVector) erased(OPERATION.apply(object(a), object(b)))).intoMemorySegment(out, outAt + i, ORDER);
        }
    }

    private static void runDoubles(
            MemorySegment[] segments, long[] positions, long count, boolean leftRepeats, boolean rightRepeats) {
        int second = segments.length - 1;
        MemorySegment out = segments[0];
        MemorySegment left = segments[1];
        MemorySegment right = segments[second];
        long outAt = positions[0] * Double.BYTES;
        long leftAt = positions[1] * Double.BYTES;
        long rightAt = positions[second] * Double.BYTES;
        DoubleVector leftOne = leftRepeats ? DoubleVector.broadcast(DOUBLES, left.get(JAVA_DOUBLE, leftAt)) : null;
        DoubleVector rightOne = rightRepeats ? DoubleVector.broadcast(DOUBLES, right.get(JAVA_DOUBLE, rightAt)) : null;
        long step = DOUBLES.vectorByteSize();
        long end = count * Double.BYTES;
        for (long i = 0; i < end; i += step) {
            DoubleVector a = leftRepeats ? leftOne : DoubleVector.fromMemorySegment(DOUBLES, left, leftAt + i, ORDER);
            DoubleVector b =
                    rightRepeats ? rightOne : DoubleVector.fromMemorySegment(DOUBLES, right, rightAt + i, ORDER);
            ((DoubleVector) erased(OPERATION.apply(object(a), object(b)))).intoMemorySegment(out, outAt + i, ORDER);
        }
    }

    @SuppressWarnings("unchecked")
    private static Vector<Object> object(Vector<?> vector) {
        return (Vector<Object>) vector;
    }

    private static Vector<?> erased(Vector<Object> vector) {
        return vector;
    }
}
