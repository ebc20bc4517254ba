package tdsl.tensor.cpu;

import static tdsl.tensor.ElementAccess.integerAt;
import static tdsl.tensor.ElementAccess.putInteger;
import static tdsl.tensor.ElementAccess.putReal;
import static tdsl.tensor.ElementAccess.realAt;

import java.lang.foreign.MemorySegment;
import java.util.Map;
import tdsl.tensor.DType;
import tdsl.tensor.Tensor;
import tdsl.tensor.dispatch.Args;
import tdsl.tensor.dispatch.Kernel;

/// Reductions along axes. Every result element is computed by one thread in a fixed order.
final class ReductionKernels {
    private ReductionKernels() {}

    static void register(Map<String, Kernel> kernels) {
        kernels.put("sum", ReductionKernels::sum);
        kernels.put("prod", ReductionKernels::prod);
        kernels.put("amax", args -> extremum("amax", args, Fold.MAX, IntegerFold.MAX));
        kernels.put("amin", args -> extremum("amin", args, Fold.MIN, IntegerFold.MIN));
        kernels.put("argmax", args -> position("argmax", args, 1));
        kernels.put("argmin", args -> position("argmin", args, -1));
        kernels.put("any", args -> truth("any", args, IntegerFold.OR));
        kernels.put("all", args -> truth("all", args, IntegerFold.AND));
        kernels.put("cumsum", ReductionKernels::cumsum);
    }

    /// How floating elements are combined.
    private enum Fold {
        ADD(0),
        MULTIPLY(1),
        MAX(Double.NEGATIVE_INFINITY),
        MIN(Double.POSITIVE_INFINITY);

        private final double start;

        Fold(double start) {
            this.start = start;
        }

        double apply(double total, double value) {
            return switch (this) {
                case ADD -> total + value;
                case MULTIPLY -> total * value;
                case MAX -> Math.max(total, value);
                case MIN -> Math.min(total, value);
            };
        }
    }

    /// How integer elements are combined.
    private enum IntegerFold {
        ADD(0),
        MULTIPLY(1),
        MAX(Long.MIN_VALUE),
        MIN(Long.MAX_VALUE),
        OR(0),
        AND(1);

        private final long start;

        IntegerFold(long start) {
            this.start = start;
        }

        long apply(long total, long value) {
            return switch (this) {
                case ADD -> total + value;
                case MULTIPLY -> total * value;
                case MAX -> Math.max(total, value);
                case MIN -> Math.min(total, value);
                case OR -> total | (value != 0 ? 1 : 0);
                case AND -> total & (value != 0 ? 1 : 0);
            };
        }
    }

    private static Tensor sum(Args args) {
        DType dtype = args.dtypeOr(3, widened(args.tensor(0)));
        boolean truncates = args.tensor(0).dtype().isFloating() && !dtype.isFloating();
        Tensor input = truncates ? args.tensor(0).to(dtype) : args.tensor(0);
        ReducedAxes axes = ReducedAxes.of("sum", input, args.integers(1), args.flag(2));
        return fold(axes, dtype, Fold.ADD, IntegerFold.ADD);
    }

    private static Tensor prod(Args args) {
        long[] dims = args.isNull(1) ? null : new long[] {args.integer(1)};
        ReducedAxes axes = ReducedAxes.of("prod", args.tensor(0), dims, args.flag(2));
        return fold(axes, widened(args.tensor(0)), Fold.MULTIPLY, IntegerFold.MULTIPLY);
    }

    private static DType widened(Tensor input) {
        return input.dtype().isFloating() ? input.dtype() : DType.INT64;
    }

    private static Tensor extremum(String op, Args args, Fold fold, IntegerFold integerFold) {
        ReducedAxes axes = ReducedAxes.of(op, args.tensor(0), args.integers(1), args.flag(2));
        axes.requireElements(op);
        return fold(axes, args.tensor(0).dtype(), fold, integerFold);
    }

    private static Tensor truth(String op, Args args, IntegerFold fold) {
        ReducedAxes axes = ReducedAxes.of(op, args.tensor(0), args.integers(1), args.flag(2));
        Tensor flags = args.tensor(0).dtype().isFloating() ? args.tensor(0).ne(0) : args.tensor(0);
        return fold(axes.on(flags), DType.BOOL, null, fold);
    }

    private static Tensor fold(ReducedAxes axes, DType dtype, Fold fold, IntegerFold integerFold) {
        Tensor out = Tensor.empty(dtype, axes.resultShape());
        MemorySegment in = axes.input().storage().segment();
        MemorySegment to = out.storage().segment();
        DType from = axes.input().dtype();
        long grain = Math.max(1, Parallel.GRAIN_BYTES / 8 / Math.max(1, axes.innerCount()));
        Parallel.forRange(out.elementCount(), grain, (begin, end) -> {
            for (long i = begin; i < end; i++) {
                long first = axes.outerPosition(i);
                if (from.isFloating()) {
                    putReal(to, dtype, i, foldReals(in, from, axes, first, fold));
                } else {
                    putInteger(to, dtype, i, foldIntegers(in, from, axes, first, integerFold));
                }
            }
        });
        return out;
    }

    /// Runs are added up in f64, and the runs' sums likewise: for f32 that is as good as compensated summation.
    private static double foldReals(MemorySegment in, DType type, ReducedAxes axes, long first, Fold fold) {
        double total = fold.start;
        long run = axes.runLength();
        for (long done = 0; done < axes.innerCount(); done += run) {
            long position = first + axes.innerOffset(done);
            total = fold.apply(total, RealRuns.fold(in, type, position, axes.runStride(), run, fold.ordinal()));
        }
        return total;
    }

    private static long foldIntegers(MemorySegment in, DType type, ReducedAxes axes, long first, IntegerFold fold) {
        long total = fold.start;
        long run = axes.runLength();
        for (long done = 0; done < axes.innerCount(); done += run) {
            long position = first + axes.innerOffset(done);
            for (long i = 0; i < run; i++) {
                total = fold.apply(total, integerAt(in, type, position + i * axes.runStride()));
            }
        }
        return total;
    }

    /// @param sign 1 to look for the largest, −1 for the smallest; not a number counts as beyond both
    private static Tensor position(String op, Args args, int sign) {
        Tensor input = args.tensor(0);
        long[] dims = args.isNull(1) ? null : new long[] {args.integer(1)};
        ReducedAxes axes = ReducedAxes.of(op, input, dims, args.flag(2));
        axes.requireElements(op);
        Tensor out = Tensor.empty(DType.INT64, axes.resultShape());
        MemorySegment in = input.storage().segment();
        Parallel.forRange(out.elementCount(), Math.max(1, (1 << 15) / axes.innerCount()), (begin, end) -> {
            for (long i = begin; i < end; i++) {
                long best = bestIndex(in, input.dtype(), axes, axes.outerPosition(i), sign);
                putInteger(out.storage().segment(), DType.INT64, i, best);
            }
        });
        return out;
    }

    private static long bestIndex(MemorySegment in, DType type, ReducedAxes axes, long first, int sign) {
        long best = 0;
        for (long i = 1; i < axes.innerCount(); i++) {
            long challenger = first + axes.innerOffset(i);
            long holder = first + axes.innerOffset(best);
            if (isBeyond(in, type, challenger, holder, sign)) {
                best = i;
            }
        }
        return best;
    }

    private static boolean isBeyond(MemorySegment in, DType type, long challenger, long holder, int sign) {
        if (!type.isFloating()) {
            return Long.compare(integerAt(in, type, challenger), integerAt(in, type, holder)) * sign > 0;
        }
        double value = realAt(in, type, challenger);
        double held = realAt(in, type, holder);
        return (value - held) * sign > 0 && value != held || Double.isNaN(value) && !Double.isNaN(held);
    }

    private static Tensor cumsum(Args args) {
        Tensor input = args.tensor(0);
        ReducedAxes axes = ReducedAxes.of("cumsum", input, new long[] {args.integer(1)}, false);
        Tensor out = Tensor.empty(widened(input), input.shape());
        ReducedAxes outAxes = ReducedAxes.of("cumsum", out, new long[] {args.integer(1)}, false);
        MemorySegment in = input.storage().segment();
        MemorySegment to = out.storage().segment();
        long lines = axes.innerCount() == 0 ? 0 : input.elementCount() / axes.innerCount();
        for (long line = 0; line < lines; line++) {
            long from = axes.outerPosition(line);
            long into = outAxes.outerPosition(line);
            double realTotal = 0;
            long integerTotal = 0;
            for (long i = 0; i < axes.innerCount(); i++) {
                if (input.dtype().isFloating()) {
                    realTotal += realAt(in, input.dtype(), from + axes.innerOffset(i));
                    putReal(to, out.dtype(), into + outAxes.innerOffset(i), realTotal);
                } else {
                    integerTotal += integerAt(in, input.dtype(), from + axes.innerOffset(i));
                    putInteger(to, out.dtype(), into + outAxes.innerOffset(i), integerTotal);
                }
            }
        }
        return out;
    }
}
