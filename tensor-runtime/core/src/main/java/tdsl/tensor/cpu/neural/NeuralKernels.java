package tdsl.tensor.cpu.neural;

import java.util.Map;
import tdsl.tensor.dispatch.Kernel;

/// The kernels of functions of neural networks, convolutions excepted.
public final class NeuralKernels {
    private NeuralKernels() {}

    public static void register(Map<String, Kernel> kernels) {
        SoftmaxKernels.register(kernels);
        NormalizationKernels.register(kernels);
    }
}
