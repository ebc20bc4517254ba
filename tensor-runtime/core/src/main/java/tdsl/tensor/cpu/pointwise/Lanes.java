package tdsl.tensor.cpu.pointwise;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;
import tdsl.tensor.cpu.pointwise.formula.Element;

/// The vectors that a formula is computed with.
///
/// @param bits integers of the same width as the elements
record Lanes(VectorSpecies<?> elements, VectorSpecies<?> bits) {
    /// The widest ones that the machine is fast with.
    static Lanes of(Element element) {
        return switch (element) {
            case FLOAT -> new Lanes(VectorSpecies.ofPreferred(float.class), VectorSpecies.ofPreferred(int.class));
            case DOUBLE -> new Lanes(VectorSpecies.ofPreferred(double.class), VectorSpecies.ofPreferred(long.class));
            case INT -> ofIntegers(int.class);
            case LONG -> ofIntegers(long.class);
            case UNSIGNED_BYTE -> ofIntegers(byte.class);
        };
    }

    private static Lanes ofIntegers(Class<?> type) {
        return new Lanes(VectorSpecies.ofPreferred(type), VectorSpecies.ofPreferred(type));
    }

    int count() {
        return elements.length();
    }

    /// As many elements of another type, in vectors of another size.
    VectorSpecies<?> asMany(Class<?> type, int elementBytes) {
        return VectorSpecies.of(type, VectorShape.forBitSize(count() * elementBytes * Byte.SIZE));
    }

    /// The element at this byte, as an integer of the same width.
    static long bitsAt(MemorySegment segment, long at, int width) {
        return switch (width) {
            case Long.BYTES -> segment.get(JAVA_LONG_UNALIGNED, at);
            case Integer.BYTES -> segment.get(JAVA_INT_UNALIGNED, at);
            default -> segment.get(JAVA_BYTE, at);
        };
    }
}
