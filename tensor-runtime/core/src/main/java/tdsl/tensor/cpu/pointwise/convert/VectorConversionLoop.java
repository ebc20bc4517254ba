package tdsl.tensor.cpu.pointwise.convert;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.nio.ByteOrder;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.Vector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;
import tdsl.tensor.DType;
import tdsl.tensor.cpu.pointwise.Loop;
import tdsl.tensor.cpu.pointwise.LoopTemplates;
import tdsl.tensor.cpu.pointwise.convert.ConversionLoop.DTypes;

/// Template: contiguous elements of one dtype to another with SIMD instructions, at least a vector of them.
///
/// Elements are computed with as ints, longs, floats or doubles, with as many lanes whatever their size. What
/// cannot be divided by the lanes is converted twice in part: the last vector ends where the run ends.
final class VectorConversionLoop implements Loop {
    private static final DTypes PAIR = LoopTemplates.data(MethodHandles.lookup(), DTypes.class);
    private static final DType FROM = PAIR.from();
    private static final DType TO = PAIR.to();
    private static final int FROM_BYTES = FROM.byteSize();
    private static final int TO_BYTES = TO.byteSize();
    private static final int LANES = ConversionLanes.count(FROM, TO);
    private static final boolean LONG = FROM_BYTES == Long.BYTES || TO_BYTES == Long.BYTES;
    private static final ByteOrder ORDER = ByteOrder.nativeOrder();

    private static final VectorSpecies<Byte> BYTES = species(byte.class, Byte.SIZE);
    private static final VectorSpecies<Short> SHORTS = species(short.class, Short.SIZE);
    private static final VectorSpecies<Integer> INTS = species(int.class, Integer.SIZE);
    private static final VectorSpecies<Float> FLOATS = species(float.class, Float.SIZE);
    private static final VectorSpecies<Long> LONGS = species(long.class, Long.SIZE);
    private static final VectorSpecies<Double> DOUBLES = species(double.class, Double.SIZE);
    /// What integers are computed with.
    private static final VectorSpecies<?> INTEGERS = LONG ? LONGS : INTS;

    /// Vectors of `LANES` elements; null where there are none, and none are needed.
    private static <E> VectorSpecies<E> species(Class<E> element, int bits) {
        int size = bits * LANES;
        boolean exists =
                size >= Long.SIZE && size <= VectorShape.preferredShape().vectorBitSize();
        return exists ? VectorSpecies.of(element, VectorShape.forBitSize(size)) : null;
    }

    @Override
    public void run(MemorySegment[] segments, long[] positions, long[] strides, long count) {
        MemorySegment out = segments[0];
        MemorySegment in = segments[1];
        long outAt = positions[0];
        long inAt = positions[1];
        long last = count - LANES;
        for (long i = 0; i < last; i += LANES) {
            store(converted(load(in, (inAt + i) * FROM_BYTES)), out, (outAt + i) * TO_BYTES);
        }
        store(converted(load(in, (inAt + last) * FROM_BYTES)), out, (outAt + last) * TO_BYTES);
    }

    private static Vector<?> load(MemorySegment in, long at) {
        if (FROM == DType.FLOAT32) {
            return FloatVector.fromMemorySegment(FLOATS, in, at, ORDER);
        } else if (FROM == DType.FLOAT64) {
            return DoubleVector.fromMemorySegment(DOUBLES, in, at, ORDER);
        } else if (FROM == DType.INT64) {
            return LongVector.fromMemorySegment(LONGS, in, at, ORDER);
        } else if (FROM == DType.INT32) {
            return cast(IntVector.fromMemorySegment(INTS, in, at, ORDER), INTEGERS);
        } else if (FROM_BYTES == Short.BYTES) {
            ShortVector elements = ShortVector.fromMemorySegment(SHORTS, in, at, ORDER);
            return FROM == DType.INT16 ? cast(elements, INTEGERS) : halves(elements);
        }
        ByteVector elements = ByteVector.fromMemorySegment(BYTES, in, at, ORDER);
        if (FROM == DType.INT8) {
            return cast(elements, INTEGERS);
        }
        return LONG
                ? elements.convertShape(VectorOperators.ZERO_EXTEND_B2L, LONGS, 0)
                : elements.convertShape(VectorOperators.ZERO_EXTEND_B2I, INTS, 0);
    }

    private static FloatVector halves(ShortVector elements) {
        IntVector bits = (IntVector) elements.convertShape(VectorOperators.ZERO_EXTEND_S2I, INTS, 0);
        return FROM == DType.BFLOAT16 ? HalfVectors.fromBfloat16(bits) : HalfVectors.fromFloat16(bits);
    }

    private static Vector<?> converted(Vector<?> elements) {
        if (TO == DType.FLOAT64) {
            return cast(elements, DOUBLES);
        } else if (TO.isFloating()) {
            return cast(elements, FLOATS);
        } else if (TO == DType.BOOL) {
            return truth(elements.compare(VectorOperators.NE, 0));
        }
        return FROM.isFloating() ? truncated(elements) : elements;
    }

    private static Vector<?> truth(VectorMask<?> isTrue) {
        return LONG
                ? LongVector.zero(LONGS).blend(1, isTrue.cast(LONGS))
                : IntVector.zero(INTS).blend(1, isTrue.cast(INTS));
    }

    /// As `ElementAccess` defines it: the Vector API makes 0 of NaN, and of what is too large the largest integer.
    private static Vector<?> truncated(Vector<?> elements) {
        // What is beyond the ints ends, as an f32, in 8 zero bits, like the smallest int.
        boolean toLong = TO == DType.INT64 || (TO == DType.UINT8 && FROM == DType.FLOAT64);
        double bound = toLong ? 0x1p63 : 0x1p31;
        VectorMask<?> isBelow = FROM == DType.FLOAT64
                ? ((DoubleVector) elements).compare(VectorOperators.LT, bound)
                : ((FloatVector) elements).compare(VectorOperators.LT, (float) bound);
        if (toLong) {
            LongVector integers = (LongVector) elements.castShape(LONGS, 0);
            return LongVector.broadcast(LONGS, Long.MIN_VALUE).blend(integers, isBelow.cast(LONGS));
        }
        IntVector integers = (IntVector) elements.castShape(INTS, 0);
        return IntVector.broadcast(INTS, Integer.MIN_VALUE).blend(integers, isBelow.cast(INTS));
    }

    private static void store(Vector<?> elements, MemorySegment out, long at) {
        if (TO == DType.BFLOAT16) {
            cast(HalfVectors.toBfloat16((FloatVector) elements), SHORTS).intoMemorySegment(out, at, ORDER);
        } else if (TO == DType.FLOAT16) {
            cast(HalfVectors.toFloat16((FloatVector) elements), SHORTS).intoMemorySegment(out, at, ORDER);
        } else if (TO.isFloating() || TO == DType.INT64) {
            elements.intoMemorySegment(out, at, ORDER);
        } else {
            VectorSpecies<?> stored = TO_BYTES == Integer.BYTES ? INTS : TO_BYTES == Short.BYTES ? SHORTS : BYTES;
            cast(elements, stored).intoMemorySegment(out, at, ORDER);
        }
    }

    private static Vector<?> cast(Vector<?> elements, VectorSpecies<?> species) {
        return elements.species() == species ? elements : elements.castShape(species, 0);
    }
}
