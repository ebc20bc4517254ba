package tdsl.tensor.ops.neural.loss;

import static tdsl.tensor.dispatch.Op.op;
import static tdsl.tensor.dispatch.Samples.uniform;

import java.util.List;
import tdsl.tensor.Tensor;
import tdsl.tensor.dispatch.Args;
import tdsl.tensor.dispatch.Autocast;
import tdsl.tensor.dispatch.GradContext;
import tdsl.tensor.dispatch.Op;
import tdsl.tensor.dispatch.Samples;
import tdsl.tensor.dispatch.Widening;
import tdsl.tensor.error.ValueException;
import tdsl.tensor.ops.TensorOp;

/// Losses of classification. `reduction` is "mean", "sum", or "none" for the loss of each element.
public final class ClassLossOps {
    private ClassLossOps() {}

    private static Tensor classes() {
        return Tensor.of(new long[] {1, 0, 3});
    }

    private static Tensor planes() {
        return Tensor.of(new long[][] {{1, 0, 2}, {2, 2, 1}});
    }

    /// Cross entropy of class scores `[n, classes]`, `[n, classes, ...]` or `[classes]` with targets: class
    /// numbers of that shape without its class axis, or floating probabilities of the same shape. `weight` has
    /// a factor for each class, by which a mean is weighted too; class number `ignore_index` has no loss;
    /// `label_smoothing` of the target is spread over all classes.
    @TensorOp(
            "cross_entropy(input: Tensor, target: Tensor, weight: Tensor? = none, ignore_index: int = -100, reduction: string = \"mean\", label_smoothing: float = 0.0) -> Tensor")
    public static Op cross_entropy() {
        return op().autocast(Autocast.SINGLE)
                .composite(Widening.of(a -> {
                    Tensor scores = a.tensor(0);
                    long classAxis = Math.min(1, Math.max(0, scores.rank() - 1));
                    Tensor logs = scores.log_softmax(classAxis);
                    ClassLosses losses = ClassLosses.of("cross_entropy", logs, a, a.text(4));
                    boolean probabilities =
                            a.tensor(1).dtype().isFloating() && a.tensor(1).rank() == scores.rank();
                    return probabilities
                            ? losses.ofProbabilities(a.real(5))
                            : losses.ofSmoothedClasses(a.integer(3), a.real(5));
                }))
                .samples(() -> Samples.of(uniform(-2, 2, 3, 4), classes())
                        .and(uniform(-2, 2, 2, 4, 3), planes(), uniform(0.5, 2, 4), 2L, "sum", 0.25)
                        .and(uniform(-2, 2, 3, 4), uniform(0, 1, 3, 4), null, -100L, "mean", 0.5)
                        .and(uniform(-2, 2, 4), Tensor.of(2L)));
    }

    /// Negative log likelihood of log-probabilities `[n, classes]`, `[n, classes, ...]` or `[classes]`
    /// and class numbers; `weight`, `ignore_index` and `reduction` as in cross_entropy.
    @TensorOp(
            "nll_loss(input: Tensor, target: Tensor, weight: Tensor? = none, ignore_index: int = -100, reduction: string = \"mean\") -> Tensor")
    public static Op nll_loss() {
        return op().composite(Widening.of(a -> losses(a).ofClasses(a.integer(3))))
                .grad(
                        c -> c.grad()
                                .nll_loss_backward(
                                        c.shape(0),
                                        c.input(1),
                                        c.has(2) ? c.input(2) : null,
                                        c.args().integer(3),
                                        c.args().text(4)),
                        Op.NO_GRADIENT,
                        c -> losses(c.args()
                                        .with(0, c.input(0))
                                        .with(1, c.input(1))
                                        .with(2, c.input(2)))
                                .gradientOfWeights(c.args().integer(3), c.grad()))
                .saves("input", "target", "weight")
                .samples(() -> Samples.of(uniform(-2, 2, 3, 4), classes())
                        .and(uniform(-2, 2, 3, 4), classes(), uniform(0.5, 2, 4))
                        .and(uniform(-2, 2, 2, 4, 3), planes(), uniform(0.5, 2, 4), 2L, "none"));
    }

    private static ClassLosses losses(Args args) {
        return ClassLosses.of("nll_loss", args.tensor(0), args, args.text(4));
    }

    /// The gradient of nll_loss with respect to its input, which has this shape, from that of the outcome.
    @TensorOp(
            value =
                    "nll_loss_backward(grad_output: Tensor, shape: int[], target: Tensor, weight: Tensor? = none, ignore_index: int = -100, reduction: string = \"mean\") -> Tensor",
            internal = true)
    public static Op nll_loss_backward() {
        return op().composite(Widening.of(a -> {
                    Tensor zeros = a.tensor(0).new_zeros(a.integers(1));
                    return losses(new Args(zeros, a.value(2), a.value(3), a.value(4), a.value(5)))
                            .gradientOfClasses(a.integer(4), a.tensor(0));
                }))
                .samples(() -> Samples.of(uniform(0.5, 1), List.of(3L, 4L), classes())
                        .and(uniform(0.5, 1), List.of(3L, 4L), classes(), uniform(0.5, 2, 4), 0L)
                        .and(uniform(-1, 1, 2, 3), List.of(2L, 4L, 3L), planes(), uniform(0.5, 2, 4), 2L, "none"));
    }

    /// `−weight · (y log x + (1 − y) log(1 − x))` of probabilities x and targets y; a logarithm is at
    /// least −100.
    @TensorOp(
            "binary_cross_entropy(input: Tensor, target: Tensor, weight: Tensor? = none, reduction: string = \"mean\") -> Tensor")
    public static Op binary_cross_entropy() {
        return op().composite(Widening.of(a -> {
                    Tensor x = a.tensor(0);
                    Tensor y = a.tensor(1);
                    requireProbabilities(x);
                    Tensor least = Tensor.weakScalar(-100L);
                    Tensor losses = y.sub(1)
                            .mul(x.neg().log1p().clamp(least, null))
                            .sub(y.mul(x.log().clamp(least, null)));
                    losses = a.isNull(2) ? losses : losses.mul(a.tensor(2));
                    return Reduction.apply("binary_cross_entropy", losses, a.text(3));
                }))
                .grad(
                        c -> perElement(c)
                                .mul(c.input(0).sub(c.input(1)))
                                .div(c.input(0).mul(c.input(0).neg().add(1)).clamp(Tensor.weakScalar(1e-12), null)),
                        c -> perElement(c)
                                .mul(c.input(0).neg().log1p().sub(c.input(0).log())),
                        Op.NO_GRADIENT)
                .saves("input", "target", "weight")
                .samples(() -> Samples.of(uniform(0.1, 0.9, 3, 4), uniform(0.1, 0.9, 3, 4))
                        .and(uniform(0.1, 0.9, 3, 4), uniform(0.1, 0.9, 3, 4))
                        .named("reduction", "none"));
    }

    private static void requireProbabilities(Tensor x) {
        if (x.batch() == null
                && x.elementCount() > 0
                && !(Boolean) x.ge(0).logical_and(x.le(1)).all().item()) {
            throw new ValueException("binary_cross_entropy: input must lie between 0 and 1")
                    .withHint("binary_cross_entropy_with_logits takes scores before the sigmoid");
        }
    }

    /// The gradient with respect to each element's loss.
    private static Tensor perElement(GradContext c) {
        Tensor grad = c.args().text(3).equals("mean")
                ? c.grad().div(Math.max(1, c.input(0).elementCount()))
                : c.grad();
        return c.has(2) ? grad.mul(c.input(2)) : grad;
    }

    /// Binary cross entropy of scores before the sigmoid with targets in `[0, 1]`, computed without
    /// overflow. `weight` has a factor for each loss, `pos_weight` one for that of the positive class;
    /// both broadcast.
    @TensorOp(
            "binary_cross_entropy_with_logits(input: Tensor, target: Tensor, weight: Tensor? = none, reduction: string = \"mean\", pos_weight: Tensor? = none) -> Tensor")
    public static Op binary_cross_entropy_with_logits() {
        return op().composite(Widening.of(a -> {
                    Tensor x = a.tensor(0);
                    Tensor y = a.tensor(1);
                    Tensor negative = x.neg().softplus();
                    if (!a.isNull(4)) {
                        negative = negative.mul(a.tensor(4).sub(1).mul(y).add(1));
                    }
                    Tensor losses = x.sub(x.mul(y)).add(negative);
                    losses = a.isNull(2) ? losses : losses.mul(a.tensor(2));
                    return Reduction.apply("binary_cross_entropy_with_logits", losses, a.text(3));
                }))
                .samples(() -> Samples.of(uniform(-2, 2, 3, 4), uniform(0, 1, 3, 4))
                        .and(uniform(-2, 2, 3, 4), uniform(0, 1, 3, 4), uniform(1, 2, 4), "sum", uniform(0.5, 3, 4)));
    }

    /// `log(1 + e^(−y x))` of scores x and targets y, which are 1 or −1.
    @TensorOp("soft_margin_loss(input: Tensor, target: Tensor, reduction: string = \"mean\") -> Tensor")
    public static Op soft_margin_loss() {
        return op().composite(Widening.of(a -> Reduction.apply(
                        "soft_margin_loss", a.tensor(0).mul(a.tensor(1)).neg().softplus(), a.text(2))))
                .samples(() ->
                        Samples.of(uniform(-2, 2, 3, 4), uniform(-1, 1, 3, 4).sign()));
    }
}
