package tdsl.tensor.ops.neural;

import static tdsl.tensor.dispatch.Op.op;
import static tdsl.tensor.dispatch.Samples.uniform;

import tdsl.tensor.dispatch.Autocast;
import tdsl.tensor.dispatch.Op;
import tdsl.tensor.dispatch.Samples;
import tdsl.tensor.dispatch.Widening;
import tdsl.tensor.ops.TensorOp;

/// Distributions along one axis.
public final class SoftmaxOps {
    private SoftmaxOps() {}

    private static Samples samples() {
        return Samples.of(uniform(-2, 2, 3, 4), 1L)
                .and(uniform(-2, 2, 3, 4), 0L)
                .and(uniform(-2, 2, 2, 3, 2), -2L);
    }

    private static Samples samplesOfGradients() {
        return Samples.of(uniform(-2, 2, 3, 4), uniform(0, 1, 3, 4), 1L)
                .and(uniform(-2, 2, 2, 3, 2), uniform(0, 1, 2, 3, 2), -2L);
    }

    /// e^x divided by its sum along `dim`; in `dtype`, if given.
    @TensorOp("softmax(input: Tensor, dim: int, dtype: dtype? = none) -> Tensor")
    public static Op softmax() {
        return op().autocast(Autocast.SINGLE)
                .grad(c -> c.grad().softmax_backward(c.out(), c.args().integer(1)))
                .saves("out")
                .onnx("Softmax")
                .samples(SoftmaxOps::samples);
    }

    /// The softmax of −x.
    @TensorOp("softmin(input: Tensor, dim: int, dtype: dtype? = none) -> Tensor")
    public static Op softmin() {
        return op().composite(Widening.of(a -> a.tensor(0).neg().softmax(a.integer(1), a.dtypeOr(2, null))))
                .samples(SoftmaxOps::samples);
    }

    /// The logarithm of softmax, computed without overflow; in `dtype`, if given.
    @TensorOp("log_softmax(input: Tensor, dim: int, dtype: dtype? = none) -> Tensor")
    public static Op log_softmax() {
        return op().autocast(Autocast.SINGLE)
                .grad(c -> c.grad().log_softmax_backward(c.out(), c.args().integer(1)))
                .saves("out")
                .onnx("LogSoftmax")
                .samples(SoftmaxOps::samples);
    }

    /// The gradient of softmax with respect to its input: y (g − Σ g y) for outputs y and their
    /// gradients g.
    @TensorOp(value = "softmax_backward(grad_output: Tensor, output: Tensor, dim: int) -> Tensor", internal = true)
    public static Op softmax_backward() {
        return op().composite(Widening.of(a -> {
                    long[] dim = {a.integer(2)};
                    var weighted = a.tensor(0).mul(a.tensor(1));
                    return weighted.sub(a.tensor(1).mul(weighted.sum(dim, true, null)));
                }))
                .samples(SoftmaxOps::samplesOfGradients);
    }

    /// The gradient of log_softmax with respect to its input: g − e^y Σ g for outputs y and their
    /// gradients g.
    @TensorOp(value = "log_softmax_backward(grad_output: Tensor, output: Tensor, dim: int) -> Tensor", internal = true)
    public static Op log_softmax_backward() {
        return op().composite(Widening.of(a -> {
                    long[] dim = {a.integer(2)};
                    return a.tensor(0).sub(a.tensor(1).exp().mul(a.tensor(0).sum(dim, true, null)));
                }))
                .samples(SoftmaxOps::samplesOfGradients);
    }
}
