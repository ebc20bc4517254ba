package tdsl.tensor.ops.neural.loss;

import tdsl.tensor.Tensor;
import tdsl.tensor.error.ValueException;

/// How a loss combines the losses of its elements.
final class Reduction {
    private Reduction() {}

    /// The mean, the sum, or with "none" each element's.
    static Tensor apply(String op, Tensor losses, String reduction) {
        return switch (check(op, reduction)) {
            case "mean" -> losses.mean();
            case "sum" -> losses.sum();
            default -> losses;
        };
    }

    /// As {@link #apply}, where the mean is one weighted by `weights`.
    static Tensor weighted(String op, Tensor losses, Tensor weights, String reduction) {
        return switch (check(op, reduction)) {
            case "mean" -> losses.sum().div(weights.sum());
            case "sum" -> losses.sum();
            default -> losses;
        };
    }

    /// The reduction itself.
    ///
    /// @throws ValueException if there is none of this name
    static String check(String op, String reduction) {
        return switch (reduction) {
            case "mean", "sum", "none" -> reduction;
            default ->
                throw new ValueException(
                        "%s: reduction must be \"mean\", \"sum\" or \"none\", not \"%s\"", op, reduction);
        };
    }
}
