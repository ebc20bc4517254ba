package tdsl.tensor.cuda.rows;

import java.util.Map;
import tdsl.tensor.DType;
import tdsl.tensor.Shapes;
import tdsl.tensor.Tensor;
import tdsl.tensor.cuda.launch.KernelFile;
import tdsl.tensor.dispatch.Args;
import tdsl.tensor.dispatch.Kernel;
import tdsl.tensor.ops.neural.NormalizedRows;

/// Layer normalisation and its gradient.
public final class NormalizationKernels {
    private static final KernelFile FILE = new KernelFile("rows/layer_norm");

    private NormalizationKernels() {}

    public static void register(Map<String, Kernel> kernels) {
        kernels.put("layer_norm", NormalizationKernels::layerNorm);
        kernels.put("layer_norm_input_grad", NormalizationKernels::gradient);
    }

    private static Tensor layerNorm(Args args) {
        NormalizedRows.require("layer_norm", args.tensor(0), args.integers(1), args.tensor(2), args.tensor(3));
        Tensor input = args.tensor(0).contiguous();
        Tensor out = Tensor.empty(input.device(), input.dtype(), input.shape());
        Tensor[] tensors = {input, parameter(args, 2, input.dtype()), parameter(args, 3, input.dtype())};
        double eps = args.real(4);
        long length = Shapes.elementCount(args.integers(1));
        RowKernel.launch(FILE, "layer_norm", tensors, out, length, launch -> launch.float64(eps));
        return out;
    }

    private static Tensor gradient(Args args) {
        NormalizedRows.require("layer_norm_input_grad", args.tensor(1), args.integers(2), args.tensor(3));
        Tensor input = args.tensor(1).contiguous();
        Tensor gradient = args.tensor(0).to(input.dtype()).contiguous();
        Tensor out = Tensor.empty(input.device(), input.dtype(), input.shape());
        Tensor[] tensors = {gradient, input, parameter(args, 3, input.dtype())};
        double eps = args.real(4);
        long length = Shapes.elementCount(args.integers(2));
        RowKernel.launch(FILE, "layer_norm_input_grad", tensors, out, length, launch -> launch.float64(eps));
        return out;
    }

    private static Tensor parameter(Args args, int index, DType dtype) {
        return args.isNull(index) ? null : args.tensor(index).to(dtype).contiguous();
    }
}
