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
        // Checks of bounds leave loops over int indices, and no others.
        MemorySegment block = in.asSlice(position * type.byteSize(), count * type.byteSize());
        int end = (int) count;
        // Four vectors of totals at a time: where vectors are short, the block, which is in the cache, is read again.
        for (int chain = 0; chain < CHAINS; chain += 4 * LANES) {
            switch (fold) {
                case ADD -> {
                    if (single) {
                        addFloats(block, chain, end, chains);
                    } else {
                        addDoubles(block, chain, end, chains);
                    }
                }
                case MAX -> {
                    if (single) {
                        maxFloats(block, chain, end, chains);
                    } else {
                        maxDoubles(block, chain, end, chains);
                    }
                }
                default -> {
                    if (single) {
                        minFloats(block, chain, end, chains);
                    } else {
                        minDoubles(block, chain, end, chains);
                    }
                }
            }
        }
    }

    @Override
    double joined(double[] chains) {
        if (fold != RealFold.ADD) {
            return super.joined(chains);
        }
        int half = CHAINS / 2;
        for (; half >= LANES; half /= 2) {
            for (int i = 0; i < half; i += LANES) {
                sums(chains, i).add(sums(chains, i + half)).intoArray(chains, i);
            }
        }
        for (; half > 0; half /= 2) {
            for (int i = 0; i < half; i++) {
                chains[i] += chains[i + half];
            }
        }
        return chains[0];
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

    private static void addFloats(MemorySegment block, int begin, int end, double[] chains) {
        DoubleVector a = sums(chains, begin);
        DoubleVector b = sums(chains, begin + LANES);
        DoubleVector c = sums(chains, begin + 2 * LANES);
        DoubleVector d = sums(chains, begin + 3 * LANES);
        for (int i = begin; i < end; i += CHAINS) {
            a = a.add(floats(block, i));
            b = b.add(floats(block, i + LANES));
            c = c.add(floats(block, i + 2 * LANES));
            d = d.add(floats(block, i + 3 * LANES));
        }
        a.intoArray(chains, begin);
        b.intoArray(chains, begin + LANES);
        c.intoArray(chains, begin + 2 * LANES);
        d.intoArray(chains, begin + 3 * LANES);
    }

    private static void addDoubles(MemorySegment block, int begin, int end, double[] chains) {
        DoubleVector a = sums(chains, begin);
        DoubleVector b = sums(chains, begin + LANES);
        DoubleVector c = sums(chains, begin + 2 * LANES);
        DoubleVector d = sums(chains, begin + 3 * LANES);
        for (int i = begin; i < end; i += CHAINS) {
            a = a.add(doubles(block, i));
            b = b.add(doubles(block, i + LANES));
            c = c.add(doubles(block, i + 2 * LANES));
            d = d.add(doubles(block, i + 3 * LANES));
        }
        a.intoArray(chains, begin);
        b.intoArray(chains, begin + LANES);
        c.intoArray(chains, begin + 2 * LANES);
        d.intoArray(chains, begin + 3 * LANES);
    }

    private static void maxFloats(MemorySegment block, int begin, int end, double[] chains) {
        DoubleVector a = sums(chains, begin);
        DoubleVector b = sums(chains, begin + LANES);
        DoubleVector c = sums(chains, begin + 2 * LANES);
        DoubleVector d = sums(chains, begin + 3 * LANES);
        for (int i = begin; i < end; i += CHAINS) {
            a = a.max(floats(block, i));
            b = b.max(floats(block, i + LANES));
            c = c.max(floats(block, i + 2 * LANES));
            d = d.max(floats(block, i + 3 * LANES));
        }
        a.intoArray(chains, begin);
        b.intoArray(chains, begin + LANES);
        c.intoArray(chains, begin + 2 * LANES);
        d.intoArray(chains, begin + 3 * LANES);
    }

    private static void maxDoubles(MemorySegment block, int begin, int end, double[] chains) {
        DoubleVector a = sums(chains, begin);
        DoubleVector b = sums(chains, begin + LANES);
        DoubleVector c = sums(chains, begin + 2 * LANES);
        DoubleVector d = sums(chains, begin + 3 * LANES);
        for (int i = begin; i < end; i += CHAINS) {
            a = a.max(doubles(block, i));
            b = b.max(doubles(block, i + LANES));
            c = c.max(doubles(block, i + 2 * LANES));
            d = d.max(doubles(block, i + 3 * LANES));
        }
        a.intoArray(chains, begin);
        b.intoArray(chains, begin + LANES);
        c.intoArray(chains, begin + 2 * LANES);
        d.intoArray(chains, begin + 3 * LANES);
    }

    private static void minFloats(MemorySegment block, int begin, int end, double[] chains) {
        DoubleVector a = sums(chains, begin);
        DoubleVector b = sums(chains, begin + LANES);
        DoubleVector c = sums(chains, begin + 2 * LANES);
        DoubleVector d = sums(chains, begin + 3 * LANES);
        for (int i = begin; i < end; i += CHAINS) {
            a = a.min(floats(block, i));
            b = b.min(floats(block, i + LANES));
            c = c.min(floats(block, i + 2 * LANES));
            d = d.min(floats(block, i + 3 * LANES));
        }
        a.intoArray(chains, begin);
        b.intoArray(chains, begin + LANES);
        c.intoArray(chains, begin + 2 * LANES);
        d.intoArray(chains, begin + 3 * LANES);
    }

    private static void minDoubles(MemorySegment block, int begin, int end, double[] chains) {
        DoubleVector a = sums(chains, begin);
        DoubleVector b = sums(chains, begin + LANES);
        DoubleVector c = sums(chains, begin + 2 * LANES);
        DoubleVector d = sums(chains, begin + 3 * LANES);
        for (int i = begin; i < end; i += CHAINS) {
            a = a.min(doubles(block, i));
            b = b.min(doubles(block, i + LANES));
            c = c.min(doubles(block, i + 2 * LANES));
            d = d.min(doubles(block, i + 3 * LANES));
        }
        a.intoArray(chains, begin);
        b.intoArray(chains, begin + LANES);
        c.intoArray(chains, begin + 2 * LANES);
        d.intoArray(chains, begin + 3 * LANES);
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
