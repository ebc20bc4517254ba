package tdsl.tensor.cpu.reduce;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static tdsl.tensor.ElementAccess.integerAt;
import static tdsl.tensor.ElementAccess.putInteger;
import static tdsl.tensor.ElementAccess.realAt;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import tdsl.tensor.DType;
import tdsl.tensor.Layout;
import tdsl.tensor.Tensor;
import tdsl.tensor.cpu.Parallel;

/// Where extrema are, once their values are known: a second look at the input that stops at the first match.
public final class ExtremumPositions {
    /// Adjacent results that are looked for together, where their elements are adjacent in memory.
    private static final int COLUMNS = 256;

    private final Tensor input;
    private final Tensor extrema;
    /// The axes that stay and those that are searched, in the order that numbers the elements.
    private final Layout kept;
    private final Layout searched;

    private ExtremumPositions(Tensor input, Tensor extrema, Layout kept, Layout searched) {
        this.input = input;
        this.extrema = extrema;
        this.kept = kept;
        this.searched = searched;
    }

    /// @param extrema one per result, contiguous; each is among its elements
    /// @param kept where the elements of each result begin in `input`
    /// @param searched distances from there to its elements, at least one
    /// @param out i64, receives the number of the first element that is the extremum
    public static void find(Tensor input, Tensor extrema, Layout kept, Layout searched, Tensor out) {
        new ExtremumPositions(input, extrema, kept, searched).find(out.storage().segment());
    }

    private void find(MemorySegment out) {
        long results = kept.elementCount();
        int last = kept.rank() - 1;
        boolean areAdjacent = last >= 0 && kept.stride(last) == 1 && kept.size(last) > 1 && !isContiguousRun();
        long width = areAdjacent ? Math.min(COLUMNS, kept.size(last)) : 1;
        long tilesPerRow = areAdjacent ? Math.ceilDiv(kept.size(last), width) : 1;
        long rowLength = areAdjacent ? kept.size(last) : 1;
        long work = searched.elementCount() * width;
        Parallel.forRange(results / rowLength * tilesPerRow, Math.max(1, (1 << 16) / work), (begin, end) -> {
            long[] found = new long[(int) width];
            for (long tile = begin; tile < end; tile++) {
                long column = tile % tilesPerRow * width;
                long first = tile / tilesPerRow * rowLength + column;
                int count = (int) Math.min(width, rowLength - column);
                findTogether(first, count, found);
                for (int i = 0; i < count; i++) {
                    putInteger(out, DType.INT64, first + i, found[i]);
                }
            }
        });
    }

    private boolean isContiguousRun() {
        return searched.rank() == 1 && searched.stride(0) == 1;
    }

    /// @param count results whose elements are adjacent
    private void findTogether(long first, int count, long[] found) {
        MemorySegment in = input.storage().segment();
        DType type = input.dtype();
        long position = kept.position(first);
        if (count == 1 && searched.rank() <= 1 && type == DType.FLOAT32) {
            found[0] = findFloat(in, position, extrema.storage().segment().getAtIndex(JAVA_FLOAT, first));
            return;
        }
        Arrays.fill(found, -1);
        int missing = count;
        for (long i = 0; missing > 0; i++) {
            long row = position + (searched.rank() == 1 ? i * searched.stride(0) : searched.position(i));
            for (int column = 0; column < count; column++) {
                if (found[column] < 0 && isExtremum(in, type, row + column, first + column)) {
                    found[column] = i;
                    missing--;
                }
            }
        }
    }

    private long findFloat(MemorySegment in, long position, float extremum) {
        long stride = searched.rank() == 0 ? 1 : searched.stride(0);
        for (long i = 0; ; i++) {
            float value = in.getAtIndex(JAVA_FLOAT, position + i * stride);
            if (value == extremum || Float.isNaN(value)) {
                return i;
            }
        }
    }

    private boolean isExtremum(MemorySegment in, DType type, long position, long result) {
        MemorySegment values = extrema.storage().segment();
        if (type.isFloating()) {
            double value = realAt(in, type, position);
            return value == realAt(values, type, result) || Double.isNaN(value);
        }
        return integerAt(in, type, position) == integerAt(values, type, result);
    }
}
