package tdsl.tensor.cpu.lines;

import static tdsl.tensor.ElementAccess.integerAt;
import static tdsl.tensor.ElementAccess.putReal;
import static tdsl.tensor.ElementAccess.realAt;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Map;
import tdsl.tensor.DType;
import tdsl.tensor.Shapes;
import tdsl.tensor.Tensor;
import tdsl.tensor.dispatch.Args;
import tdsl.tensor.dispatch.Kernel;
import tdsl.tensor.error.ShapeException;
import tdsl.tensor.error.ValueException;

/// How often each number occurs.
public final class CountKernels {
    private CountKernels() {}

    public static void register(Map<String, Kernel> kernels) {
        kernels.put("bincount", CountKernels::bincount);
    }

    private static Tensor bincount(Args args) {
        Tensor input = args.tensor(0);
        if (input.rank() != 1 || !input.dtype().isIntegral()) {
            throw new ValueException("bincount: takes a vector of integers, not %s", input.describe());
        }
        long[] numbers = numbers(input);
        if (args.integer(2) < 0) {
            throw new ValueException("bincount: minlength must not be negative, got %d", args.integer(2));
        }
        int bins = bins(numbers, args.integer(2));
        if (!args.isNull(1)) {
            return weighted(numbers, args.tensor(1), bins);
        }
        long[] counts = new long[bins];
        for (long number : numbers) {
            counts[(int) number]++;
        }
        Tensor out = Tensor.empty(DType.INT64, bins);
        MemorySegment.copy(counts, 0, out.storage().segment(), ValueLayout.JAVA_LONG, 0, bins);
        return out;
    }

    private static long[] numbers(Tensor input) {
        Tensor contiguous = input.contiguous();
        long[] numbers = new long[Math.toIntExact(input.elementCount())];
        MemorySegment in = contiguous.storage().segment();
        long first = contiguous.layout().offset();
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = integerAt(in, input.dtype(), first + i);
        }
        return numbers;
    }

    private static int bins(long[] numbers, long fewest) {
        long largest = -1;
        for (long number : numbers) {
            if (number < 0) {
                throw new ValueException("bincount: the input has a negative element, %d", number);
            }
            largest = Math.max(largest, number);
        }
        long bins = Math.max(largest + 1, fewest);
        if (bins < 0 || bins > Integer.MAX_VALUE - 8) {
            throw new ValueException("bincount: the largest element is %d, which makes too many bins", largest);
        }
        return (int) bins;
    }

    /// Sums in f64, in the order of the input.
    private static Tensor weighted(long[] numbers, Tensor weights, int bins) {
        if (!weights.layout().hasShape(new long[] {numbers.length})) {
            throw new ShapeException(
                    "bincount: weights must have the input's shape [%d], not %s",
                    numbers.length, Shapes.format(weights.shape()));
        }
        double[] sums = new double[bins];
        MemorySegment in = weights.storage().segment();
        long first = weights.layout().offset();
        long stride = weights.layout().stride(0);
        for (int i = 0; i < numbers.length; i++) {
            sums[(int) numbers[i]] += realAt(in, weights.dtype(), first + i * stride);
        }
        Tensor out = Tensor.empty(weights.dtype() == DType.FLOAT32 ? DType.FLOAT32 : DType.FLOAT64, bins);
        for (int i = 0; i < bins; i++) {
            putReal(out.storage().segment(), out.dtype(), i, sums[i]);
        }
        return out;
    }
}
