package tdsl.tensor.ops.neural.loss;

import static tdsl.tensor.Tensor.weakScalar;
import static tdsl.tensor.dispatch.Op.op;
import static tdsl.tensor.dispatch.Samples.uniform;

import tdsl.tensor.DType;
import tdsl.tensor.Tensor;
import tdsl.tensor.dispatch.Args;
import tdsl.tensor.dispatch.Op;
import tdsl.tensor.dispatch.Samples;
import tdsl.tensor.dispatch.Widening;
import tdsl.tensor.error.ShapeException;
import tdsl.tensor.error.ValueException;
import tdsl.tensor.ops.TensorOp;
import tdsl.tensor.ops.Tensors;

/// Losses that want the scores of the right classes above the others by a margin. `reduction` is "mean", "sum", or
/// "none" for the loss of each example.
public final class MarginLossOps {
    private MarginLossOps() {}

    /// `Σ max(0, margin − x[y] + x[i])^p / classes` over the other classes i, times the weight of y, of scores
    /// `[n, classes]` or `[classes]` and class numbers y; p is 1 or 2.
    @TensorOp(
            "multi_margin_loss(input: Tensor, target: Tensor, p: int = 1, margin: float = 1.0, weight: Tensor? = none, reduction: string = \"mean\") -> Tensor")
    public static Op multi_margin_loss() {
        return op().composite(Widening.of(MarginLossOps::multiMargin))
                .samples(() -> Samples.of(uniform(-2, 2, 3, 4), Tensor.of(new long[] {1, 0, 3}))
                        .and(
                                uniform(-2, 2, 3, 4),
                                Tensor.of(new long[] {1, 0, 3}),
                                2L,
                                0.7,
                                uniform(0.5, 2, 4),
                                "none"));
    }

    /// `Σ max(0, 1 − x[y] + x[i]) / classes` over the classes y that the row of the target lists before its first
    /// −1, and the classes i that it does not; of scores and targets `[n, classes]` or `[classes]`.
    @TensorOp("multilabel_margin_loss(input: Tensor, target: Tensor, reduction: string = \"mean\") -> Tensor")
    public static Op multilabel_margin_loss() {
        return op().composite(Widening.of(MarginLossOps::multilabelMargin))
                .samples(() ->
                        Samples.of(uniform(-2, 2, 2, 4), Tensor.of(new long[][] {{3, 0, -1, 1}, {1, -1, 0, 0}})));
    }

    /// The mean over the classes (the last axis) of the binary cross entropy of scores before the sigmoid with
    /// targets in `[0, 1]`, times `weight`, a factor for each class.
    @TensorOp(
            "multilabel_soft_margin_loss(input: Tensor, target: Tensor, weight: Tensor? = none, reduction: string = \"mean\") -> Tensor")
    public static Op multilabel_soft_margin_loss() {
        return op().composite(Widening.of(a -> {
                    Tensor losses =
                            a.tensor(0).binary_cross_entropy_with_logits(a.tensor(1), a.tensor(2), "none", null);
                    return Reduction.apply("multilabel_soft_margin_loss", losses.mean(-1), a.text(3));
                }))
                .samples(() -> Samples.of(uniform(-2, 2, 3, 4), uniform(0, 1, 3, 4))
                        .and(uniform(-2, 2, 3, 4), uniform(0, 1, 3, 4), uniform(1, 2, 4), "none"));
    }

    private static Tensor multiMargin(Args a) {
        if (a.integer(2) != 1 && a.integer(2) != 2) {
            throw new ValueException("multi_margin_loss: p must be 1 or 2, not %d", a.integer(2));
        }
        Tensor scores = a.tensor(0).atleast_2d();
        Tensor classes = a.tensor(1).atleast_1d();
        if (scores.rank() != 2 || classes.rank() != 1 || classes.size(0) != scores.size(0)) {
            throw unfit("multi_margin_loss", a, "[n], a class number for each row");
        }
        Tensor column = classes.unsqueeze(1);
        Tensor lack = scores.sub(scores.gather(1, column)).add(a.real(3)).clamp(weakScalar(0L), null);
        Tensor other = Tensors.iota(scores.size(1), DType.INT64).ne(column);
        Tensor losses = other.where(lack.pow(a.integer(2)), lack.zeros_like())
                .sum(new long[] {1}, false, null)
                .div(scores.size(1));
        losses = a.isNull(4) ? losses : losses.mul(a.tensor(4).index_select(0, classes));
        return Reduction.apply("multi_margin_loss", a.tensor(0).rank() < 2 ? losses.squeeze(0) : losses, a.text(5));
    }

    private static Tensor multilabelMargin(Args a) {
        Tensor scores = a.tensor(0).atleast_2d();
        Tensor target = a.tensor(1).atleast_2d();
        if (scores.rank() != 2 || !target.layout().hasShape(scores.shape())) {
            throw unfit("multilabel_margin_loss", a, "of the same shape");
        }
        Tensor listed = target.lt(0).cumsum(1).eq(0);
        Tensor classes = listed.where(target, target.zeros_like());
        Tensor isTarget = classes.unsqueeze(2)
                .eq(Tensors.iota(scores.size(1), DType.INT64))
                .logical_and(listed.unsqueeze(2))
                .any(1);
        Tensor missing = scores.unsqueeze(1)
                .sub(scores.gather(1, classes).unsqueeze(2))
                .add(1)
                .clamp(weakScalar(0L), null);
        Tensor counts = listed.unsqueeze(2).logical_and(isTarget.logical_not().unsqueeze(1));
        Tensor losses = counts.where(missing, missing.zeros_like())
                .sum(new long[] {1, 2}, false, null)
                .div(scores.size(1));
        losses = a.tensor(0).rank() < 2 ? losses.squeeze(0) : losses;
        return Reduction.apply("multilabel_margin_loss", losses, a.text(2));
    }

    private static ShapeException unfit(String op, Args a, String targets) {
        return new ShapeException(
                "%s: takes scores [n, classes] and targets %s, not %s and %s",
                op, targets, a.tensor(0).describe(), a.tensor(1).describe());
    }
}
