package tdsl.tensor.cuda.lines;

import java.util.Map;
import tdsl.tensor.DType;
import tdsl.tensor.Tensor;
import tdsl.tensor.cuda.launch.Grids;
import tdsl.tensor.cuda.launch.KernelFile;
import tdsl.tensor.dispatch.Args;
import tdsl.tensor.dispatch.Kernel;
import tdsl.tensor.dispatch.TypeRule;
import tdsl.tensor.ops.operand.SortedSequence;

/// Places of values in sorted lines, by binary search.
public final class SearchKernels {
    private static final KernelFile FILE = new KernelFile("lines/order");

    private SearchKernels() {}

    public static void register(Map<String, Kernel> kernels) {
        kernels.put("insertion_indices", SearchKernels::insertionIndices);
    }

    private static Tensor insertionIndices(Args args) {
        DType type = TypeRule.promote(args.tensor(0), args.tensor(1));
        Tensor sorted = args.tensor(0).to(type).contiguous();
        Tensor values = args.tensor(1).on(sorted.device()).to(type).contiguous();
        SortedSequence.requireMatch(sorted, values);
        Tensor out = Tensor.empty(sorted.device(), DType.INT64, values.shape());
        if (out.elementCount() == 0) {
            return out;
        }
        if (sorted.elementCount() == 0) {
            return out.zero_();
        }
        long length = sorted.size(sorted.rank() - 1);
        FILE.kernel("insertion_indices", Grids.kernelType(type))
                .on(out.device())
                .tensor(sorted)
                .tensor(values)
                .tensor(out)
                .int64(out.elementCount())
                .int64(length)
                .int64(out.elementCount() / (sorted.elementCount() / length))
                .int64(args.flag(2) ? 1 : 0)
                .launch(Grids.blocks(out.elementCount(), Grids.THREADS), Grids.THREADS);
        return out;
    }
}
