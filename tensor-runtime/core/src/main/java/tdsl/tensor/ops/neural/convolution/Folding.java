package tdsl.tensor.ops.neural.convolution;

import tdsl.tensor.Tensor;
import tdsl.tensor.dispatch.Args;
import tdsl.tensor.error.ShapeException;
import tdsl.tensor.ops.neural.Spatial;
import tdsl.tensor.ops.neural.convolution.ConvolutionGeometry.Steps;
import tdsl.tensor.ops.operand.FloatingOperands;

/// A call that makes patches of images to columns, or adds columns up to images.
///
/// @param input    what is read, with a batch axis
/// @param geometry of the images as `image`, the patches as the kernel and their places as `result`
/// @param isSingle whether what was given had no batch axis
public record Folding(Tensor input, ConvolutionGeometry geometry, boolean isSingle) {
    private static final int PLANE = 2;

    /// @param args input, kernel_size, dilation, padding, stride
    public static Folding ofUnfold(Args args) {
        Spatial spatial = new Spatial("im2col", PLANE);
        Tensor given = args.tensor(0);
        FloatingOperands.require("im2col", given);
        Tensor input = spatial.batched(given);
        return new Folding(input, geometry(spatial, input.shape(), args, 1), input.rank() > given.rank());
    }

    /// @param args input, output_size, kernel_size, dilation, padding, stride
    /// @throws ShapeException unless the input has rows for whole kernels, and as many columns as there are places
    public static Folding ofFold(Args args) {
        Spatial spatial = new Spatial("fold", PLANE);
        Tensor given = args.tensor(0);
        FloatingOperands.require("fold", given);
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
        return new Folding(input, geometry, given.rank() == 2);
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

    /// The shape of the images, with a batch axis.
    public long[] imageShape() {
        int[] image = geometry.image();
        return new long[] {geometry.batch(), geometry.imageChannels(), image[1], image[2]};
    }

    /// A result, without its batch axis if the input had none.
    public Tensor restored(Tensor result) {
        return isSingle ? result.squeeze(0) : result;
    }
}
