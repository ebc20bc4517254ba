package tdsl.tensor.cpu.pointwise.simd;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.Vector;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;
import tdsl.tensor.cpu.pointwise.Loop;
import tdsl.tensor.cpu.pointwise.bytecode.Element;

/// The vectors that a formula is computed with.
///
/// @param bits   integers of the same width as the elements
/// @param limit  of the absolute value; vectors with an element beyond are left to the loop `beyond`
/// @param beyond null where there is no limit
record Lanes(VectorSpecies<?> elements, VectorSpecies<?> bits, double limit, Loop beyond) {
    private Lanes(VectorSpecies<?> elements, VectorSpecies<?> bits) {
        this(elements, bits, Double.POSITIVE_INFINITY, null);
    }

    /// The same with a limit.
    Lanes upTo(double newLimit, Loop newBeyond) {
        return new Lanes(elements, bits, newLimit, newBeyond);
    }

    /// Whether vectors must be tested.
    boolean isLimited() {
        return limit < Double.POSITIVE_INFINITY;
    }

    /// Computes one vector with the loop `beyond`.
    void runBeyond(MemorySegment[] segments, long[] positions, long[] strides, long done) {
        long[] moved = positions.clone();
        for (int i = 0; i < moved.length; i++) {
            moved[i] += done * strides[i];
        }
        beyond.run(segments, moved, strides, count());
    }

    /// The widest ones that the machine is fast with.
    static Lanes of(Element element) {
        return switch (element) {
            case FLOAT -> new Lanes(VectorSpecies.ofPreferred(float.class), VectorSpecies.ofPreferred(int.class));
            case DOUBLE -> new Lanes(VectorSpecies.ofPreferred(double.class), VectorSpecies.ofPreferred(long.class));
            case INT -> ofIntegers(int.class);
            case LONG -> ofIntegers(long.class);
            case SHORT -> ofIntegers(short.class);
            case BYTE, UNSIGNED_BYTE -> ofIntegers(byte.class);
        };
    }

    private static Lanes ofIntegers(Class<?> type) {
        return new Lanes(VectorSpecies.ofPreferred(type), VectorSpecies.ofPreferred(type));
    }

    int count() {
        return elements.length();
    }

    /// Whether there are vectors with as many elements that take so many bytes each.
    boolean haveAsMany(int elementBytes) {
        return count() * elementBytes * Byte.SIZE >= VectorShape.S_64_BIT.vectorBitSize();
    }

    /// As many bools.
    VectorSpecies<Byte> bools() {
        return VectorSpecies.of(byte.class, VectorShape.forBitSize(count() * Byte.SIZE));
    }

    /// As many f32.
    VectorSpecies<Float> singles() {
        return VectorSpecies.of(float.class, VectorShape.forBitSize(count() * Float.SIZE));
    }

    /// The element at this byte in all lanes.
    static Vector<?> repeated(MemorySegment segment, long at, VectorSpecies<?> elements, VectorSpecies<?> bits) {
        return bits.broadcast(bitsAt(segment, at, elements.elementSize() / Byte.SIZE))
                .reinterpretShape(elements, 0);
    }

    /// The element at this byte, as an integer of the same width.
    static long bitsAt(MemorySegment segment, long at, int width) {
        return switch (width) {
            case Long.BYTES -> segment.get(JAVA_LONG_UNALIGNED, at);
            case Integer.BYTES -> segment.get(JAVA_INT_UNALIGNED, at);
            case Short.BYTES -> segment.get(JAVA_SHORT_UNALIGNED, at);
            default -> segment.get(JAVA_BYTE, at);
        };
    }
}
