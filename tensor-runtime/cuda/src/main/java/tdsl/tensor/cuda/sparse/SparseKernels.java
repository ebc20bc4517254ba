package tdsl.tensor.cuda.sparse;

import java.util.Map;
import tdsl.tensor.Tensor;
import tdsl.tensor.cuda.sparse.maps.KernelMaps;
import tdsl.tensor.cuda.sparse.maps.TableMap;
import tdsl.tensor.dispatch.Args;
import tdsl.tensor.dispatch.Kernel;
import tdsl.tensor.error.ValueException;
import tdsl.tensor.sparse.KernelMap;

/// The ops on sparse tensors that run on GPUs.
public final class SparseKernels {
    private SparseKernels() {}

    public static void register(Map<String, Kernel> kernels) {
        kernels.put("kernel_map", KernelMaps::kernelMap);
        kernels.put("batch_map", KernelMaps::batchMap);
        kernels.put("sparse_positions", KernelMaps::positions);
        kernels.put(
                "sparse_conv",
                args -> SparseConvolution.run(
                        args.tensor(0), args.tensor(1), map("sparse_conv", args, 2), args.integer(3)));
        kernels.put(
                "sparse_conv_wgrad",
                args -> SparseWeightGradient.run(
                        args.tensor(0), args.tensor(1), map("sparse_conv_wgrad", args, 2), args.integer(3)));
        kernels.put("sparse_sum_pool", args -> SparsePools.sum(args.tensor(0), map("sparse_sum_pool", args, 1)));
        kernels.put(
                "sparse_max_rows", args -> SparsePools.rowsOfMaxima(args.tensor(0), map("sparse_max_pool", args, 1)));
    }

    private static KernelMap map(String op, Args args, int index) {
        Tensor features = args.tensor(0);
        return KernelMaps.of(op, args.value(index), features.device());
    }

    /// A map that leads from each place to at most one other by each offset.
    static TableMap tableMap(String op, KernelMap map) {
        if (map instanceof TableMap tableMap) {
            return tableMap;
        }
        throw new ValueException("%s: the map of a whole batch has no kernel offsets; it is for pooling", op);
    }
}
