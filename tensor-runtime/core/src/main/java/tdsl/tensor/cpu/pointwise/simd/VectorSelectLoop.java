package tdsl.tensor.cpu.pointwise.simd;

import static jdk.incubator.vector.VectorOperators.NE;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.nio.ByteOrder;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.Vector;
import jdk.incubator.vector.VectorSpecies;
import tdsl.tensor.cpu.pointwise.Loop;
import tdsl.tensor.cpu.pointwise.LoopTemplates;

/// Template: the second input where the first, a bool, holds, else the third, with SIMD instructions. Elements are
/// moved as bits. One of both inputs, or each, may be a repeated element, all else is contiguous.
final class VectorSelectLoop implements Loop {
    private static final Lanes TYPES = LoopTemplates.data(MethodHandles.lookup(), Lanes.class);

    @SuppressWarnings("unchecked")
    private static final VectorSpecies<Object> LANES = (VectorSpecies<Object>) TYPES.elements();

    private static final VectorSpecies<Byte> BOOLS = TYPES.bools();
    private static final ByteOrder ORDER = ByteOrder.nativeOrder();
    private static final int WIDTH = LANES.elementSize() / Byte.SIZE;
    private static final int COUNT = LANES.length();

    VectorSelectLoop() {}

    @Override
    public void run(MemorySegment[] segments, long[] positions, long[] strides, long count) {
        if (strides[2] == 0 && strides[3] == 0) {
            betweenTwo(segments, positions, count);
        } else if (strides[2] == 0) {
            fromRepeated(segments, positions, count);
        } else if (strides[3] == 0) {
            elseRepeated(segments, positions, count);
        } else {
            for (long i = 0; i < count; i += COUNT) {
                Vector<Object> yes = load(segments[2], positions[2] + i);
                Vector<Object> no = load(segments[3], positions[3] + i);
                store(segments, positions, i, yes, no);
            }
        }
    }

    private static void betweenTwo(MemorySegment[] segments, long[] positions, long count) {
        Vector<Object> yes = repeated(segments[2], positions[2]);
        Vector<Object> no = repeated(segments[3], positions[3]);
        for (long i = 0; i < count; i += COUNT) {
            store(segments, positions, i, yes, no);
        }
    }

    private static void fromRepeated(MemorySegment[] segments, long[] positions, long count) {
        Vector<Object> yes = repeated(segments[2], positions[2]);
        for (long i = 0; i < count; i += COUNT) {
            store(segments, positions, i, yes, load(segments[3], positions[3] + i));
        }
    }

    private static void elseRepeated(MemorySegment[] segments, long[] positions, long count) {
        Vector<Object> no = repeated(segments[3], positions[3]);
        for (long i = 0; i < count; i += COUNT) {
            store(segments, positions, i, load(segments[2], positions[2] + i), no);
        }
    }

    private static Vector<Object> load(MemorySegment segment, long position) {
        return LANES.fromMemorySegment(segment, position * WIDTH, ORDER);
    }

    private static Vector<Object> repeated(MemorySegment segment, long position) {
        return LANES.broadcast(Lanes.bitsAt(segment, position * WIDTH, WIDTH));
    }

    private static void store(
            MemorySegment[] segments, long[] positions, long i, Vector<Object> yes, Vector<Object> no) {
        var chosen = ByteVector.fromMemorySegment(BOOLS, segments[1], positions[1] + i, ORDER)
                .compare(NE, (byte) 0)
                .cast(LANES);
        no.blend(yes, chosen).intoMemorySegment(segments[0], (positions[0] + i) * WIDTH, ORDER);
    }
}
