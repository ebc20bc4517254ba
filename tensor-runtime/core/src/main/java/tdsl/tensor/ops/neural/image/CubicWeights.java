package tdsl.tensor.ops.neural.image;

import tdsl.tensor.Tensor;

/// The weights of elements in cubic convolution (Keys, "Cubic convolution interpolation for digital image
/// processing", 1981), by their distance.
final class CubicWeights {
    /// The free parameter, with PyTorch's value.
    static final double STANDARD = -0.75;

    private CubicWeights() {}

    /// At a distance below 1.
    static double inner(double x, double parameter) {
        return ((parameter + 2) * x - (parameter + 3)) * x * x + 1;
    }

    /// At a distance from 1 to 2.
    static double outer(double x, double parameter) {
        return ((parameter * x - 5 * parameter) * x + 8 * parameter) * x - 4 * parameter;
    }

    static Tensor inner(Tensor x) {
        return x.mul(STANDARD + 2).sub(STANDARD + 3).mul(x.square()).add(1);
    }

    static Tensor outer(Tensor x) {
        return x.mul(STANDARD).sub(5 * STANDARD).mul(x).add(8 * STANDARD).mul(x).sub(4 * STANDARD);
    }
}
