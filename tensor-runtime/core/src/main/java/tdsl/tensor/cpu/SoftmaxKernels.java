package tdsl.tensor.cpu;

import static tdsl.tensor.ElementAccess.putReal;
import static tdsl.tensor.ElementAccess.realAt;

import java.lang.foreign.MemorySegment;
import java.util.Map;
import tdsl.tensor.DType;
import tdsl.tensor.Tensor;
import tdsl.tensor.dispatch.Args;
import tdsl.tensor.dispatch.Kernel;

/// Softmax and its logarithm along one axis, in f64, with the largest element subtracted first.
final class SoftmaxKernels {
    private SoftmaxKernels() {}

    static void register(Map<String, Kernel> kernels) {
        kernels.put("softmax", args -> run("softmax", args, false));
        kernels.put("log_softmax", args -> run("log_softmax", args, true));
    }

    private static Tensor run(String op, Args args, boolean logarithm) {
        Tensor input = args.tensor(0);
        input = input.dtype().isFloating() ? input : input.to(DType.FLOAT32);
        long[] dims = {args.integer(1)};
        Tensor out = Tensor.empty(input.dtype(), input.shape());
        if (input.elementCount() == 0) {
            return out;
        }
        ReducedAxes from = ReducedAxes.of(op, input, dims, false);
        ReducedAxes to = ReducedAxes.of(op, out, dims, false);
        long count = from.innerCount();
        Parallel.forRange(input.elementCount() / count, Math.max(1, (1 << 13) / count), (begin, end) -> {
            for (long line = begin; line < end; line++) {
                line(from, to, line, logarithm);
            }
        });
        return out;
    }

    private static void line(ReducedAxes from, ReducedAxes to, long line, boolean logarithm) {
        MemorySegment in = from.input().storage().segment();
        MemorySegment out = to.input().storage().segment();
        DType type = from.input().dtype();
        long first = from.outerPosition(line);
        long target = to.outerPosition(line);
        double largest = Double.NEGATIVE_INFINITY;
        for (long i = 0; i < from.innerCount(); i++) {
            largest = Math.max(largest, realAt(in, type, first + from.innerOffset(i)));
        }
        double sum = 0;
        for (long i = 0; i < from.innerCount(); i++) {
            sum += Math.exp(realAt(in, type, first + from.innerOffset(i)) - largest);
        }
        double shift = largest + Math.log(sum);
        for (long i = 0; i < from.innerCount(); i++) {
            double value = realAt(in, type, first + from.innerOffset(i)) - shift;
            putReal(out, type, target + to.innerOffset(i), logarithm ? value : Math.exp(value));
        }
    }
}
