package tdsl.tensor.ops.neural.loss;

import static tdsl.tensor.dispatch.Op.op;
import static tdsl.tensor.dispatch.Samples.uniform;

import tdsl.tensor.DType;
import tdsl.tensor.Tensor;
import tdsl.tensor.dispatch.Args;
import tdsl.tensor.dispatch.Op;
import tdsl.tensor.dispatch.Samples;
import tdsl.tensor.dispatch.Widening;
import tdsl.tensor.ops.TensorOp;

/// How far vectors are from each other, and losses of that. `reduction` is "mean", "sum", or "none" for
/// the loss of each element.
public final class DistanceOps {
    private static final double SMALL = 1e-12;

    private DistanceOps() {}

    private static Tensor signs(long... shape) {
        return uniform(-1, 1, shape).sign().to(DType.INT64);
    }

    /// Cosine of the angle between vectors along `dim`: `x1 · x2 / (max(|x1|, eps) max(|x2|, eps))`;
    /// they broadcast.
    @TensorOp("cosine_similarity(x1: Tensor, x2: Tensor, dim: int = 1, eps: float = 1e-8) -> Tensor")
    public static Op cosine_similarity() {
        return op().composite(Widening.of(a -> {
                    long[] dim = {a.integer(2)};
                    Tensor least = Tensor.weakScalar(a.real(3));
                    Tensor lengths = a.tensor(0)
                            .norm(2, dim)
                            .clamp(least, null)
                            .mul(a.tensor(1).norm(2, dim).clamp(least, null));
                    return a.tensor(0).mul(a.tensor(1)).sum(dim, false, null).div(lengths);
                }))
                .samples(() -> Samples.of(uniform(-2, 2, 3, 4), uniform(-1, 2, 3, 4))
                        .and(uniform(-2, 2, 3, 4), uniform(-1, 2, 3, 4), 0L));
    }

    /// The p-norm of `x1 − x2 + eps` along the last axis.
    @TensorOp(
            "pairwise_distance(x1: Tensor, x2: Tensor, p: float = 2.0, eps: float = 1e-6, keepdim: bool = false) -> Tensor")
    public static Op pairwise_distance() {
        return op().composite(Widening.of(a -> distance(a.tensor(0), a.tensor(1), a.real(2), a.real(3), a.flag(4))))
                .samples(() -> Samples.of(uniform(-2, 2, 3, 4), uniform(-1, 2, 3, 4))
                        .and(uniform(-2, 2, 3, 4), uniform(-1, 2, 3, 4), 3.0));
    }

    private static Tensor distance(Tensor x, Tensor y, double p, double eps, boolean keepAxis) {
        return x.sub(y).add(eps).norm(p, new long[] {-1}, keepAxis);
    }

    /// `1 − cos(x1, x2)` where the target is 1, `max(0, cos(x1, x2) − margin)` where it is −1, of
    /// vectors `[n, d]` or `[d]`.
    @TensorOp(
            "cosine_embedding_loss(input1: Tensor, input2: Tensor, target: Tensor, margin: float = 0.0, reduction: string = \"mean\") -> Tensor")
    public static Op cosine_embedding_loss() {
        return op().composite(Widening.of(a -> {
                    long[] dim = {-1};
                    Tensor squares = a.tensor(0)
                            .square()
                            .sum(dim, false, null)
                            .add(SMALL)
                            .mul(a.tensor(1).square().sum(dim, false, null).add(SMALL));
                    Tensor cosine =
                            a.tensor(0).mul(a.tensor(1)).sum(dim, false, null).div(squares.sqrt());
                    Tensor target = a.tensor(2);
                    Tensor other = target.eq(-1).where(cosine.sub(a.real(3)).relu(), cosine.zeros_like());
                    Tensor losses = target.eq(1).where(cosine.neg().add(1), other);
                    return Reduction.apply("cosine_embedding_loss", losses, a.text(4));
                }))
                .samples(() -> Samples.of(uniform(-2, 2, 3, 4), uniform(-1, 2, 3, 4), signs(3), 0.1));
    }

    /// x where the target is 1, `max(0, margin − x)` where it is −1, of distances x.
    @TensorOp(
            "hinge_embedding_loss(input: Tensor, target: Tensor, margin: float = 1.0, reduction: string = \"mean\") -> Tensor")
    public static Op hinge_embedding_loss() {
        return op().composite(Widening.of(a -> {
                    Tensor x = a.tensor(0);
                    Tensor far = x.neg().add(a.real(2)).relu();
                    Tensor losses = a.tensor(1)
                            .ne(1)
                            .where(far, x.zeros_like())
                            .add(a.tensor(1).ne(-1).where(x, x.zeros_like()));
                    return Reduction.apply("hinge_embedding_loss", losses, a.text(3));
                }))
                .samples(() -> Samples.of(uniform(-2, 2, 3, 4), signs(3, 4)));
    }

    /// `max(0, margin − y (x1 − x2))`: y is 1 where x1 should be greater, −1 where x2 should.
    @TensorOp(
            "margin_ranking_loss(input1: Tensor, input2: Tensor, target: Tensor, margin: float = 0.0, reduction: string = \"mean\") -> Tensor")
    public static Op margin_ranking_loss() {
        return op().composite(Widening.of(a -> {
                    Tensor difference = a.tensor(1).sub(a.tensor(0));
                    Tensor losses = difference.mul(a.tensor(2)).add(a.real(3)).relu();
                    return Reduction.apply("margin_ranking_loss", losses, a.text(4));
                }))
                .samples(() -> Samples.of(uniform(-2, 2, 5), uniform(-1, 2, 5), signs(5), 0.1));
    }

    /// `max(0, d(anchor, positive) − d(anchor, negative) + margin)` with d the distance of
    /// pairwise_distance; `swap` takes d(positive, negative) where that is less than d(anchor, negative)
    /// (Balntas et al. 2016).
    @TensorOp(
            "triplet_margin_loss(anchor: Tensor, positive: Tensor, negative: Tensor, margin: float = 1.0, p: float = 2.0, eps: float = 1e-6, swap: bool = false, reduction: string = \"mean\") -> Tensor")
    public static Op triplet_margin_loss() {
        return op().composite(Widening.of(a -> {
                    Tensor near = distance(a, 0, 1);
                    Tensor far = distance(a, 0, 2);
                    far = a.flag(6) ? far.minimum(distance(a, 1, 2)) : far;
                    Tensor losses = near.sub(far).add(a.real(3)).relu();
                    return Reduction.apply("triplet_margin_loss", losses, a.text(7));
                }))
                .samples(() -> Samples.of(uniform(-2, 2, 3, 4), uniform(-1, 2, 3, 4), uniform(-2, 1, 3, 4))
                        .named("swap", true));
    }

    private static Tensor distance(Args a, int from, int to) {
        return distance(a.tensor(from), a.tensor(to), a.real(4), a.real(5), false);
    }
}
