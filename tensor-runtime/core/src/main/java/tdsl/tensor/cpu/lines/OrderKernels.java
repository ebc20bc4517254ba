package tdsl.tensor.cpu.lines;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Map;
import tdsl.tensor.DType;
import tdsl.tensor.Tensor;
import tdsl.tensor.dispatch.Args;
import tdsl.tensor.dispatch.Kernel;
import tdsl.tensor.error.ValueException;
import tdsl.tensor.ops.operand.Lines;

/// Order along an axis, by indices: NaN is above all numbers, and equal elements keep their order.
public final class OrderKernels {
    private OrderKernels() {}

    public static void register(Map<String, Kernel> kernels) {
        kernels.put("argsort", OrderKernels::argsort);
        kernels.put("topk_indices", OrderKernels::topk);
        kernels.put("kthvalue_indices", OrderKernels::kth);
        kernels.put("median_indices", args -> median("median", args, false));
        kernels.put("nanmedian_indices", args -> median("nanmedian", args, true));
        kernels.put("mode_indices", args -> oneIndex("mode", args, OrderKernels::modeIndex));
    }

    private static Tensor argsort(Args args) {
        Lines lines = Lines.of("argsort", args.tensor(0), args.integer(1));
        return indices(lines, lines.length(), args.flag(2), KeySort::order);
    }

    private static Tensor topk(Args args) {
        Lines lines = Lines.of("topk", args.tensor(0), args.integer(2));
        long count = args.integer(1);
        if (count < 0 || count > lines.length()) {
            throw new ValueException("topk: k is %d, but %s", count, lines.describe());
        }
        return indices(lines, (int) count, args.flag(3), keys -> Selection.smallest(keys, (int) count));
    }

    /// Chooses elements of a line.
    @FunctionalInterface
    private interface Choice {
        int[] of(long[] keys);
    }

    private static Tensor indices(Lines lines, int chosen, boolean descending, Choice choice) {
        Tensor out = lines.results(DType.INT64, chosen);
        MemorySegment to = out.storage().segment();
        LineAccess.forEach(lines, (begin, end) -> {
            long[] keys = new long[lines.length()];
            for (long line = begin; line < end; line++) {
                SortKeys.read(lines.tensor(), lines.start(line), descending, keys);
                int[] order = choice.of(keys);
                for (int i = 0; i < order.length; i++) {
                    to.setAtIndex(JAVA_LONG, line * chosen + i, order[i]);
                }
            }
        });
        return lines.restored(out, true);
    }

    private static Tensor kth(Args args) {
        long k = args.integer(1);
        Args rest = new Args(args.value(0), args.value(2), args.value(3));
        return oneIndex("kthvalue", rest, keys -> {
            if (k < 1 || k > keys.length) {
                throw new ValueException("kthvalue: k is %d, but there are %d elements", k, keys.length)
                        .withHint("k counts from 1");
            }
            return firstIndexOf(Selection.atRank(keys, (int) k - 1), keys);
        });
    }

    /// Chooses one element of a line.
    @FunctionalInterface
    private interface SingleChoice {
        int of(long[] keys);
    }

    private static Tensor oneIndex(String op, Args args, SingleChoice choice) {
        Lines lines = Lines.of(op, args.tensor(0), args.integer(1));
        if (lines.length() == 0) {
            throw new ValueException(
                    "%s: %s has no elements to choose from", op, args.tensor(0).describe());
        }
        Tensor out = lines.results(DType.INT64, 1);
        LineAccess.forEach(lines, (begin, end) -> {
            long[] keys = new long[lines.length()];
            for (long line = begin; line < end; line++) {
                SortKeys.read(lines.tensor(), lines.start(line), false, keys);
                out.storage().segment().setAtIndex(JAVA_LONG, line, choice.of(keys));
            }
        });
        return lines.restored(out, args.flag(2));
    }

    /// The lower of the two in the middle of an even number of elements.
    private static Tensor median(String op, Args args, boolean ignoresNotANumber) {
        DType type = args.tensor(0).dtype();
        long notANumber = SortKeys.ofNotANumber(type);
        return oneIndex(op, args, keys -> {
            int missing = type.isFloating() ? count(notANumber, keys) : 0;
            int numbers = keys.length - missing;
            return missing > 0 && (!ignoresNotANumber || numbers == 0)
                    ? firstIndexOf(notANumber, keys)
                    : firstIndexOf(Selection.atRank(keys, (numbers - 1) / 2), keys);
        });
    }

    /// The last element that equals the most frequent one, which is the smallest of several.
    private static int modeIndex(long[] keys) {
        long[] sorted = keys.clone();
        Arrays.sort(sorted);
        int begin = 0;
        int longest = 0;
        long mode = 0;
        for (int i = 0; i < sorted.length; i++) {
            if (sorted[i] != sorted[begin]) {
                begin = i;
            }
            if (i - begin + 1 > longest) {
                longest = i - begin + 1;
                mode = sorted[i];
            }
        }
        int index = keys.length - 1;
        while (keys[index] != mode) {
            index--;
        }
        return index;
    }

    private static int count(long key, long[] keys) {
        int count = 0;
        for (long other : keys) {
            count += other == key ? 1 : 0;
        }
        return count;
    }

    private static int firstIndexOf(long key, long[] keys) {
        int index = 0;
        while (keys[index] != key) {
            index++;
        }
        return index;
    }
}
