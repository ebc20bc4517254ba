package tdsl.tensor.cuda;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import tdsl.tensor.cuda.indexing.CountKernels;
import tdsl.tensor.cuda.indexing.MaskKernels;
import tdsl.tensor.cuda.indexing.ScatterKernels;
import tdsl.tensor.cuda.indexing.SelectKernels;
import tdsl.tensor.cuda.linalg.FactorisationKernels;
import tdsl.tensor.cuda.linalg.MatmulKernels;
import tdsl.tensor.cuda.linalg.SpectralKernels;
import tdsl.tensor.cuda.lines.OrderKernels;
import tdsl.tensor.cuda.lines.ScanKernels;
import tdsl.tensor.cuda.lines.SearchKernels;
import tdsl.tensor.cuda.neural.ConvolutionKernels;
import tdsl.tensor.cuda.neural.PoolKernels;
import tdsl.tensor.cuda.pointwise.CopyKernels;
import tdsl.tensor.cuda.pointwise.PointwiseKernel;
import tdsl.tensor.cuda.random.RandomKernels;
import tdsl.tensor.cuda.reduce.ReductionKernels;
import tdsl.tensor.cuda.rows.NormalizationKernels;
import tdsl.tensor.cuda.rows.SoftmaxKernels;
import tdsl.tensor.cuda.sparse.SparseKernels;
import tdsl.tensor.dispatch.Backend;
import tdsl.tensor.dispatch.DispatchKey;
import tdsl.tensor.dispatch.Kernel;
import tdsl.tensor.dispatch.Op;

/// The kernels that run on NVIDIA GPUs.
public final class CudaBackend implements Backend {
    public CudaBackend() {}

    /// Made when the first op runs on a GPU: programs on the processor alone load none of it.
    private static final class Structured {
        private static final Map<String, Kernel> KERNELS = new HashMap<>();

        static {
            CopyKernels.register(KERNELS);
            RandomKernels.register(KERNELS);
            SparseKernels.register(KERNELS);
            CountKernels.register(KERNELS);
            MaskKernels.register(KERNELS);
            ScatterKernels.register(KERNELS);
            SelectKernels.register(KERNELS);
            MatmulKernels.register(KERNELS);
            OrderKernels.register(KERNELS);
            ScanKernels.register(KERNELS);
            SearchKernels.register(KERNELS);
            ConvolutionKernels.register(KERNELS);
            PoolKernels.register(KERNELS);
            ReductionKernels.register(KERNELS);
            NormalizationKernels.register(KERNELS);
            SoftmaxKernels.register(KERNELS);
            FactorisationKernels.register(KERNELS);
            SpectralKernels.register(KERNELS);
        }
    }

    @Override
    public DispatchKey key() {
        return DispatchKey.CUDA;
    }

    @Override
    public Optional<Kernel> kernel(Op op) {
        Kernel kernel = Structured.KERNELS.get(op.name());
        return Optional.ofNullable(kernel).or(() -> PointwiseKernel.of(op)).map(found -> Guard.of(op, found));
    }
}
