package tdsl.tensor.cuda.indexing;

import java.util.Map;
import tdsl.tensor.DType;
import tdsl.tensor.Shapes;
import tdsl.tensor.Tensor;
import tdsl.tensor.cuda.launch.Grids;
import tdsl.tensor.cuda.launch.KernelFile;
import tdsl.tensor.dispatch.Args;
import tdsl.tensor.dispatch.Kernel;
import tdsl.tensor.error.ShapeException;
import tdsl.tensor.error.ValueException;

/// How often each number occurs. The largest number decides the shape, so it is waited for.
public final class CountKernels {
    private static final KernelFile FILE = new KernelFile("indexing/positions");
    /// Counters that a block has room for.
    private static final int MOST_SHARED = 8192;
    /// Numbers that are worth a block, and blocks that keep any GPU busy.
    private static final int PER_BLOCK = 4096;

    private static final int MOST_BLOCKS = 1024;

    private CountKernels() {}

    public static void register(Map<String, Kernel> kernels) {
        kernels.put("bincount", CountKernels::bincount);
    }

    private static Tensor bincount(Args args) {
        Tensor input = args.tensor(0);
        if (input.rank() != 1 || !input.dtype().isIntegral()) {
            throw new ValueException("bincount: takes a vector of integers, not %s", input.describe());
        }
        if (args.integer(2) < 0) {
            throw new ValueException("bincount: minlength must not be negative, got %d", args.integer(2));
        }
        Tensor numbers = input.to(DType.INT64).contiguous();
        long bins = bins(numbers, args.integer(2));
        if (!args.isNull(1)) {
            return weighted(numbers, args.tensor(1), bins);
        }
        Tensor out = Tensor.empty(input.device(), DType.INT64, bins).zero_();
        boolean isShared = bins <= MOST_SHARED;
        FILE.kernel("count_numbers")
                .on(out.device())
                .tensor(numbers)
                .int64(numbers.elementCount())
                .tensor(out)
                .int64(bins)
                .int64(isShared ? 1 : 0)
                .sharedBytes(isShared ? (int) bins * Integer.BYTES : 0)
                .launch(Math.min(MOST_BLOCKS, Math.ceilDiv(numbers.elementCount(), PER_BLOCK)), Grids.THREADS);
        return out;
    }

    private static long bins(Tensor numbers, long fewest) {
        if (numbers.elementCount() == 0) {
            return fewest;
        }
        long smallest = (Long) numbers.amin(null, false).item();
        if (smallest < 0) {
            throw new ValueException("bincount: the input has a negative element, %d", smallest);
        }
        long largest = (Long) numbers.amax(null, false).item();
        if (largest >= Integer.MAX_VALUE - 8) {
            throw new ValueException("bincount: the largest element is %d, which makes too many bins", largest);
        }
        return Math.max(largest + 1, fewest);
    }

    /// Sums in f64, in the order of the input.
    private static Tensor weighted(Tensor numbers, Tensor weights, long bins) {
        if (!weights.layout().hasShape(numbers.shape())) {
            throw new ShapeException(
                    "bincount: weights must have the input's shape [%d], not %s",
                    numbers.elementCount(), Shapes.format(weights.shape()));
        }
        Tensor sums = Tensor.empty(numbers.device(), DType.FLOAT64, bins).zero_();
        if (numbers.elementCount() > 0) {
            Tensor source = weights.to(DType.FLOAT64).contiguous();
            RowWrites writes = new RowWrites(sums, source, 1, bins, 1);
            Tensor positions = writes.positions(numbers.device(), numbers.elementCount());
            RowWrites.addPositions("bincount", Indices.of("bincount", numbers, bins), new long[1], positions, 1, true);
            writes.run(Combine.SUM, positions);
        }
        return weights.dtype() == DType.FLOAT32 ? sums.to(DType.FLOAT32) : sums;
    }
}
