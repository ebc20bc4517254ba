package tdsl.tensor.cuda.neural;

import java.util.Arrays;
import java.util.Map;
import tdsl.tensor.DType;
import tdsl.tensor.Tensor;
import tdsl.tensor.cuda.linalg.Products;
import tdsl.tensor.dispatch.Args;
import tdsl.tensor.dispatch.Kernel;
import tdsl.tensor.ops.neural.convolution.ConvolutionGeometry;
import tdsl.tensor.ops.neural.convolution.ConvolutionGeometry.Steps;
import tdsl.tensor.ops.neural.convolution.ConvolutionOperands;
import tdsl.tensor.ops.neural.convolution.Folding;

/// Convolutions as products of matrices: the patches under the kernel are the columns of one. Some images at a time, so
/// that the columns take no more than {@link #MOST_COLUMN_BYTES}.
public final class ConvolutionKernels {
    private static final long MOST_COLUMN_BYTES = 512L << 20;

    private ConvolutionKernels() {}

    public static void register(Map<String, Kernel> kernels) {
        kernels.put("convolution", ConvolutionKernels::convolution);
        kernels.put("convolution_weight_grad", ConvolutionKernels::weightGradient);
        kernels.put("im2col", ConvolutionKernels::unfold);
        kernels.put("fold", ConvolutionKernels::fold);
    }

    private static Tensor convolution(Args args) {
        DType dtype = ConvolutionOperands.dtype(args.tensor(0), args.tensor(1));
        Tensor input = args.tensor(0).to(dtype).contiguous();
        Tensor weight = args.tensor(1).to(dtype).contiguous();
        Tensor bias = args.isNull(2) ? null : args.tensor(2).to(dtype).contiguous();
        Steps steps = new Steps(args.integers(3), args.integers(4), args.integers(5));
        long groups = args.integer(8);
        return args.flag(6)
                ? transposed(input, weight, bias, steps, args.integers(7), groups)
                : plain(input, weight, bias, steps, groups);
    }

    private static Tensor plain(Tensor input, Tensor weight, Tensor bias, Steps steps, long groups) {
        long[] shape = ConvolutionGeometry.resultShape(input.shape(), weight.shape(), steps, groups);
        ConvolutionOperands.requireBias(bias, shape[1]);
        Tensor out = Tensor.empty(input.device(), input.dtype(), shape);
        if (out.elementCount() == 0) {
            return out;
        }
        ConvolutionGeometry geometry = ConvolutionGeometry.of(input.shape(), weight.shape(), shape, steps, groups);
        long inner = inner(geometry);
        if (bias != null) {
            long[] perChannel = new long[shape.length];
            Arrays.fill(perChannel, 1);
            perChannel[1] = shape[1];
            out.copy_(bias.reshape(perChannel).expand(shape));
        }
        Tensor weights = weight.reshape(1, groups, geometry.resultChannelsPerGroup(), inner);
        forImages(geometry, input, images -> {
            Tensor columns =
                    geometry.isPointwise() && isDense(geometry) ? images.values() : columns(geometry, images.values());
            Tensor results = images.part(out);
            long count = results.size(0);
            Products.run(
                    weights.expand(count, groups, geometry.resultChannelsPerGroup(), inner),
                    columns.reshape(count, groups, inner, geometry.resultSize()),
                    results.reshape(count, groups, geometry.resultChannelsPerGroup(), geometry.resultSize()),
                    1,
                    bias == null ? 0 : 1);
        });
        return out;
    }

    private static boolean isDense(ConvolutionGeometry geometry) {
        return Arrays.stream(geometry.stride()).allMatch(step -> step == 1);
    }

    /// Rows of a matrix of patches for each group.
    private static long inner(ConvolutionGeometry geometry) {
        return (long) geometry.imageChannelsPerGroup() * geometry.kernelVolume();
    }

    private static Tensor columns(ConvolutionGeometry geometry, Tensor images) {
        long rows = inner(geometry) * geometry.groups();
        long results = geometry.resultSize();
        Tensor columns = Tensor.empty(images.device(), images.dtype(), images.size(0), rows, results);
        Patches.gather(geometry, images, columns, results, rows * results);
        return columns;
    }

    /// Some images.
    ///
    /// @param values those of the tensor that was divided
    private record Images(Tensor values, long first, long count) {
        /// The same images of another tensor.
        Tensor part(Tensor other) {
            return other.narrow(0, first, count);
        }
    }

    /// What is done with some images.
    @FunctionalInterface
    private interface Step {
        void run(Images images);
    }

    private static void forImages(ConvolutionGeometry geometry, Tensor divided, Step step) {
        long bytes = inner(geometry)
                * geometry.groups()
                * geometry.resultSize()
                * divided.dtype().byteSize();
        long most = Math.max(1, MOST_COLUMN_BYTES / bytes);
        for (long first = 0; first < divided.size(0); first += most) {
            long count = Math.min(most, divided.size(0) - first);
            step.run(new Images(divided.narrow(0, first, count), first, count));
        }
    }

    /// From results back to images: each result, times the weights, is added to the patch under it.
    private static Tensor transposed(
            Tensor input, Tensor weight, Tensor bias, Steps steps, long[] outputPadding, long groups) {
        long[] shape = ConvolutionGeometry.imageShape(input.shape(), weight.shape(), steps, outputPadding, groups);
        ConvolutionOperands.requireBias(bias, shape[1]);
        Tensor out = Tensor.empty(input.device(), input.dtype(), shape);
        if (out.elementCount() == 0) {
            return out;
        }
        ConvolutionGeometry geometry = ConvolutionGeometry.of(shape, weight.shape(), input.shape(), steps, groups);
        long inner = inner(geometry);
        long channels = geometry.resultChannelsPerGroup();
        long results = geometry.resultSize();
        Tensor weights = weight.reshape(1, groups, channels, inner).transpose(-2, -1);
        forImages(geometry, input, images -> {
            long count = images.count();
            Tensor columns = Tensor.empty(out.device(), out.dtype(), count, groups, inner, results);
            Products.run(
                    weights.expand(count, groups, inner, channels),
                    images.values().reshape(count, groups, channels, results),
                    columns,
                    1,
                    0);
            Patches.add(geometry, columns, bias, images.part(out));
        });
        return out;
    }

    /// A product over all places of all images at once; of several parts the sums go on.
    private static Tensor weightGradient(Args args) {
        DType dtype = ConvolutionOperands.dtype(args.tensor(0), args.tensor(1));
        Tensor input = args.tensor(0).to(dtype).contiguous();
        Tensor gradient = args.tensor(1).to(dtype).contiguous();
        Steps steps = new Steps(args.integers(3), args.integers(4), args.integers(5));
        long groups = args.integer(6);
        ConvolutionGeometry geometry =
                ConvolutionGeometry.of(input.shape(), args.integers(2), gradient.shape(), steps, groups);
        Tensor out = Tensor.empty(input.device(), dtype, args.integers(2));
        if (gradient.elementCount() == 0 || out.elementCount() == 0) {
            return out.zero_();
        }
        long inner = inner(geometry);
        long channels = geometry.resultChannelsPerGroup();
        long results = geometry.resultSize();
        forImages(geometry, input, images -> {
            long count = images.count();
            Tensor columns = Tensor.empty(out.device(), dtype, groups, inner, count * results);
            Patches.gather(geometry, images.values(), columns, count * results, results);
            Tensor gradients = images.part(gradient)
                    .reshape(count, groups * channels, results)
                    .transpose(0, 1)
                    .reshape(groups, channels, count * results);
            Products.run(
                    gradients,
                    columns.transpose(-2, -1),
                    out.reshape(groups, channels, inner),
                    1,
                    images.first() == 0 ? 0 : 1);
        });
        return out;
    }

    private static Tensor unfold(Args args) {
        Folding folding = Folding.ofUnfold(args);
        Tensor images = folding.input().contiguous();
        long rows =
                (long) folding.geometry().imageChannels() * folding.geometry().kernelVolume();
        long results = folding.geometry().resultSize();
        Tensor out = Tensor.empty(images.device(), images.dtype(), images.size(0), rows, results);
        if (out.elementCount() > 0) {
            Patches.gather(folding.geometry(), images, out, results, rows * results);
        }
        return folding.restored(out);
    }

    private static Tensor fold(Args args) {
        Folding folding = Folding.ofFold(args);
        Tensor columns = folding.input().contiguous();
        Tensor out = Tensor.empty(columns.device(), columns.dtype(), folding.imageShape());
        if (out.elementCount() > 0) {
            Patches.add(folding.geometry(), columns, null, out);
        }
        return folding.restored(out);
    }
}
