package tdsl.tensor.cpu;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import tdsl.tensor.cpu.conv.ConvolutionKernels;
import tdsl.tensor.cpu.indexing.GatherKernel;
import tdsl.tensor.cpu.indexing.ScatterKernels;
import tdsl.tensor.cpu.linalg.LapackKernels;
import tdsl.tensor.cpu.linalg.MatmulKernels;
import tdsl.tensor.cpu.lines.CountKernels;
import tdsl.tensor.cpu.lines.OrderKernels;
import tdsl.tensor.cpu.lines.ScanKernels;
import tdsl.tensor.cpu.lines.SearchKernels;
import tdsl.tensor.cpu.neural.NeuralKernels;
import tdsl.tensor.cpu.pointwise.PointwiseKernel;
import tdsl.tensor.cpu.random.RandomKernels;
import tdsl.tensor.cpu.sparse.SparseKernels;
import tdsl.tensor.dispatch.Backend;
import tdsl.tensor.dispatch.DispatchKey;
import tdsl.tensor.dispatch.Kernel;
import tdsl.tensor.dispatch.Op;

/// The kernels that run on the processor.
public final class CpuBackend implements Backend {
    private final Map<String, Kernel> structured = new HashMap<>();

    public CpuBackend() {
        CopyKernels.register(structured);
        ReductionKernels.register(structured);
        MatmulKernels.register(structured);
        LapackKernels.register(structured);
        IndexKernels.register(structured);
        GatherKernel.register(structured);
        ScatterKernels.register(structured);
        OrderKernels.register(structured);
        SearchKernels.register(structured);
        CountKernels.register(structured);
        ScanKernels.register(structured);
        RandomKernels.register(structured);
        NeuralKernels.register(structured);
        ConvolutionKernels.register(structured);
        SparseKernels.register(structured);
    }

    @Override
    public DispatchKey key() {
        return DispatchKey.CPU;
    }

    @Override
    public Optional<Kernel> kernel(Op op) {
        Kernel kernel = structured.get(op.name());
        return kernel != null ? Optional.of(kernel) : PointwiseKernel.of(op);
    }
}
