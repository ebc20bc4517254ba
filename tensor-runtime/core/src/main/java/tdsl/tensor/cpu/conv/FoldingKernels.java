package tdsl.tensor.cpu.conv;

import java.lang.foreign.MemorySegment;
import tdsl.tensor.Tensor;
import tdsl.tensor.cpu.Elements;
import tdsl.tensor.dispatch.Args;
import tdsl.tensor.error.ShapeException;
import tdsl.tensor.ops.neural.Spatial;
import tdsl.tensor.ops.neural.convolution.ConvolutionGeometry;
import tdsl.tensor.ops.neural.convolution.ConvolutionGeometry.Steps;

/// Patches as columns of matrices, and columns added back to where patches are.
final class FoldingKernels {
    private static final int PLANE = 2;

    private FoldingKernels() {}

    /// @param args input, kernel_size, dilation, padding, stride
    static Tensor unfold(Args args) {
        Spatial spatial = new Spatial("im2col", PLANE);
        Tensor input = spatial.batched(args.tensor(0));
        ConvolutionGeometry geometry = geometry(spatial, input.shape(), args, 1);
        long rows = (long) geometry.imageChannels() * geometry.kernelVolume();
        Tensor out = Tensor.empty(input.dtype(), input.size(0), rows, geometry.resultSize());
        Elements images = Elements.of(input);
        Elements columns = Elements.ofResult(out);
        Patches patches = new Patches(geometry, input.dtype());
        int lines = geometry.resultLines();
        Tiles.forEach(geometry.batch(), out.elementCount(), image -> {
            MemorySegment target = columns.from(image * rows * geometry.resultSize());
            long first = (long) image * lines;
            patches.gather(images.memory(), 0, geometry.imageChannels(), first, first + lines, target);
        });
        return spatial.like(args.tensor(0), columns.finish(out));
    }

    /// @param args input, output_size, kernel_size, dilation, padding, stride
    static Tensor fold(Args args) {
        Spatial spatial = new Spatial("fold", PLANE);
        Tensor given = args.tensor(0);
        if (given.rank() != 2 && given.rank() != 3) {
            throw new ShapeException(
                    "fold: takes [batch, rows, places], or without the batch, not %s", given.describe());
        }
        Tensor input = given.rank() == 2 ? given.unsqueeze(0) : given;
        long[] size = spatial.perAxis("output_size", args.integers(1));
        long[] kernel = spatial.perAxis("kernel_size", args.integers(2));
        long channels = input.size(1) / Math.max(1, kernel[0] * kernel[1]);
        long[] shape = {input.size(0), channels, size[0], size[1]};
        ConvolutionGeometry geometry = geometry(spatial, shape, args, 2);
        long rows = channels * geometry.kernelVolume();
        if (rows != input.size(1) || geometry.resultSize() != input.size(2)) {
            throw new ShapeException(
                    "fold: %s must have rows for whole kernels of %d elements and %d places",
                    given.describe(), geometry.kernelVolume(), geometry.resultSize());
        }
        Tensor out = Tensor.empty(input.dtype(), shape);
        Elements images = Elements.ofResult(out);
        images.memory().fill((byte) 0);
        Elements columns = Elements.of(input);
        Patches patches = new Patches(geometry, input.dtype());
        int lines = geometry.resultLines();
        Tiles.forEach(geometry.batch(), input.elementCount(), image -> {
            MemorySegment source = columns.from(image * rows * geometry.resultSize());
            long first = (long) image * lines;
            patches.scatter(source, 0, geometry.imageChannels(), first, first + lines, images.memory());
        });
        images.finish(out);
        return given.rank() == 2 ? out.squeeze(0) : out;
    }

    private static ConvolutionGeometry geometry(Spatial spatial, long[] image, Args args, int first) {
        long[] kernel = spatial.perAxis("kernel_size", args.integers(first));
        Steps steps = new Steps(
                spatial.perAxis("stride", args.integers(first + 3)),
                spatial.perAxis("padding", args.integers(first + 2)),
                spatial.perAxis("dilation", args.integers(first + 1)));
        long[] weight = {1, image[1], kernel[0], kernel[1]};
        long[] result = ConvolutionGeometry.resultShape(image, weight, steps, 1);
        return ConvolutionGeometry.of(image, weight, result, steps, 1);
    }
}
