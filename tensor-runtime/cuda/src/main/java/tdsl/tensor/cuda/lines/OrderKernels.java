package tdsl.tensor.cuda.lines;

import java.util.Map;
import tdsl.tensor.DType;
import tdsl.tensor.Tensor;
import tdsl.tensor.cuda.launch.Grids;
import tdsl.tensor.cuda.launch.KernelFile;
import tdsl.tensor.cuda.launch.Launch;
import tdsl.tensor.dispatch.Args;
import tdsl.tensor.dispatch.Kernel;
import tdsl.tensor.error.ValueException;
import tdsl.tensor.ops.operand.Lines;

/// Order along an axis, by indices: NaN is above all numbers, and equal elements keep their order.
public final class OrderKernels {
    private static final KernelFile FILE = new KernelFile("lines/order");

    private OrderKernels() {}

    /// What is chosen from a sorted line; the numbers of the kernel's `Choice`.
    private enum Choice {
        RANK,
        MEDIAN,
        NAN_MEDIAN
    }

    public static void register(Map<String, Kernel> kernels) {
        kernels.put("argsort", OrderKernels::argsort);
        kernels.put("topk_indices", OrderKernels::topk);
        kernels.put("kthvalue_indices", OrderKernels::kth);
        kernels.put("median_indices", args -> median("median", args, Choice.MEDIAN));
        kernels.put("nanmedian_indices", args -> median("nanmedian", args, Choice.NAN_MEDIAN));
        kernels.put("mode_indices", OrderKernels::mode);
    }

    private static RadixSort.Sorted sorted(Lines lines, boolean descending) {
        Tensor keys = RadixSort.keys(lines.tensor(), descending, false);
        return RadixSort.sort(
                keys, lines.count(), lines.length(), Byte.SIZE * lines.dtype().byteSize());
    }

    private static Tensor argsort(Args args) {
        Lines lines = Lines.of("argsort", args.tensor(0), args.integer(1));
        return first(lines, lines.length(), args.flag(2));
    }

    private static Tensor topk(Args args) {
        Lines lines = Lines.of("topk", args.tensor(0), args.integer(2));
        long count = args.integer(1);
        if (count < 0 || count > lines.length()) {
            throw new ValueException("topk: k is %d, but %s", count, lines.describe());
        }
        return first(lines, count, args.flag(3));
    }

    /// The indices of the first elements in order.
    private static Tensor first(Lines lines, long wanted, boolean descending) {
        Tensor out = lines.results(DType.INT64, wanted);
        if (out.elementCount() > 0) {
            FILE.kernel("first_of_lines")
                    .on(out.device())
                    .tensor(sorted(lines, descending).values())
                    .int64(lines.count())
                    .int64(lines.length())
                    .int64(wanted)
                    .tensor(out)
                    .launch(Grids.blocks(out.elementCount(), Grids.THREADS), Grids.THREADS);
        }
        return lines.restored(out, true);
    }

    private static Tensor kth(Args args) {
        long k = args.integer(1);
        Lines lines = lines("kthvalue", args.tensor(0), args.integer(2));
        if (lines.count() > 0 && (k < 1 || k > lines.length())) {
            throw new ValueException("kthvalue: k is %d, but there are %d elements", k, lines.length())
                    .withHint("k counts from 1");
        }
        return lines.restored(chosen(lines, Choice.RANK, k - 1), args.flag(3));
    }

    private static Tensor median(String op, Args args, Choice choice) {
        Lines lines = lines(op, args.tensor(0), args.integer(1));
        return lines.restored(chosen(lines, choice, 0), args.flag(2));
    }

    private static Lines lines(String op, Tensor input, long dim) {
        Lines lines = Lines.of(op, input, dim);
        if (lines.length() == 0) {
            throw new ValueException("%s: %s has no elements to choose from", op, input.describe());
        }
        return lines;
    }

    private static Tensor chosen(Lines lines, Choice choice, long rank) {
        Tensor out = lines.results(DType.INT64, 1);
        if (out.elementCount() == 0) {
            return out;
        }
        RadixSort.Sorted sorted = sorted(lines, false);
        Launch launch = FILE.kernel("choose" + label(sorted.keys()))
                .on(out.device())
                .tensor(sorted.keys())
                .tensor(sorted.values())
                .int64(lines.count())
                .int64(lines.length())
                .int64(choice.ordinal())
                .int64(rank);
        putKeyOfNotANumber(launch, lines.dtype());
        launch.tensor(out).launch(Grids.blocks(lines.count(), Grids.THREADS), Grids.THREADS);
        return out;
    }

    private static String label(Tensor keys) {
        return keys.dtype() == DType.INT64 ? "_u64" : "_u32";
    }

    /// The key that NaN has, as wide as keys are; 0 if there is none.
    private static void putKeyOfNotANumber(Launch launch, DType dtype) {
        switch (dtype) {
            case FLOAT64 -> launch.int64(0xfff8_0000_0000_0000L);
            case FLOAT32 -> launch.int32(0xffc0_0000);
            case FLOAT16, BFLOAT16 -> launch.int32(0xffff);
            case INT64 -> launch.int64(0);
            default -> launch.int32(0);
        }
    }

    private static Tensor mode(Args args) {
        Lines lines = lines("mode", args.tensor(0), args.integer(1));
        Tensor out = lines.results(DType.INT64, 1);
        if (out.elementCount() > 0) {
            RadixSort.Sorted sorted = sorted(lines, false);
            FILE.kernel("mode" + label(sorted.keys()))
                    .on(out.device())
                    .tensor(sorted.keys())
                    .tensor(sorted.values())
                    .int64(lines.length())
                    .tensor(out)
                    .launch(lines.count(), Grids.THREADS);
        }
        return lines.restored(out, args.flag(2));
    }
}
