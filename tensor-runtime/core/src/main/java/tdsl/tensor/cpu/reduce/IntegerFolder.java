package tdsl.tensor.cpu.reduce;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static tdsl.tensor.ElementAccess.integerAt;
import static tdsl.tensor.ElementAccess.putInteger;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import tdsl.tensor.DType;
import tdsl.tensor.Tensor;

/// Folds of integers and bools.
record IntegerFolder(Tensor input, Tensor out, IntegerFold fold) implements Folder {
    /// Elements that are converted to longs before they are folded: the loops over plain arrays use SIMD.
    private static final int CHAINS = 256;

    @Override
    public long start() {
        return fold.start();
    }

    @Override
    public long merge(long left, long right) {
        return fold.apply(left, right);
    }

    @Override
    public void store(long index, long total) {
        putInteger(out.storage().segment(), out.dtype(), index, total);
    }

    @Override
    public long block(long position, long stride, long count) {
        if (input.dtype() == DType.BOOL && stride == 1 && count >= Long.BYTES) {
            return boolBlock(position, count);
        }
        long[] totals = new long[(int) Math.min(count, CHAINS)];
        long[] values = new long[totals.length];
        Arrays.fill(totals, fold.start());
        for (long i = 0; i < count; i += CHAINS) {
            int length = (int) Math.min(CHAINS, count - i);
            load(position + i * stride, stride, values, length);
            fold.applyAll(totals, values, length);
        }
        long total = fold.start();
        for (long one : totals) {
            total = fold.apply(total, one);
        }
        return total;
    }

    /// Eight bools at a time, each a byte that is 0 or 1.
    private long boolBlock(long position, long count) {
        MemorySegment in = input.storage().segment();
        long ones = 0;
        long i = 0;
        for (; i + Long.BYTES <= count; i += Long.BYTES) {
            ones += Long.bitCount(in.get(JAVA_LONG_UNALIGNED, position + i));
        }
        for (; i < count; i++) {
            ones += integerAt(in, DType.BOOL, position + i);
        }
        return switch (fold) {
            case ADD -> ones;
            case MULTIPLY, MIN, AND -> ones == count ? 1 : 0;
            case MAX, OR -> ones > 0 ? 1 : 0;
        };
    }

    @Override
    public void columns(long[] rows, int columns, long[] totals, int at) {
        long[] sums = new long[columns];
        long[] values = new long[columns];
        Arrays.fill(sums, fold.start());
        for (long row : rows) {
            load(row, 1, values, columns);
            fold.applyAll(sums, values, columns);
        }
        System.arraycopy(sums, 0, totals, at, columns);
    }

    private void load(long position, long stride, long[] values, int count) {
        MemorySegment in = input.storage().segment();
        DType type = input.dtype();
        if (type == DType.INT64 && stride == 1) {
            MemorySegment.copy(in, JAVA_LONG, position * Long.BYTES, values, 0, count);
            return;
        }
        switch (type) {
            case INT64 -> {
                for (int i = 0; i < count; i++) {
                    values[i] = in.getAtIndex(JAVA_LONG, position + i * stride);
                }
            }
            case INT32 -> {
                for (int i = 0; i < count; i++) {
                    values[i] = in.getAtIndex(JAVA_INT, position + i * stride);
                }
            }
            default -> {
                for (int i = 0; i < count; i++) {
                    values[i] = integerAt(in, type, position + i * stride);
                }
            }
        }
    }
}
