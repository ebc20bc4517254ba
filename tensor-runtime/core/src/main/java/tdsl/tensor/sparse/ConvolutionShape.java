package tdsl.tensor.sparse;

import java.util.Arrays;
import tdsl.tensor.DType;
import tdsl.tensor.Shapes;
import tdsl.tensor.Tensor;
import tdsl.tensor.error.DTypeException;
import tdsl.tensor.error.ShapeException;
import tdsl.tensor.error.ValueException;

/// The sizes of one sparse convolution, checked once for every device.
///
/// @param groups          channels are divided into this many groups that do not mix
/// @param inputsPerGroup  input channels of a group
/// @param outputsPerGroup output channels of a group
public record ConvolutionShape(int groups, int inputsPerGroup, int outputsPerGroup) {

    public int inputChannels() {
        return groups * inputsPerGroup;
    }

    public int outputChannels() {
        return groups * outputsPerGroup;
    }

    /// Does each channel have its own weights and mix with no other?
    public boolean isDepthwise() {
        return inputsPerGroup == 1 && outputsPerGroup == 1;
    }

    /// The sizes of `sparse_conv(features, weight, map, groups)`.
    ///
    /// @throws ShapeException if features, weight and map do not fit together
    /// @throws DTypeException if their dtypes are not the same floating one
    public static ConvolutionShape of(String op, Tensor features, Tensor weight, KernelMap map, long groups) {
        checkRows(op, "features", features, "input", map.input());
        checkDTypes(op, "features", features, "weight", weight);
        long[] kernelSize = map.kernelSize();
        long[] shape = weight.shape();
        boolean fits = shape.length == kernelSize.length + 2
                && Arrays.equals(shape, 1, shape.length - 1, kernelSize, 0, kernelSize.length);
        if (!fits) {
            throw new ShapeException(
                    "%s: weight must be [out, *kernel, in / groups] with kernel %s, not %s",
                    op, Shapes.format(kernelSize), weight.describe());
        }
        checkGroups(op, "output", shape[0], groups);
        long inputsPerGroup = shape[shape.length - 1];
        if (features.size(1) != inputsPerGroup * groups) {
            throw new ShapeException(
                    "%s: features have %d channels, but weight %s takes %d in %d group%s",
                    op, features.size(1), weight.describe(), inputsPerGroup * groups, groups, groups == 1 ? "" : "s");
        }
        return new ConvolutionShape((int) groups, (int) inputsPerGroup, (int) (shape[0] / groups));
    }

    /// The sizes of `sparse_conv_wgrad(features, grad, map, groups)`.
    public static ConvolutionShape ofWeightGradient(
            String op, Tensor features, Tensor gradient, KernelMap map, long groups) {
        checkRows(op, "features", features, "input", map.input());
        checkRows(op, "grad", gradient, "output", map.output());
        checkDTypes(op, "features", features, "grad", gradient);
        checkGroups(op, "input", features.size(1), groups);
        checkGroups(op, "output", gradient.size(1), groups);
        return new ConvolutionShape((int) groups, (int) (features.size(1) / groups), (int) (gradient.size(1) / groups));
    }

    /// The shape of the weights for a map, `[out, *kernel, in / groups]`.
    public long[] weightShape(KernelMap map) {
        long[] kernelSize = map.kernelSize();
        long[] weightShape = new long[kernelSize.length + 2];
        weightShape[0] = outputChannels();
        System.arraycopy(kernelSize, 0, weightShape, 1, kernelSize.length);
        weightShape[kernelSize.length + 1] = inputsPerGroup;
        return weightShape;
    }

    /// @throws ShapeException unless `features` is a matrix with one row per coordinate
    /// @throws DTypeException unless it is floating
    public static void checkRows(String op, String name, Tensor features, String side, Coordinates coordinates) {
        if (features.rank() != 2 || features.size(0) != coordinates.rows()) {
            throw new ShapeException(
                    "%s: %s must be [rows, channels] with the %d rows of the map's %s, not %s",
                    op, name, coordinates.rows(), side, features.describe());
        }
        if (!features.dtype().isFloating()) {
            throw new DTypeException("%s: %s must be floating, not %s", op, name, features.describe());
        }
    }

    private static void checkDTypes(String op, String firstName, Tensor first, String secondName, Tensor second) {
        DType expected = first.dtype();
        if (second.dtype() != expected) {
            throw new DTypeException(
                    "%s: %s is %s but %s is %s", op, firstName, expected, secondName, second.describe());
        }
    }

    private static void checkGroups(String op, String side, long channels, long groups) {
        if (groups < 1 || channels % groups != 0) {
            throw new ValueException("%s: %d %s channels do not divide into %d groups", op, channels, side, groups);
        }
    }
}
