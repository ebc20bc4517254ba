package tdsl.tensor.cpu;

import static tdsl.tensor.ElementAccess.integerAt;
import static tdsl.tensor.ElementAccess.putInteger;
import static tdsl.tensor.ElementAccess.realAt;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Map;
import tdsl.tensor.DType;
import tdsl.tensor.Tensor;
import tdsl.tensor.dispatch.Args;
import tdsl.tensor.dispatch.Kernel;

/// Sorting, by indices; stable, with NaN above all numbers.
final class OrderKernels {
    private OrderKernels() {}

    static void register(Map<String, Kernel> kernels) {
        kernels.put("argsort", OrderKernels::argsort);
    }

    private static Tensor argsort(Args args) {
        Tensor input = args.tensor(0);
        long[] dims = {args.integer(1)};
        ReducedAxes from = ReducedAxes.of("argsort", input, dims, false);
        Tensor out = Tensor.empty(DType.INT64, input.shape());
        ReducedAxes to = ReducedAxes.of("argsort", out, dims, false);
        if (input.elementCount() == 0) {
            return out;
        }
        MemorySegment segment = out.storage().segment();
        long lines = input.elementCount() / from.innerCount();
        Parallel.forRange(lines, 1 + (1 << 12) / from.innerCount(), (begin, end) -> {
            for (long line = begin; line < end; line++) {
                Integer[] order = order(from, line, args.flag(2));
                long target = to.outerPosition(line);
                for (int i = 0; i < order.length; i++) {
                    putInteger(segment, DType.INT64, target + to.innerOffset(i), order[i]);
                }
            }
        });
        return out;
    }

    private static Integer[] order(ReducedAxes axes, long line, boolean descending) {
        Integer[] order = new Integer[(int) axes.innerCount()];
        Arrays.setAll(order, i -> i);
        MemorySegment in = axes.input().storage().segment();
        DType type = axes.input().dtype();
        long first = axes.outerPosition(line);
        Comparator<Integer> ascending = type.isFloating()
                ? Comparator.comparingDouble(i -> realAt(in, type, first + axes.innerOffset(i)) + 0.0)
                : Comparator.comparingLong(i -> integerAt(in, type, first + axes.innerOffset(i)));
        Arrays.sort(order, descending ? ascending.reversed() : ascending);
        return order;
    }
}
