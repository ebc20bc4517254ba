package tdsl.tensor.cpu.reduce;

import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static tdsl.tensor.ElementAccess.putReal;
import static tdsl.tensor.ElementAccess.realAt;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import tdsl.tensor.DType;
import tdsl.tensor.Tensor;
import tdsl.tensor.cpu.Simd;

/// Folds of floating elements, one at a time; {@link VectorFolder} gives the same bits with SIMD.
sealed class RealFolder implements Folder permits VectorFolder {
    /// A block has this many running totals, which its elements go to in turn: one chain of additions cannot keep
    /// the adders busy, and the number must not depend on how wide the machine's vectors are.
    static final int CHAINS = 32;

    final MemorySegment in;
    final DType type;
    final RealFold fold;
    private final Tensor out;

    RealFolder(Tensor input, Tensor out, RealFold fold) {
        this.in = input.storage().segment();
        this.type = input.dtype();
        this.fold = fold;
        this.out = out;
    }

    static RealFolder of(Tensor input, Tensor out, RealFold fold) {
        boolean hasVectors = input.dtype() == DType.FLOAT32 || input.dtype() == DType.FLOAT64;
        // Memory on the heap is small; and vector code that has seen both kinds is slower.
        return Simd.isFast() && hasVectors && input.storage().segment().isNative()
                ? new VectorFolder(input, out, fold)
                : new RealFolder(input, out, fold);
    }

    @Override
    public final long start() {
        return Double.doubleToRawLongBits(fold.start());
    }

    @Override
    public final long merge(long left, long right) {
        return Double.doubleToRawLongBits(fold.apply(Double.longBitsToDouble(left), Double.longBitsToDouble(right)));
    }

    @Override
    public final void store(long index, long total) {
        putReal(out.storage().segment(), out.dtype(), index, Double.longBitsToDouble(total));
    }

    @Override
    public final long block(long position, long stride, long count) {
        if (count < CHAINS) {
            double total = fold.start();
            for (long i = 0; i < count; i++) {
                total = fold.apply(total, realAt(in, type, position + i * stride));
            }
            return Double.doubleToRawLongBits(total);
        }
        double[] chains = new double[CHAINS];
        Arrays.fill(chains, fold.start());
        long whole = count / CHAINS * CHAINS;
        foldChains(chains, position, stride, whole);
        for (long i = whole; i < count; i++) {
            int chain = (int) (i - whole);
            chains[chain] = fold.apply(chains[chain], realAt(in, type, position + i * stride));
        }
        return Double.doubleToRawLongBits(joined(chains));
    }

    /// The total of all chains, which it changes.
    double joined(double[] chains) {
        for (int half = CHAINS / 2; half > 0; half /= 2) {
            for (int i = 0; i < half; i++) {
                chains[i] = fold.apply(chains[i], chains[i + half]);
            }
        }
        return chains[0];
    }

    /// Adds element `i` to chain `i % CHAINS`.
    void foldChains(double[] chains, long position, long stride, long count) {
        double[] values = new double[CHAINS];
        for (long i = 0; i < count; i += CHAINS) {
            load(position + i * stride, stride, values, CHAINS);
            fold.applyAll(chains, values, CHAINS);
        }
    }

    @Override
    public final void columns(long[] rows, int columns, long[] totals, int at) {
        double[] sums = new double[columns];
        Arrays.fill(sums, fold.start());
        foldRows(rows, sums);
        for (int i = 0; i < columns; i++) {
            totals[at + i] = Double.doubleToRawLongBits(sums[i]);
        }
    }

    void foldRows(long[] rows, double[] sums) {
        double[] values = new double[sums.length];
        for (long row : rows) {
            load(row, 1, values, values.length);
            fold.applyAll(sums, values, values.length);
        }
    }

    private void load(long position, long stride, double[] values, int count) {
        switch (type) {
            case FLOAT32 -> {
                for (int i = 0; i < count; i++) {
                    values[i] = in.getAtIndex(JAVA_FLOAT, position + i * stride);
                }
            }
            case FLOAT64 -> {
                for (int i = 0; i < count; i++) {
                    values[i] = in.getAtIndex(JAVA_DOUBLE, position + i * stride);
                }
            }
            default -> {
                for (int i = 0; i < count; i++) {
                    values[i] = realAt(in, type, position + i * stride);
                }
            }
        }
    }
}
