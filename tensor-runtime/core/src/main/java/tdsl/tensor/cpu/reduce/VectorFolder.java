package tdsl.tensor.cpu.reduce;

import static tdsl.tensor.ElementAccess.realAt;

import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;
import tdsl.tensor.DType;
import tdsl.tensor.Tensor;

/// Folds of f32 and f64 elements in native memory, with SIMD where they are adjacent.
///
/// Each loop is a method of its own: only in small ones does the compiler keep all vectors in registers.
final class VectorFolder extends RealFolder {
    private static final VectorSpecies<Double> DOUBLES = DoubleVector.SPECIES_PREFERRED;
    /// As many floats as there are doubles in a vector.
    private static final VectorSpecies<Float> FLOATS =
            VectorSpecies.of(float.class, VectorShape.forBitSize(DOUBLES.vectorBitSize() / 2));
    private static final int LANES = DOUBLES.length();
    private static final ByteOrder ORDER = ByteOrder.nativeOrder();

    private final boolean single;

    VectorFolder(Tensor input, Tensor out, RealFold fold) {
        super(input, out, fold);
        single = type == DType.FLOAT32;
    }

    @Override
    void foldChains(double[] chains, long position, long stride, long count) {
        if (stride != 1 || fold == RealFold.MULTIPLY) {
            super.foldChains(chains, position, stride, count);
            return;
        }
        // Four vectors of totals at a time: where vectors are short, the block, which is in the cache, is read again.
        for (int chain = 0; chain < CHAINS; chain += 4 * LANES) {
            long begin = position + chain;
            long end = position + count;
            switch (fold) {
                case ADD -> {
                    if (single) {
                        addFloats(in, begin, end, chains, chain);
                    } else {
                        addDoubles(in, begin, end, chains, chain);
                    }
                }
                case MAX -> {
                    if (single) {
                        maxFloats(in, begin, end, chains, chain);
                    } else {
                        maxDoubles(in, begin, end, chains, chain);
                    }
                }
                default -> {
                    if (single) {
                        minFloats(in, begin, end, chains, chain);
                    } else {
                        minDoubles(in, begin, end, chains, chain);
                    }
                }
            }
        }
    }

    private static DoubleVector floats(MemorySegment in, long position) {
        return (DoubleVector) FloatVector.fromMemorySegment(FLOATS, in, position * Float.BYTES, ORDER)
                .convertShape(VectorOperators.F2D, DOUBLES, 0);
    }

    private static DoubleVector doubles(MemorySegment in, long position) {
        return DoubleVector.fromMemorySegment(DOUBLES, in, position * Double.BYTES, ORDER);
    }

    private static DoubleVector sums(double[] sums, int index) {
        return DoubleVector.fromArray(DOUBLES, sums, index);
    }

    private static void addFloats(MemorySegment in, long begin, long end, double[] chains, int chain) {
        DoubleVector a = sums(chains, chain);
        DoubleVector b = sums(chains, chain + LANES);
        DoubleVector c = sums(chains, chain + 2 * LANES);
        DoubleVector d = sums(chains, chain + 3 * LANES);
        for (long i = begin; i < end; i += CHAINS) {
            a = a.add(floats(in, i));
            b = b.add(floats(in, i + LANES));
            c = c.add(floats(in, i + 2 * LANES));
            d = d.add(floats(in, i + 3 * LANES));
        }
        a.intoArray(chains, chain);
        b.intoArray(chains, chain + LANES);
        c.intoArray(chains, chain + 2 * LANES);
        d.intoArray(chains, chain + 3 * LANES);
    }

    private static void addDoubles(MemorySegment in, long begin, long end, double[] chains, int chain) {
        DoubleVector a = sums(chains, chain);
        DoubleVector b = sums(chains, chain + LANES);
        DoubleVector c = sums(chains, chain + 2 * LANES);
        DoubleVector d = sums(chains, chain + 3 * LANES);
        for (long i = begin; i < end; i += CHAINS) {
            a = a.add(doubles(in, i));
            b = b.add(doubles(in, i + LANES));
            c = c.add(doubles(in, i + 2 * LANES));
            d = d.add(doubles(in, i + 3 * LANES));
        }
        a.intoArray(chains, chain);
        b.intoArray(chains, chain + LANES);
        c.intoArray(chains, chain + 2 * LANES);
        d.intoArray(chains, chain + 3 * LANES);
    }

    private static void maxFloats(MemorySegment in, long begin, long end, double[] chains, int chain) {
        DoubleVector a = sums(chains, chain);
        DoubleVector b = sums(chains, chain + LANES);
        DoubleVector c = sums(chains, chain + 2 * LANES);
        DoubleVector d = sums(chains, chain + 3 * LANES);
        for (long i = begin; i < end; i += CHAINS) {
            a = a.max(floats(in, i));
            b = b.max(floats(in, i + LANES));
            c = c.max(floats(in, i + 2 * LANES));
            d = d.max(floats(in, i + 3 * LANES));
        }
        a.intoArray(chains, chain);
        b.intoArray(chains, chain + LANES);
        c.intoArray(chains, chain + 2 * LANES);
        d.intoArray(chains, chain + 3 * LANES);
    }

    private static void maxDoubles(MemorySegment in, long begin, long end, double[] chains, int chain) {
        DoubleVector a = sums(chains, chain);
        DoubleVector b = sums(chains, chain + LANES);
        DoubleVector c = sums(chains, chain + 2 * LANES);
        DoubleVector d = sums(chains, chain + 3 * LANES);
        for (long i = begin; i < end; i += CHAINS) {
            a = a.max(doubles(in, i));
            b = b.max(doubles(in, i + LANES));
            c = c.max(doubles(in, i + 2 * LANES));
            d = d.max(doubles(in, i + 3 * LANES));
        }
        a.intoArray(chains, chain);
        b.intoArray(chains, chain + LANES);
        c.intoArray(chains, chain + 2 * LANES);
        d.intoArray(chains, chain + 3 * LANES);
    }

    private static void minFloats(MemorySegment in, long begin, long end, double[] chains, int chain) {
        DoubleVector a = sums(chains, chain);
        DoubleVector b = sums(chains, chain + LANES);
        DoubleVector c = sums(chains, chain + 2 * LANES);
        DoubleVector d = sums(chains, chain + 3 * LANES);
        for (long i = begin; i < end; i += CHAINS) {
            a = a.min(floats(in, i));
            b = b.min(floats(in, i + LANES));
            c = c.min(floats(in, i + 2 * LANES));
            d = d.min(floats(in, i + 3 * LANES));
        }
        a.intoArray(chains, chain);
        b.intoArray(chains, chain + LANES);
        c.intoArray(chains, chain + 2 * LANES);
        d.intoArray(chains, chain + 3 * LANES);
    }

    private static void minDoubles(MemorySegment in, long begin, long end, double[] chains, int chain) {
        DoubleVector a = sums(chains, chain);
        DoubleVector b = sums(chains, chain + LANES);
        DoubleVector c = sums(chains, chain + 2 * LANES);
        DoubleVector d = sums(chains, chain + 3 * LANES);
        for (long i = begin; i < end; i += CHAINS) {
            a = a.min(doubles(in, i));
            b = b.min(doubles(in, i + LANES));
            c = c.min(doubles(in, i + 2 * LANES));
            d = d.min(doubles(in, i + 3 * LANES));
        }
        a.intoArray(chains, chain);
        b.intoArray(chains, chain + LANES);
        c.intoArray(chains, chain + 2 * LANES);
        d.intoArray(chains, chain + 3 * LANES);
    }

    @Override
    void foldRows(long[] rows, double[] sums) {
        if (fold == RealFold.MULTIPLY) {
            super.foldRows(rows, sums);
            return;
        }
        int whole = sums.length / LANES * LANES;
        switch (fold) {
            case ADD -> {
                if (single) {
                    addFloatRows(in, rows, sums, whole);
                } else {
                    addDoubleRows(in, rows, sums, whole);
                }
            }
            case MAX -> {
                if (single) {
                    maxFloatRows(in, rows, sums, whole);
                } else {
                    maxDoubleRows(in, rows, sums, whole);
                }
            }
            default -> {
                if (single) {
                    minFloatRows(in, rows, sums, whole);
                } else {
                    minDoubleRows(in, rows, sums, whole);
                }
            }
        }
        for (int column = whole; column < sums.length; column++) {
            for (long row : rows) {
                sums[column] = fold.apply(sums[column], realAt(in, type, row + column));
            }
        }
    }

    private static void addFloatRows(MemorySegment in, long[] rows, double[] sums, int whole) {
        for (long row : rows) {
            for (int i = 0; i < whole; i += LANES) {
                sums(sums, i).add(floats(in, row + i)).intoArray(sums, i);
            }
        }
    }

    private static void addDoubleRows(MemorySegment in, long[] rows, double[] sums, int whole) {
        for (long row : rows) {
            for (int i = 0; i < whole; i += LANES) {
                sums(sums, i).add(doubles(in, row + i)).intoArray(sums, i);
            }
        }
    }

    private static void maxFloatRows(MemorySegment in, long[] rows, double[] sums, int whole) {
        for (long row : rows) {
            for (int i = 0; i < whole; i += LANES) {
                sums(sums, i).max(floats(in, row + i)).intoArray(sums, i);
            }
        }
    }

    private static void maxDoubleRows(MemorySegment in, long[] rows, double[] sums, int whole) {
        for (long row : rows) {
            for (int i = 0; i < whole; i += LANES) {
                sums(sums, i).max(doubles(in, row + i)).intoArray(sums, i);
            }
        }
    }

    private static void minFloatRows(MemorySegment in, long[] rows, double[] sums, int whole) {
        for (long row : rows) {
            for (int i = 0; i < whole; i += LANES) {
                sums(sums, i).min(floats(in, row + i)).intoArray(sums, i);
            }
        }
    }

    private static void minDoubleRows(MemorySegment in, long[] rows, double[] sums, int whole) {
        for (long row : rows) {
            for (int i = 0; i < whole; i += LANES) {
                sums(sums, i).min(doubles(in, row + i)).intoArray(sums, i);
            }
        }
    }
}
