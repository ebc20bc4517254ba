package tdsl.tensor.ops.neural.convolution;

import tdsl.tensor.DType;
import tdsl.tensor.Tensor;
import tdsl.tensor.dispatch.TypeRule;
import tdsl.tensor.error.DTypeException;
import tdsl.tensor.error.ShapeException;

/// What convolutions require of their tensors.
public final class ConvolutionOperands {
    private ConvolutionOperands() {}

    /// The dtype to compute in.
    ///
    /// @throws DTypeException unless it is floating
    public static DType dtype(Tensor input, Tensor weight) {
        DType dtype = TypeRule.promote(input, weight);
        if (!dtype.isFloating()) {
            throw new DTypeException(
                            "convolution: takes floating tensors, not %s and %s", input.describe(), weight.describe())
                    .withHint("convert with .to(f32)");
        }
        return dtype;
    }

    /// @param bias null if there is none
    /// @throws ShapeException unless it is a vector of `channels` elements
    public static void requireBias(Tensor bias, long channels) {
        if (bias != null && (bias.rank() != 1 || bias.size(0) != channels)) {
            throw new ShapeException(
                    "convolution: the bias must be [%d], one number for each output channel, not %s",
                    channels, bias.describe());
        }
    }
}
