package tdsl.tensor.cpu.neural;

import java.util.Map;
import tdsl.tensor.Tensor;
import tdsl.tensor.dispatch.Args;
import tdsl.tensor.dispatch.Kernel;
import tdsl.tensor.dispatch.Widening;
import tdsl.tensor.ops.neural.Attention;

/// The kernels of functions of neural networks, convolutions excepted.
public final class NeuralKernels {
    private NeuralKernels() {}

    public static void register(Map<String, Kernel> kernels) {
        SoftmaxKernels.register(kernels);
        NormalizationKernels.register(kernels);
        ClassLossKernels.register(kernels);
        kernels.put("max_pool_indices", MaxPoolKernel::run);
        kernels.put("scaled_dot_product_attention", Widening.of(NeuralKernels::attention));
    }

    private static Tensor attention(Args args) {
        Attention attention = Attention.of(args);
        return attention.dropout() == 0 ? AttentionKernel.run(attention) : attention.apply();
    }
}
