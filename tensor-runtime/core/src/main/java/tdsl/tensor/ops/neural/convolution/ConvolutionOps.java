package tdsl.tensor.ops.neural.convolution;

import static tdsl.tensor.dispatch.Op.op;
import static tdsl.tensor.dispatch.Samples.uniform;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import tdsl.tensor.Tensor;
import tdsl.tensor.dispatch.Args;
import tdsl.tensor.dispatch.Autocast;
import tdsl.tensor.dispatch.GradContext;
import tdsl.tensor.dispatch.Op;
import tdsl.tensor.dispatch.Samples;
import tdsl.tensor.dispatch.Widening;
import tdsl.tensor.ops.TensorOp;
import tdsl.tensor.ops.neural.Spatial;

/// Convolutions over one to three axes, as cross-correlations. Inputs are `[batch, channels, *sizes]`;
/// the batch may be left out.
public final class ConvolutionOps {
    private ConvolutionOps() {}

    /// Convolution of `[n, channels, length]`, or without n, with weight `[out, channels / groups,
    /// size]`. `padding` is a number of zeros at both ends, `"valid"` for none, or `"same"` for as many
    /// as keep the length.
    @TensorOp(
            "conv1d(input: Tensor, weight: Tensor, bias: Tensor? = none, stride: int[] = [1], padding: value = 0, dilation: int[] = [1], groups: int = 1) -> Tensor")
    public static Op conv1d() {
        return op().composite(
                        Widening.of(a -> PlainConvolution.of("conv1d", a, 1).apply()))
                .samples(() -> Samples.of(uniform(-2, 2, 2, 4, 7), uniform(-1, 1, 6, 2, 3), uniform(-1, 1, 6))
                        .named("groups", 2L)
                        .and(uniform(-2, 2, 3, 6), uniform(-1, 1, 2, 3, 4))
                        .named("padding", "same"));
    }

    /// Convolution of `[n, channels, height, width]`, or without n, with weight `[out, channels /
    /// groups, kh, kw]`. `padding` is a number of zeros at both ends of each axis, `"valid"` or
    /// `"same"`, as in conv1d.
    @TensorOp(
            "conv2d(input: Tensor, weight: Tensor, bias: Tensor? = none, stride: int[] = [1], padding: value = 0, dilation: int[] = [1], groups: int = 1) -> Tensor")
    public static Op conv2d() {
        return op().composite(
                        Widening.of(a -> PlainConvolution.of("conv2d", a, 2).apply()))
                .samples(() -> Samples.of(uniform(-2, 2, 2, 2, 5, 4), uniform(-1, 1, 3, 2, 3, 2), uniform(-1, 1, 3))
                        .named("stride", List.of(2L, 1L))
                        .named("padding", List.of(1L, 0L))
                        .and(uniform(-2, 2, 3, 4, 5), uniform(-1, 1, 3, 1, 3, 3))
                        .named("groups", 3L)
                        .named("padding", 1L));
    }

    /// Convolution of `[n, channels, depth, height, width]`, or without n, with weight
    /// `[out, channels / groups, kd, kh, kw]`. `padding` as in conv1d.
    @TensorOp(
            "conv3d(input: Tensor, weight: Tensor, bias: Tensor? = none, stride: int[] = [1], padding: value = 0, dilation: int[] = [1], groups: int = 1) -> Tensor")
    public static Op conv3d() {
        return op().composite(
                        Widening.of(a -> PlainConvolution.of("conv3d", a, 3).apply()))
                .samples(() -> Samples.of(uniform(-2, 2, 1, 2, 3, 3, 4), uniform(-1, 1, 2, 2, 2, 1, 2))
                        .named("dilation", List.of(1L, 2L, 2L))
                        .named("padding", 1L));
    }

    /// The transpose of conv1d as a linear map, from `[n, channels, length]` with weight
    /// `[channels, out / groups, size]`; the output is `output_padding` longer at its end than need be.
    @TensorOp(
            "conv_transpose1d(input: Tensor, weight: Tensor, bias: Tensor? = none, stride: int[] = [1], padding: int[] = [0], output_padding: int[] = [0], groups: int = 1, dilation: int[] = [1]) -> Tensor")
    public static Op conv_transpose1d() {
        return op().composite(Widening.of(a -> transposed("conv_transpose1d", a, 1)))
                .samples(() -> Samples.of(uniform(-2, 2, 2, 4, 3), uniform(-1, 1, 4, 1, 3), uniform(-1, 1, 2))
                        .named("stride", 2L)
                        .named("output_padding", 1L)
                        .named("groups", 2L));
    }

    /// The transpose of conv2d as a linear map, from `[n, channels, height, width]` with weight
    /// `[channels, out / groups, kh, kw]`; `output_padding` as in conv_transpose1d.
    @TensorOp(
            "conv_transpose2d(input: Tensor, weight: Tensor, bias: Tensor? = none, stride: int[] = [1], padding: int[] = [0], output_padding: int[] = [0], groups: int = 1, dilation: int[] = [1]) -> Tensor")
    public static Op conv_transpose2d() {
        return op().composite(Widening.of(a -> transposed("conv_transpose2d", a, 2)))
                .samples(() -> Samples.of(uniform(-2, 2, 3, 2, 3), uniform(-1, 1, 3, 2, 3, 2), uniform(-1, 1, 2))
                        .named("stride", List.of(1L, 2L))
                        .named("padding", List.of(1L, 0L)));
    }

    /// The transpose of conv3d as a linear map, from `[n, channels, depth, height, width]` with weight
    /// `[channels, out / groups, kd, kh, kw]`; `output_padding` as in conv_transpose1d.
    @TensorOp(
            "conv_transpose3d(input: Tensor, weight: Tensor, bias: Tensor? = none, stride: int[] = [1], padding: int[] = [0], output_padding: int[] = [0], groups: int = 1, dilation: int[] = [1]) -> Tensor")
    public static Op conv_transpose3d() {
        return op().composite(Widening.of(a -> transposed("conv_transpose3d", a, 3)))
                .samples(() -> Samples.of(uniform(-2, 2, 1, 2, 2, 1, 3), uniform(-1, 1, 2, 1, 2, 2, 2)));
    }

    /// Any convolution of `[batch, channels, *sizes]`: what the ones above are made of. Weights are
    /// `[out, channels / groups, *kernel]`, transposed `[channels, out / groups, *kernel]`.
    @TensorOp(
            value =
                    "convolution(input: Tensor, weight: Tensor, bias: Tensor?, stride: int[], padding: int[], dilation: int[], transposed: bool, output_padding: int[], groups: int) -> Tensor",
            internal = true)
    public static Op convolution() {
        return op().autocast(Autocast.NARROW)
                .grad(
                        ConvolutionOps::inputGrad,
                        ConvolutionOps::weightGrad,
                        c -> c.grad().sum(allButChannels(c.grad().rank()), false, null))
                .saves("input", "weight")
                .onnx("Conv")
                .samples(() -> Samples.of(
                                uniform(-2, 2, 2, 4, 5, 4),
                                uniform(-1, 1, 2, 2, 3, 2),
                                uniform(-1, 1, 2),
                                List.of(2L, 1L),
                                List.of(1L, 1L),
                                List.of(1L, 2L),
                                false,
                                List.of(0L, 0L),
                                2L)
                        .and(
                                uniform(-2, 2, 2, 2, 3),
                                uniform(-1, 1, 2, 3, 2),
                                uniform(-1, 1, 3),
                                List.of(2L),
                                List.of(0L),
                                List.of(3L),
                                true,
                                List.of(2L),
                                1L));
    }

    /// The gradient of a convolution that is not transposed with respect to its weights, of `weight_shape`.
    @TensorOp(
            value =
                    "convolution_weight_grad(input: Tensor, grad_output: Tensor, weight_shape: int[], stride: int[], padding: int[], dilation: int[], groups: int) -> Tensor",
            internal = true)
    public static Op convolution_weight_grad() {
        return op().grad(
                        c -> {
                            long[] shape = c.shape(0);
                            long[] extra =
                                    extraSizes(shape, c.shape(1), c.args().integers(2), steps(c.args(), 3));
                            return convolve(c.input(1), c.grad(), c.args(), 3, true, extra);
                        },
                        c -> narrowed(convolve(c.input(0), c.grad(), c.args(), 3, false, null), c.shape(1)))
                .saves("input", "grad_output")
                .samples(() -> Samples.of(
                        uniform(-2, 2, 2, 4, 5),
                        uniform(-1, 1, 2, 2, 3),
                        List.of(2L, 2L, 2L),
                        List.of(2L),
                        List.of(1L),
                        List.of(1L),
                        2L));
    }

    private static Tensor inputGrad(GradContext c) {
        Args args = c.args();
        if (args.flag(6)) {
            return narrowed(convolve(c.grad(), c.input(1), args, 3, false, null), c.shape(0));
        }
        long[] extra = extraSizes(c.shape(0), c.grad().shape(), c.shape(1), steps(args, 3));
        return convolve(c.grad(), c.input(1), args, 3, true, extra);
    }

    private static Tensor weightGrad(GradContext c) {
        Args args = c.args();
        Tensor image = args.flag(6) ? c.grad() : c.input(0);
        Tensor result = args.flag(6) ? c.input(0) : c.grad();
        return image.convolution_weight_grad(
                result, c.shape(1), args.integers(3), args.integers(4), args.integers(5), args.integer(8));
    }

    /// A convolution without bias, with the steps found at `first` of the arguments of another, whose
    /// last is `groups`.
    private static Tensor convolve(
            Tensor input, Tensor weight, Args args, int first, boolean transposed, long[] outputPadding) {
        return input.convolution(
                weight,
                null,
                args.integers(first),
                args.integers(first + 1),
                args.integers(first + 2),
                transposed,
                outputPadding == null ? new long[args.integers(first).length] : outputPadding,
                args.integer(args.count() - 1));
    }

    static ConvolutionGeometry.Steps steps(Args args, int first) {
        return new ConvolutionGeometry.Steps(args.integers(first), args.integers(first + 1), args.integers(first + 2));
    }

    /// What an image has more, along each axis, than its result needs.
    private static long[] extraSizes(long[] image, long[] result, long[] weight, ConvolutionGeometry.Steps steps) {
        long[] extra = new long[image.length - 2];
        Arrays.setAll(extra, i -> image[i + 2] - steps.imageSize(result[i + 2], weight[i + 2], 0, i));
        return extra;
    }

    /// The first elements along each axis, in this shape: an output padding of a stride or more adds
    /// none to a result.
    private static Tensor narrowed(Tensor tensor, long[] shape) {
        Tensor result = tensor;
        for (int axis = 2; axis < shape.length; axis++) {
            result = result.size(axis) == shape[axis] ? result : result.narrow(axis, 0, shape[axis]);
        }
        return result;
    }

    private static long[] allButChannels(int rank) {
        return IntStream.range(0, rank)
                .filter(axis -> axis != 1)
                .mapToLong(axis -> axis)
                .toArray();
    }

    private static Tensor transposed(String op, Args args, int axes) {
        Spatial spatial = new Spatial(op, axes);
        Tensor input = spatial.batched(args.tensor(0));
        Tensor output = input.convolution(
                args.tensor(1),
                args.tensor(2),
                spatial.perAxis("stride", args.integers(3)),
                spatial.perAxis("padding", args.integers(4)),
                spatial.perAxis("dilation", args.integers(7)),
                true,
                spatial.perAxis("output_padding", args.integers(5)),
                args.integer(6));
        return spatial.like(args.tensor(0), output);
    }
}
