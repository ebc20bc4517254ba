package tdsl.tensor.cpu.sparse;

import java.util.Map;
import tdsl.tensor.DType;
import tdsl.tensor.Device;
import tdsl.tensor.Tensor;
import tdsl.tensor.cpu.sparse.maps.BatchMap;
import tdsl.tensor.cpu.sparse.maps.KernelMapBuilder;
import tdsl.tensor.cpu.sparse.maps.SortedCoordinates;
import tdsl.tensor.dispatch.Args;
import tdsl.tensor.dispatch.Kernel;
import tdsl.tensor.dispatch.Widening;
import tdsl.tensor.sparse.KernelGeometry;
import tdsl.tensor.sparse.KernelKind;
import tdsl.tensor.sparse.PairMap;

/// The ops on sparse tensors that run on the processor.
public final class SparseKernels {
    private SparseKernels() {}

    public static void register(Map<String, Kernel> kernels) {
        kernels.put("kernel_map", SparseKernels::kernelMap);
        kernels.put("batch_map", args -> BatchMap.build(args.tensor(0), args.integer(1)));
        kernels.put("sparse_positions", SparseKernels::positions);
        kernels.put(
                "sparse_conv",
                Widening.of(args -> ConvolutionKernel.run(
                        args.tensor(0), args.tensor(1), PairMap.of("sparse_conv", args.value(2)), args.integer(3))));
        kernels.put(
                "sparse_conv_wgrad",
                Widening.of(args -> WeightGradientKernel.run(
                        args.tensor(0),
                        args.tensor(1),
                        PairMap.of("sparse_conv_wgrad", args.value(2)),
                        args.integer(3))));
        kernels.put(
                "sparse_sum_pool",
                Widening.of(args -> PoolKernels.sum(args.tensor(0), PairMap.of("sparse_sum_pool", args.value(1)))));
        kernels.put(
                "sparse_max_rows",
                Widening.of(args ->
                        PoolKernels.rowsOfMaxima(args.tensor(0), PairMap.of("sparse_max_pool", args.value(1)))));
    }

    private static PairMap kernelMap(Args args) {
        long[] spatialShape = args.integers(1);
        KernelGeometry geometry = KernelGeometry.of(
                KernelKind.of(args.flag(7), args.flag(8)),
                spatialShape.length,
                args.integers(3),
                args.integers(4),
                args.integers(5),
                args.integers(6),
                args.integers(9));
        return KernelMapBuilder.build(args.tensor(0), spatialShape, args.integer(2), geometry);
    }

    private static Tensor positions(Args args) {
        SortedCoordinates sorted = args.flag(3)
                ? SortedCoordinates.withRepeats("sparse_positions", args.tensor(0), args.integers(1), args.integer(2))
                : SortedCoordinates.of("sparse_positions", args.tensor(0), args.integers(1), args.integer(2));
        return Tensor.of(sorted.keysOfRows(), DType.INT64).on(Device.CPU);
    }
}
