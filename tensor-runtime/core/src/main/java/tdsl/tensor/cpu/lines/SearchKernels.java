package tdsl.tensor.cpu.lines;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;
import java.util.Map;
import tdsl.tensor.DType;
import tdsl.tensor.Tensor;
import tdsl.tensor.cpu.Parallel;
import tdsl.tensor.dispatch.Args;
import tdsl.tensor.dispatch.Kernel;
import tdsl.tensor.dispatch.TypeRule;
import tdsl.tensor.ops.operand.SortedSequence;

/// Places of values in sorted lines, by binary search.
public final class SearchKernels {
    private static final int PIECE = 4096;

    private SearchKernels() {}

    public static void register(Map<String, Kernel> kernels) {
        kernels.put("insertion_indices", SearchKernels::insertionIndices);
    }

    private static Tensor insertionIndices(Args args) {
        DType type = TypeRule.promote(args.tensor(0), args.tensor(1));
        Tensor sorted = args.tensor(0).to(type).contiguous();
        Tensor values = args.tensor(1).to(type).contiguous();
        boolean right = args.flag(2);
        SortedSequence.requireMatch(sorted, values);
        Tensor out = Tensor.empty(DType.INT64, values.shape());
        if (out.elementCount() == 0) {
            return out;
        }
        boolean shared = sorted.rank() == 1;
        long lines = shared ? 1 : sorted.elementCount() / Math.max(1, sorted.size(sorted.rank() - 1));
        if (sorted.elementCount() == 0) {
            return out.zero_();
        }
        long[] keys = new long[Math.toIntExact(sorted.size(sorted.rank() - 1))];
        long valuesPerLine = values.elementCount() / lines;
        for (long line = 0; line < lines; line++) {
            SortKeys.read(sorted, sorted.layout().offset() + line * keys.length, false, keys);
            search(keys, values, line * valuesPerLine, valuesPerLine, right, out);
        }
        return out;
    }

    private static void search(long[] sorted, Tensor values, long first, long count, boolean right, Tensor out) {
        MemorySegment to = out.storage().segment();
        Parallel.forRange(Math.ceilDiv(count, PIECE), 2, (begin, end) -> {
            for (long piece = begin; piece < end; piece++) {
                long start = first + piece * PIECE;
                long[] wanted = new long[(int) Math.min(PIECE, first + count - start)];
                SortKeys.read(values, values.layout().offset() + start, false, wanted);
                for (int i = 0; i < wanted.length; i++) {
                    to.setAtIndex(JAVA_LONG, start + i, position(sorted, wanted[i], right));
                }
            }
        });
    }

    /// How many keys are less than (or equal to, for `right`) the wanted one. The step that halves the
    /// range has no branch, which could not be predicted.
    private static int position(long[] sorted, long wanted, boolean right) {
        if (right && wanted == Long.MAX_VALUE) {
            return sorted.length;
        }
        long bound = right ? wanted + 1 : wanted;
        int begin = 0;
        int length = sorted.length;
        while (length > 1) {
            int half = length >>> 1;
            begin += sorted[begin + half - 1] < bound ? half : 0;
            length -= half;
        }
        return begin + (sorted[begin] < bound ? 1 : 0);
    }
}
