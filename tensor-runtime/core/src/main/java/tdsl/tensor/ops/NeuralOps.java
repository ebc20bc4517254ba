package tdsl.tensor.ops;

import static tdsl.tensor.dispatch.Op.op;
import static tdsl.tensor.dispatch.Samples.uniform;

import java.util.Arrays;
import tdsl.tensor.DType;
import tdsl.tensor.Shapes;
import tdsl.tensor.Tensor;
import tdsl.tensor.dispatch.Args;
import tdsl.tensor.dispatch.Op;
import tdsl.tensor.dispatch.Samples;
import tdsl.tensor.dispatch.Widening;
import tdsl.tensor.error.DTypeException;
import tdsl.tensor.error.ShapeException;
import tdsl.tensor.error.ValueException;

/// Functions of neural networks, and losses.
final class NeuralOps {
    private NeuralOps() {}

    /// e^x divided by its sum along `dim`.
    @TensorOp("softmax(input: Tensor, dim: int) -> Tensor")
    static Op softmax() {
        return op().grad(c -> {
                    Tensor weighted = c.grad().mul(c.out());
                    long[] dim = {c.args().integer(1)};
                    return weighted.sub(c.out().mul(weighted.sum(dim, true, null)));
                })
                .saves("out")
                .onnx("Softmax")
                .samples(() -> Samples.of(uniform(-2, 2, 3, 4), 1L).and(uniform(-2, 2, 3, 4), 0L));
    }

    /// The logarithm of softmax, computed without overflow.
    @TensorOp("log_softmax(input: Tensor, dim: int) -> Tensor")
    static Op log_softmax() {
        return op().grad(c -> {
                    long[] dim = {c.args().integer(1)};
                    return c.grad().sub(c.out().exp().mul(c.grad().sum(dim, true, null)));
                })
                .saves("out")
                .onnx("LogSoftmax")
                .samples(() -> Samples.of(uniform(-2, 2, 3, 4), 1L).and(uniform(-2, 2, 3, 4), 0L));
    }

    /// Cross entropy of class scores `[n, classes]` and class numbers `[n]`: the mean (`reduction="mean"`),
    /// the sum, or
    /// with "none" each row's.
    @TensorOp("cross_entropy(input: Tensor, target: Tensor, reduction: string = \"mean\") -> Tensor")
    static Op cross_entropy() {
        return op().composite(Widening.of(a -> {
                    checkClasses("cross_entropy", a.tensor(0), a.tensor(1));
                    return a.tensor(0).log_softmax(1).nll_loss(a.tensor(1), a.text(2));
                }))
                .samples(() -> Samples.of(uniform(-2, 2, 3, 4), Tensor.of(new long[] {1, 0, 3})));
    }

    /// Negative log likelihood of log-probabilities `[n, classes]` and class numbers `[n]`.
    @TensorOp("nll_loss(input: Tensor, target: Tensor, reduction: string = \"mean\") -> Tensor")
    static Op nll_loss() {
        return op().composite(a -> {
                    checkClasses("nll_loss", a.tensor(0), a.tensor(1));
                    Tensor picked =
                            a.tensor(0).gather(1, a.tensor(1).to(DType.INT64).unsqueeze(1));
                    return reduce("nll_loss", picked.squeeze(1).neg(), a.text(2));
                })
                .samples(() -> Samples.of(uniform(-2, 2, 3, 4), Tensor.of(new long[] {1, 0, 3})));
    }

    /// Squared difference: mean, sum, or with "none" each element's.
    @TensorOp("mse_loss(input: Tensor, target: Tensor, reduction: string = \"mean\") -> Tensor")
    static Op mse_loss() {
        return op().composite(Widening.of(
                        a -> reduce("mse_loss", a.tensor(0).sub(a.tensor(1)).square(), a.text(2))))
                .samples(() -> Samples.of(uniform(-2, 2, 3, 4), uniform(-1, 2, 3, 4)));
    }

    /// Absolute difference: mean, sum, or with "none" each element's.
    @TensorOp("l1_loss(input: Tensor, target: Tensor, reduction: string = \"mean\") -> Tensor")
    static Op l1_loss() {
        return op().composite(Widening.of(
                        a -> reduce("l1_loss", a.tensor(0).sub(a.tensor(1)).abs(), a.text(2))))
                .samples(() -> Samples.of(uniform(-2, 2, 3, 4), uniform(-1, 2, 3, 4)));
    }

    /// Binary cross entropy of scores before the sigmoid, and targets in `[0, 1]`.
    @TensorOp("binary_cross_entropy_with_logits(input: Tensor, target: Tensor, reduction: string = \"mean\") -> Tensor")
    static Op binary_cross_entropy_with_logits() {
        return op().composite(Widening.of(a -> {
                    Tensor losses = a.tensor(0).softplus().sub(a.tensor(0).mul(a.tensor(1)));
                    return reduce("binary_cross_entropy_with_logits", losses, a.text(2));
                }))
                .samples(() -> Samples.of(uniform(-2, 2, 3, 4), uniform(0, 1, 3, 4)));
    }

    /// Class numbers as rows that are 1 at the class and 0 elsewhere, `[...]` to `[..., num_classes]`; i64.
    @TensorOp("one_hot(input: Tensor, num_classes: int) -> Tensor")
    static Op one_hot() {
        return op().composite(a -> a.tensor(0)
                .unsqueeze(-1)
                .eq(Tensors.iota(a.integer(1), DType.INT64))
                .to(DType.INT64));
    }

    /// Each element is 0 with probability `p`, else divided by 1 − p; the input itself unless `training`.
    @TensorOp("dropout(input: Tensor, p: float = 0.5, training: bool = true) -> Tensor")
    static Op dropout() {
        return op().composite(a -> {
            double p = a.real(1);
            if (p < 0 || p > 1) {
                throw new ValueException("dropout: p is a probability, in [0, 1], not %s", p);
            }
            if (!a.flag(2) || p == 0) {
                return a.tensor(0);
            }
            Tensor kept =
                    Tensors.random_uniform(a.tensor(0).shape(), DType.FLOAT32).ge(p);
            return a.tensor(0).mul(kept).mul(p == 1 ? 0 : 1 / (1 - p));
        });
    }

    /// Rows of `weight` `[count, size]` picked by integers `[...]`, to `[..., size]`.
    @TensorOp("embedding(input: Tensor, weight: Tensor) -> Tensor")
    static Op embedding() {
        return op().composite(a -> {
            Tensor indices = a.tensor(0);
            Tensor weight = a.tensor(1);
            long[] shape = Arrays.copyOf(indices.shape(), indices.rank() + 1);
            shape[indices.rank()] = weight.size(1);
            return weight.index_select(0, indices.reshape(-1)).reshape(shape);
        });
    }

    /// `(x − mean) / √(var + eps) · weight + bias`, with statistics per channel (axis 1, or the last of a
    /// matrix) over
    /// all other axes: of the batch in training, which also moves the running ones by `momentum`, else the
    /// running.
    @TensorOp(
            "batch_norm(input: Tensor, running_mean: Tensor?, running_var: Tensor?, weight: Tensor? = none, bias: Tensor? = none, training: bool = false, momentum: float = 0.1, eps: float = 1e-5) -> Tensor")
    static Op batch_norm() {
        return op().composite(BatchNorm::apply)
                .samples(() -> Samples.of(
                                uniform(-2, 2, 5, 3), null, null, uniform(0.5, 1.5, 3), uniform(-1, 1, 3), true)
                        .and(uniform(-2, 2, 4, 3, 2), uniform(-1, 1, 3), uniform(0.5, 2, 3)));
    }

    /// Normalises over the last axes, whose sizes are `normalized_shape`.
    @TensorOp(
            "layer_norm(input: Tensor, normalized_shape: int[], weight: Tensor? = none, bias: Tensor? = none, eps: float = 1e-5) -> Tensor")
    static Op layer_norm() {
        return op().composite(NeuralOps::layerNorm)
                .samples(() -> Samples.of(uniform(-2, 2, 3, 4), 4L, uniform(0.5, 1.5, 4), uniform(-1, 1, 4)));
    }

    private static Tensor reduce(String op, Tensor losses, String reduction) {
        return switch (reduction) {
            case "mean" -> losses.mean();
            case "sum" -> losses.sum();
            case "none" -> losses;
            default ->
                throw new ValueException(
                        "%s: reduction must be \"mean\", \"sum\" or \"none\", not \"%s\"", op, reduction);
        };
    }

    private static void checkClasses(String op, Tensor scores, Tensor target) {
        boolean fits = scores.rank() == 2 && target.rank() == 1 && scores.size(0) == target.size(0);
        if (!fits) {
            throw new ShapeException(
                    "%s: scores must be [n, classes] and targets [n], not %s and %s",
                    op, scores.describe(), target.describe());
        }
        if (target.dtype().isFloating()) {
            throw new DTypeException("%s: targets are class numbers, integers, not %s", op, target.describe());
        }
    }

    private static Tensor layerNorm(Args a) {
        DType dtype = a.tensor(0).dtype();
        Tensor input = a.tensor(0).to(dtype.arithmetic());
        long[] normalized = a.integers(1);
        long[] axes = new long[normalized.length];
        for (int i = 0; i < axes.length; i++) {
            axes[i] = i - axes.length;
            int axis = input.rank() + (int) axes[i];
            if (axis < 0 || input.size(axis) != normalized[i]) {
                throw new ShapeException(
                        "layer_norm: the last axes of %s must have sizes %s",
                        a.tensor(0).describe(), Shapes.format(normalized));
            }
        }
        Tensor centred = input.sub(input.mean(axes, true));
        Tensor result =
                centred.mul(centred.square().mean(axes, true).add(a.real(4)).rsqrt());
        result = a.isNull(2) ? result : result.mul(a.tensor(2));
        result = a.isNull(3) ? result : result.add(a.tensor(3));
        return input.dtype() == dtype ? result : result.to(dtype);
    }
}
