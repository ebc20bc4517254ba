package tdsl.tensor.ops.neural;

import static tdsl.tensor.dispatch.Op.op;

import java.util.Arrays;
import tdsl.tensor.DType;
import tdsl.tensor.Tensor;
import tdsl.tensor.dispatch.Args;
import tdsl.tensor.dispatch.Op;
import tdsl.tensor.dispatch.Widening;
import tdsl.tensor.error.ShapeException;
import tdsl.tensor.error.ValueException;
import tdsl.tensor.ops.TensorOp;
import tdsl.tensor.ops.Tensors;

/// Parts of the input dropped at random, in training; out of it, all return the input itself.
public final class DropoutOps {
    /// −λα, the value that SELU saturates at (Klambauer et al. 2017).
    private static final double SATURATED = -1.7580993408473766;

    private DropoutOps() {}

    /// Each element is 0 with probability `p`, else divided by 1 − p.
    @TensorOp("dropout(input: Tensor, p: float = 0.5, training: bool = true) -> Tensor")
    public static Op dropout() {
        return op().composite(Widening.of(a -> scaled("dropout", a, a.tensor(0).shape())));
    }

    /// Elementwise x where positive, else x times a number drawn between `lower` and `upper`; out of training times
    /// the mean of these (Xu et al. 2015).
    @TensorOp(
            "rrelu(input: Tensor, lower: float = 0.125, upper: float = 0.3333333333333333, training: bool = false) -> Tensor")
    public static Op rrelu() {
        return op().composite(Widening.of(a -> {
            double lower = a.real(1);
            double upper = a.real(2);
            if (!(lower <= upper)) {
                throw new ValueException("rrelu: lower %s must not be above upper %s", lower, upper);
            }
            Tensor input = a.tensor(0);
            if (!a.flag(3)) {
                return input.leaky_relu((lower + upper) / 2);
            }
            Tensor slopes = input.rand_like().mul(upper - lower).add(lower);
            return input.gt(0).where(input, input.mul(slopes));
        }));
    }

    /// A sample of the Gumbel-softmax distribution of log-probabilities `logits` along `dim`: softmax of logits with
    /// Gumbel noise, divided by `tau`. If `hard`, 1 at its largest element and else 0, with the gradient of the
    /// sample (Jang, Gu and Poole 2017).
    @TensorOp("gumbel_softmax(logits: Tensor, tau: float = 1.0, hard: bool = false, dim: int = -1) -> Tensor")
    public static Op gumbel_softmax() {
        return op().composite(Widening.of(a -> {
            Tensor logits = a.tensor(0);
            Tensor exponential = logits.rand_like().neg().log1p().neg();
            Tensor noise = exponential.maximum(1e-37).log().neg();
            Tensor soft = logits.add(noise).div(a.real(1)).softmax(a.integer(3));
            if (!a.flag(2)) {
                return soft;
            }
            Tensor index = soft.argmax(a.integer(3), true);
            Tensor hard = soft.zeros_like().scatter(a.integer(3), index, Tensor.weakScalar(1L));
            return hard.add(soft.sub(soft.detach()));
        }));
    }

    /// As dropout, for whole channels of `[n, channels, length]`, or without n.
    @TensorOp("dropout1d(input: Tensor, p: float = 0.5, training: bool = true) -> Tensor")
    public static Op dropout1d() {
        return op().composite(Widening.of(a -> ofChannels("dropout1d", a, 1)));
    }

    /// As dropout, for whole channels of `[n, channels, height, width]`, or without n.
    @TensorOp("dropout2d(input: Tensor, p: float = 0.5, training: bool = true) -> Tensor")
    public static Op dropout2d() {
        return op().composite(Widening.of(a -> ofChannels("dropout2d", a, 2)));
    }

    /// As dropout, for whole channels of `[n, channels, depth, height, width]`, or without n.
    @TensorOp("dropout3d(input: Tensor, p: float = 0.5, training: bool = true) -> Tensor")
    public static Op dropout3d() {
        return op().composite(Widening.of(a -> ofChannels("dropout3d", a, 3)));
    }

    /// As dropout, for whole channels of `[n, channels, ...]`.
    @TensorOp("feature_dropout(input: Tensor, p: float = 0.5, training: bool = true) -> Tensor")
    public static Op feature_dropout() {
        return op().composite(Widening.of(
                a -> scaled("feature_dropout", a, channelShape("feature_dropout", a.tensor(0), 2))));
    }

    /// Each element is SELU's negative limit with probability `p`; all are then scaled and shifted so
    /// that mean 0 and variance 1 are kept (Klambauer et al. 2017).
    @TensorOp("alpha_dropout(input: Tensor, p: float = 0.5, training: bool = false) -> Tensor")
    public static Op alpha_dropout() {
        return op().composite(
                        Widening.of(a -> alpha("alpha_dropout", a, a.tensor(0).shape())));
    }

    /// As alpha_dropout, for whole channels of `[n, channels, ...]`.
    @TensorOp("feature_alpha_dropout(input: Tensor, p: float = 0.5, training: bool = false) -> Tensor")
    public static Op feature_alpha_dropout() {
        return op().composite(Widening.of(
                a -> alpha("feature_alpha_dropout", a, channelShape("feature_alpha_dropout", a.tensor(0), 2))));
    }

    private static Tensor ofChannels(String op, Args args, int axes) {
        new Spatial(op, axes).batched(args.tensor(0));
        return scaled(op, args, channelShape(op, args.tensor(0), args.tensor(0).rank() - axes));
    }

    private static Tensor scaled(String op, Args args, long[] shape) {
        if (isIdle(op, args)) {
            return args.tensor(0);
        }
        double p = args.real(1);
        Tensor kept = kept(args, shape).mul(p == 1 ? 0 : 1 / (1 - p));
        return args.tensor(0).mul(kept);
    }

    private static Tensor alpha(String op, Args args, long[] shape) {
        if (isIdle(op, args)) {
            return args.tensor(0);
        }
        double p = args.real(1);
        if (p == 1) {
            return args.tensor(0).mul(0);
        }
        double scale = 1 / Math.sqrt((1 - p) * (1 + p * SATURATED * SATURATED));
        Tensor kept = kept(args, shape);
        Tensor dropped = kept.neg().add(1).mul(SATURATED);
        return args.tensor(0).mul(kept).add(dropped).mul(scale).add(-scale * SATURATED * p);
    }

    private static boolean isIdle(String op, Args args) {
        double p = args.real(1);
        if (!(p >= 0 && p <= 1)) {
            throw new ValueException("%s: p is a probability, in [0, 1], not %s", op, p);
        }
        return !args.flag(2) || p == 0;
    }

    /// 1 where an element stays, else 0.
    private static Tensor kept(Args args, long[] shape) {
        return Tensors.random_uniform(shape, DType.FLOAT32)
                .ge(args.real(1))
                .to(args.tensor(0).dtype());
    }

    /// The shape with size 1 from axis `kept` on.
    private static long[] channelShape(String op, Tensor input, int kept) {
        if (input.rank() < kept) {
            throw new ShapeException("%s: takes [batch, channels, ...], not %s", op, input.describe());
        }
        long[] shape = input.shape();
        Arrays.fill(shape, kept, shape.length, 1);
        return shape;
    }
}
