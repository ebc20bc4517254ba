package tdsl.tensor.cpu.conv;

import java.util.Map;
import tdsl.tensor.DType;
import tdsl.tensor.Tensor;
import tdsl.tensor.cpu.Elements;
import tdsl.tensor.dispatch.Args;
import tdsl.tensor.dispatch.Kernel;
import tdsl.tensor.dispatch.Widening;
import tdsl.tensor.ops.neural.convolution.ConvolutionGeometry;
import tdsl.tensor.ops.neural.convolution.ConvolutionGeometry.Steps;
import tdsl.tensor.ops.neural.convolution.ConvolutionOperands;

/// Convolutions as products of matrices: the patches under the kernel are the columns of one. Work is
/// cut by the shapes alone, so that results do not depend on the number of threads.
public final class ConvolutionKernels {
    private ConvolutionKernels() {}

    public static void register(Map<String, Kernel> kernels) {
        kernels.put("convolution", Widening.of(ConvolutionKernels::convolution));
        kernels.put("im2col", Widening.of(FoldingKernels::unfold));
        kernels.put("fold", Widening.of(FoldingKernels::fold));
        kernels.put("convolution_weight_grad", Widening.of(ConvolutionKernels::weightGradient));
    }

    private static Tensor convolution(Args args) {
        DType dtype = ConvolutionOperands.dtype(args.tensor(0), args.tensor(1));
        Tensor input = args.tensor(0).to(dtype);
        Tensor weight = args.tensor(1).to(dtype);
        Tensor bias = args.isNull(2) ? null : args.tensor(2).to(dtype);
        Steps steps = new Steps(args.integers(3), args.integers(4), args.integers(5));
        long groups = args.integer(8);
        return args.flag(6)
                ? transposed(input, weight, bias, steps, args.integers(7), groups)
                : plain(input, weight, bias, steps, groups);
    }

    private static Tensor plain(Tensor input, Tensor weight, Tensor bias, Steps steps, long groups) {
        long[] shape = ConvolutionGeometry.resultShape(input.shape(), weight.shape(), steps, groups);
        ConvolutionOperands.requireBias(bias, shape[1]);
        Tensor out = Tensor.empty(input.dtype(), shape);
        if (out.elementCount() == 0) {
            return out;
        }
        ConvolutionGeometry geometry = ConvolutionGeometry.of(input.shape(), weight.shape(), shape, steps, groups);
        Elements biases = bias == null ? null : Elements.of(bias);
        Elements result = Elements.ofResult(out);
        if (geometry.isDepthwise() && input.dtype() == DType.FLOAT32) {
            new DepthwiseConvolution(geometry, Elements.of(input), Elements.of(weight), biases, result).run();
        } else {
            new Convolution(geometry, Elements.of(input), Elements.of(weight), biases, result).run();
        }
        return result.finish(out);
    }

    private static Tensor transposed(
            Tensor input, Tensor weight, Tensor bias, Steps steps, long[] outputPadding, long groups) {
        long[] shape = ConvolutionGeometry.imageShape(input.shape(), weight.shape(), steps, outputPadding, groups);
        ConvolutionOperands.requireBias(bias, shape[1]);
        Tensor out = Tensor.empty(input.dtype(), shape);
        if (out.elementCount() == 0) {
            return out;
        }
        ConvolutionGeometry geometry = ConvolutionGeometry.of(shape, weight.shape(), input.shape(), steps, groups);
        Elements image = Elements.ofResult(out);
        Elements biases = bias == null ? null : Elements.of(bias);
        new TransposedConvolution(geometry, Elements.of(input), Elements.of(weight), biases, image).run();
        return image.finish(out);
    }

    private static Tensor weightGradient(Args args) {
        DType dtype = ConvolutionOperands.dtype(args.tensor(0), args.tensor(1));
        Tensor input = args.tensor(0).to(dtype);
        Tensor gradient = args.tensor(1).to(dtype);
        Steps steps = new Steps(args.integers(3), args.integers(4), args.integers(5));
        ConvolutionGeometry geometry =
                ConvolutionGeometry.of(input.shape(), args.integers(2), gradient.shape(), steps, args.integer(6));
        Tensor out = Tensor.empty(dtype, args.integers(2));
        if (gradient.elementCount() == 0) {
            return out.zero_();
        }
        Elements weights = Elements.ofResult(out);
        new WeightGradient(geometry, Elements.of(input), Elements.of(gradient), weights).run();
        return weights.finish(out);
    }
}
