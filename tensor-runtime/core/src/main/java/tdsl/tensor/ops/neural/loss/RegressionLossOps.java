package tdsl.tensor.ops.neural.loss;

import static tdsl.tensor.dispatch.Op.op;
import static tdsl.tensor.dispatch.Samples.uniform;

import tdsl.tensor.Tensor;
import tdsl.tensor.dispatch.Args;
import tdsl.tensor.dispatch.Autocast;
import tdsl.tensor.dispatch.Op;
import tdsl.tensor.dispatch.Samples;
import tdsl.tensor.dispatch.Widening;
import tdsl.tensor.error.ValueException;
import tdsl.tensor.ops.TensorOp;

/// Losses of numbers and of distributions. `reduction` is "mean", "sum", or "none" for the loss of each
/// element.
public final class RegressionLossOps {
    private RegressionLossOps() {}

    private static Samples samples() {
        return Samples.of(uniform(-2, 2, 3, 4), uniform(-1, 2, 3, 4))
                .and(uniform(-2, 2, 3, 4), uniform(-1, 2, 3, 4))
                .named("reduction", "none");
    }

    /// A loss with reduction, third, and weights, fourth: a mean is one weighted by them.
    private static Tensor weighted(String op, Tensor losses, Args a) {
        return a.isNull(3)
                ? Reduction.apply(op, losses, a.text(2))
                : Reduction.weighted(op, losses.mul(a.tensor(3)), a.tensor(3).expand(losses.shape()), a.text(2));
    }

    /// `weight · (x − y)²`; a mean is one weighted by `weight`.
    @TensorOp("mse_loss(input: Tensor, target: Tensor, reduction: string = \"mean\", weight: Tensor? = none) -> Tensor")
    public static Op mse_loss() {
        return op().autocast(Autocast.SINGLE)
                .composite(Widening.of(
                        a -> weighted("mse_loss", a.tensor(0).sub(a.tensor(1)).square(), a)))
                .samples(RegressionLossOps::samples);
    }

    /// `weight · |x − y|`; a mean is one weighted by `weight`.
    @TensorOp("l1_loss(input: Tensor, target: Tensor, reduction: string = \"mean\", weight: Tensor? = none) -> Tensor")
    public static Op l1_loss() {
        return op().composite(Widening.of(
                        a -> weighted("l1_loss", a.tensor(0).sub(a.tensor(1)).abs(), a)))
                .samples(RegressionLossOps::samples);
    }

    /// With d = |x − y|: `d² / (2 beta)` where d is less than beta, else `d − beta / 2`.
    @TensorOp(
            "smooth_l1_loss(input: Tensor, target: Tensor, reduction: string = \"mean\", beta: float = 1.0) -> Tensor")
    public static Op smooth_l1_loss() {
        return op().composite(Widening.of(a -> {
                    double beta = a.real(3);
                    if (beta < 0) {
                        throw new ValueException("smooth_l1_loss: beta must not be negative, but is %s", beta);
                    }
                    Tensor distance = a.tensor(0).sub(a.tensor(1)).abs();
                    Tensor losses = beta == 0
                            ? distance
                            : distance.lt(beta).where(distance.square().mul(0.5 / beta), distance.sub(beta / 2));
                    return Reduction.apply("smooth_l1_loss", losses, a.text(2));
                }))
                .samples(() -> samples().named("beta", 0.7));
    }

    /// With d = |x − y|: `d² / 2` where d is at most delta, else `delta (d − delta / 2)` (Huber 1964).
    @TensorOp("huber_loss(input: Tensor, target: Tensor, reduction: string = \"mean\", delta: float = 1.0) -> Tensor")
    public static Op huber_loss() {
        return op().composite(Widening.of(a -> {
                    double delta = a.real(3);
                    if (delta <= 0) {
                        throw new ValueException("huber_loss: delta must be positive, not %s", delta);
                    }
                    Tensor distance = a.tensor(0).sub(a.tensor(1)).abs();
                    Tensor losses = distance.le(delta)
                            .where(
                                    distance.square().mul(0.5),
                                    distance.sub(delta / 2).mul(delta));
                    return Reduction.apply("huber_loss", losses, a.text(2));
                }))
                .samples(() -> samples().named("delta", 0.7));
    }

    /// Kullback and Leibler's divergence `y (log y − x)` of log-probabilities x and probabilities y, or with
    /// `log_target` their logarithms. A mean is one over all elements; with reduction "batchmean" the sum is
    /// divided by the first size.
    @TensorOp("kl_div(input: Tensor, target: Tensor, reduction: string = \"mean\", log_target: bool = false) -> Tensor")
    public static Op kl_div() {
        return op().composite(Widening.of(a -> {
                    Tensor x = a.tensor(0);
                    Tensor y = a.tensor(1);
                    Tensor losses = a.flag(3) ? y.exp().mul(y.sub(x)) : xlogx(y).sub(y.mul(x));
                    return a.text(2).equals("batchmean")
                            ? losses.sum().div(x.rank() == 0 ? 1 : x.size(0))
                            : Reduction.apply("kl_div", losses, a.text(2));
                }))
                .samples(() -> Samples.of(uniform(-2, 0, 3, 4), uniform(0.1, 1, 3, 4))
                        .and(uniform(-2, 0, 3, 4), uniform(-1, 0, 3, 4), "batchmean", true));
    }

    /// x log x, and 0 for 0.
    private static Tensor xlogx(Tensor x) {
        Tensor zero = x.eq(0);
        return zero.where(x.zeros_like(), x.mul(zero.where(x.ones_like(), x).log()));
    }

    /// Negative log likelihood of counts y under Poisson distributions with mean e^x, or x without
    /// `log_input`: `e^x − y x`, or `x − y log(x + eps)`. `full` adds Stirling's approximation of
    /// log(y!) where y is above 1.
    @TensorOp(
            "poisson_nll_loss(input: Tensor, target: Tensor, log_input: bool = true, full: bool = false, eps: float = 1e-8, reduction: string = \"mean\") -> Tensor")
    public static Op poisson_nll_loss() {
        return op().composite(Widening.of(a -> {
                    Tensor x = a.tensor(0);
                    Tensor y = a.tensor(1);
                    Tensor losses = a.flag(2)
                            ? x.exp().sub(y.mul(x))
                            : x.sub(y.mul(x.add(a.real(4)).log()));
                    return Reduction.apply(
                            "poisson_nll_loss", a.flag(3) ? losses.add(logFactorial(y)) : losses, a.text(5));
                }))
                .samples(() -> Samples.of(uniform(-2, 2, 3, 4), uniform(0, 4, 3, 4))
                        .and(uniform(0.5, 2, 3, 4), uniform(0, 4, 3, 4), false, true));
    }

    private static Tensor logFactorial(Tensor y) {
        Tensor large = y.gt(1);
        Tensor safe = large.where(y, y.ones_like());
        Tensor stirling =
                safe.mul(safe.log()).sub(safe).add(safe.mul(2 * Math.PI).log().mul(0.5));
        return large.where(stirling, y.zeros_like());
    }

    /// Negative log likelihood under normal distributions with means x and variances `var`, which
    /// broadcast: `(log var + (x − y)² / var) / 2`. Variances are taken to be at least `eps`; `full`
    /// adds the constant term.
    @TensorOp(
            "gaussian_nll_loss(input: Tensor, target: Tensor, var: Tensor, full: bool = false, eps: float = 1e-6, reduction: string = \"mean\") -> Tensor")
    public static Op gaussian_nll_loss() {
        return op().composite(Widening.of(a -> {
                    Tensor variance = a.tensor(2);
                    Tensor x = a.tensor(0);
                    boolean perRow = variance.rank() > 0
                            && variance.rank() == x.rank() - 1
                            && variance.size(variance.rank() - 1) != x.size(x.rank() - 1);
                    variance = perRow ? variance.unsqueeze(-1) : variance;
                    // The bound changes the value but not the gradient.
                    Tensor bounded =
                            variance.add(variance.detach().neg().add(a.real(4)).clamp(Tensor.weakScalar(0L), null));
                    Tensor losses = bounded.log()
                            .add(x.sub(a.tensor(1)).square().div(bounded))
                            .mul(0.5);
                    losses = a.flag(3) ? losses.add(0.5 * Math.log(2 * Math.PI)) : losses;
                    return Reduction.apply("gaussian_nll_loss", losses, a.text(5));
                }))
                .samples(() -> Samples.of(uniform(-2, 2, 3, 4), uniform(-1, 2, 3, 4), uniform(0.5, 2, 3, 4))
                        .and(uniform(-2, 2, 3, 4), uniform(-1, 2, 3, 4), uniform(0.5, 2, 3, 1), true));
    }
}
