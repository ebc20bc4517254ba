package tdsl.tensor.ops.neural;

import static tdsl.tensor.dispatch.Op.op;
import static tdsl.tensor.dispatch.Samples.uniform;

import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import tdsl.tensor.Tensor;
import tdsl.tensor.dispatch.Args;
import tdsl.tensor.dispatch.Autocast;
import tdsl.tensor.dispatch.Op;
import tdsl.tensor.dispatch.Samples;
import tdsl.tensor.dispatch.Widening;
import tdsl.tensor.error.ShapeException;
import tdsl.tensor.error.ValueException;
import tdsl.tensor.ops.TensorOp;
import tdsl.tensor.ops.shape.Axes;

/// Inputs brought to mean 0 and variance 1, or to norm 1, over some of their axes.
public final class NormalizationOps {
    private NormalizationOps() {}

    /// `(x − mean) / √(var + eps) · weight + bias` over the last axes, whose sizes are
    /// `normalized_shape` (Ba, Kiros and Hinton 2016). `weight` and `bias` are of that shape.
    @TensorOp(
            "layer_norm(input: Tensor, normalized_shape: int[], weight: Tensor? = none, bias: Tensor? = none, eps: float = 1e-5) -> Tensor")
    public static Op layer_norm() {
        return op().autocast(Autocast.SINGLE)
                .grad(
                        c -> c.grad()
                                .layer_norm_input_grad(
                                        c.input(0),
                                        c.args().integers(1),
                                        c.has(2) ? c.input(2) : null,
                                        c.args().real(4)),
                        c -> c.grad()
                                .mul(c.input(0)
                                        .layer_norm(
                                                c.args().integers(1),
                                                null,
                                                null,
                                                c.args().real(4)))
                                .sum_to(c.shape(2)),
                        c -> c.grad().sum_to(c.shape(3)))
                .saves("input", "weight")
                .onnx("LayerNormalization")
                .samples(() -> Samples.of(uniform(-2, 2, 3, 4), 4L, uniform(0.5, 1.5, 4), uniform(-1, 1, 4))
                        .and(uniform(-2, 2, 2, 3, 2), List.of(3L, 2L))
                        .and(uniform(-2, 2, 3, 4), 4L, null, uniform(-1, 1, 4)));
    }

    /// The gradient of layer_norm with respect to its input. With the normalised input y, the scale s =
    /// 1 / √(var + eps) and h = gradient · weight: `(h − mean(h) − y mean(h y)) s`.
    @TensorOp(
            value =
                    "layer_norm_input_grad(grad_output: Tensor, input: Tensor, normalized_shape: int[], weight: Tensor? = none, eps: float = 1e-5) -> Tensor",
            internal = true)
    public static Op layer_norm_input_grad() {
        return op().composite(Widening.of(a -> {
                    Tensor input = a.tensor(1);
                    long[] axes = Axes.last("layer_norm", input, a.integers(2));
                    Tensor centred = input.sub(input.mean(axes, true));
                    Tensor scale =
                            centred.square().mean(axes, true).add(a.real(4)).rsqrt();
                    Tensor normal = centred.mul(scale);
                    Tensor weighted = a.isNull(3) ? a.tensor(0) : a.tensor(0).mul(a.tensor(3));
                    Tensor slope = weighted.mul(normal).mean(axes, true);
                    return weighted.sub(weighted.mean(axes, true))
                            .sub(normal.mul(slope))
                            .mul(scale);
                }))
                .samples(() -> Samples.of(uniform(-1, 2, 3, 4), uniform(-2, 2, 3, 4), 4L, uniform(0.5, 1.5, 4)));
    }

    /// `x / √(mean(x²) + eps) · weight` over the last axes, whose sizes are `normalized_shape` (Zhang
    /// and Sennrich 2019). Without `eps`, the distance from 1 to the next number of the dtype.
    @TensorOp("rms_norm(input: Tensor, normalized_shape: int[], weight: Tensor? = none, eps: float? = none) -> Tensor")
    public static Op rms_norm() {
        return op().composite(Widening.of(a -> {
                    Tensor input = a.tensor(0);
                    long[] axes = Axes.last("rms_norm", input, a.integers(1));
                    double eps = a.isNull(3) ? (input.dtype().byteSize() == 8 ? 0x1p-52 : 0x1p-23) : a.real(3);
                    Tensor result =
                            input.mul(input.square().mean(axes, true).add(eps).rsqrt());
                    return a.isNull(2) ? result : result.mul(a.tensor(2));
                }))
                .samples(() -> Samples.of(uniform(-2, 2, 3, 4), 4L, uniform(0.5, 1.5, 4), 1e-3)
                        .and(uniform(-2, 2, 2, 3, 2), List.of(3L, 2L)));
    }

    /// `(x − mean) / √(var + eps) · weight + bias`, with statistics per channel (axis 1) over all other axes:
    /// of the batch in training, which also moves the running ones by `momentum`, else the running (Ioffe and
    /// Szegedy 2015).
    @TensorOp(
            "batch_norm(input: Tensor, running_mean: Tensor?, running_var: Tensor?, weight: Tensor? = none, bias: Tensor? = none, training: bool = false, momentum: float = 0.1, eps: float = 1e-5) -> Tensor")
    public static Op batch_norm() {
        return op().composite(a -> {
                    BatchNorm norm = BatchNorm.of("batch_norm", a.tensor(0));
                    Tensor result = a.flag(5)
                            ? norm.byBatch(a.tensor(1), a.tensor(2), a.tensor(3), a.tensor(4), a.real(6), a.real(7))
                            : norm.byStatistics(a.tensor(1), a.tensor(2), a.tensor(3), a.tensor(4), a.real(7));
                    return result.to(a.tensor(0).dtype());
                })
                .samples(() -> Samples.of(
                                uniform(-2, 2, 5, 3), null, null, uniform(0.5, 1.5, 3), uniform(-1, 1, 3), true)
                        .and(uniform(-2, 2, 4, 3, 2), uniform(-1, 1, 3), uniform(0.5, 2, 3)));
    }

    /// As batch_norm, each element of the batch by its own statistics (Ulyanov, Vedaldi and Lempitsky
    /// 2016): of the input with `use_input_stats`, whose means over the batch move the running ones,
    /// else the running.
    @TensorOp(
            "instance_norm(input: Tensor, running_mean: Tensor? = none, running_var: Tensor? = none, weight: Tensor? = none, bias: Tensor? = none, use_input_stats: bool = true, momentum: float = 0.1, eps: float = 1e-5) -> Tensor")
    public static Op instance_norm() {
        return op().composite(NormalizationOps::instanceNorm)
                .samples(
                        () -> Samples.of(uniform(-2, 2, 2, 3, 4), null, null, uniform(0.5, 1.5, 3), uniform(-1, 1, 3)));
    }

    /// The channels (axis 1) in `num_groups` groups, each normalised as by layer_norm together with the
    /// axes that follow; `weight` and `bias` have a number for each channel (Wu and He 2018).
    @TensorOp(
            "group_norm(input: Tensor, num_groups: int, weight: Tensor? = none, bias: Tensor? = none, eps: float = 1e-5) -> Tensor")
    public static Op group_norm() {
        return op().composite(Widening.of(a -> {
                    Tensor input = a.tensor(0);
                    BatchNorm channels = BatchNorm.of("group_norm", input);
                    long groups = a.integer(1);
                    if (groups < 1 || input.size(1) % groups != 0) {
                        throw new ValueException(
                                "group_norm: the %d channels of %s do not divide into %d groups",
                                input.size(1), input.describe(), groups);
                    }
                    long rows = input.size(0) * groups;
                    long[] size = {rows == 0 ? 0 : input.elementCount() / rows};
                    Tensor result = input.reshape(rows, size[0])
                            .layer_norm(size, null, null, a.real(4))
                            .reshape(input.shape());
                    result = a.isNull(2) ? result : result.mul(channels.perChannel(a.tensor(2)));
                    return a.isNull(3) ? result : result.add(channels.perChannel(a.tensor(3)));
                }))
                .samples(() -> Samples.of(uniform(-2, 2, 2, 4, 3), 2L, uniform(0.5, 1.5, 4), uniform(-1, 1, 4)));
    }

    /// Each element divided by `(k + alpha · mean of the squares in the size channels around its
    /// own)^beta`, with zeros where there is no channel (Krizhevsky, Sutskever and Hinton 2012).
    @TensorOp(
            "local_response_norm(input: Tensor, size: int, alpha: float = 1e-4, beta: float = 0.75, k: float = 1.0) -> Tensor")
    public static Op local_response_norm() {
        return op().composite(Widening.of(a -> {
                    Tensor input = a.tensor(0);
                    long size = a.integer(1);
                    if (input.rank() < 3) {
                        throw new ShapeException(
                                "local_response_norm: takes [batch, channels, ...] of three axes or more, not %s",
                                input.describe());
                    }
                    long[] pad = new long[2 * (input.rank() - 1)];
                    pad[pad.length - 2] = size / 2;
                    pad[pad.length - 1] = (size - 1) / 2;
                    Tensor squares = input.square().constant_pad_nd(pad);
                    Tensor sum = squares.narrow(1, 0, input.size(1));
                    for (long i = 1; i < size; i++) {
                        sum = sum.add(squares.narrow(1, i, input.size(1)));
                    }
                    return input.div(sum.mul(a.real(2) / size).add(a.real(4)).pow(a.real(3)));
                }))
                .samples(() -> Samples.of(uniform(-2, 2, 2, 4, 3), 3L, 0.5, 0.75, 2.0));
    }

    /// x divided by its p-norm along `dim`, or by `eps` where that is greater.
    @TensorOp("normalize(input: Tensor, p: float = 2.0, dim: int[] = [1], eps: float = 1e-12) -> Tensor")
    public static Op normalize() {
        return op().composite(Widening.of(a -> {
                    Tensor norm = a.tensor(0).norm(a.real(1), a.integers(2), true);
                    return a.tensor(0).div(norm.clamp(Tensor.weakScalar(a.real(3)), null));
                }))
                .samples(() -> Samples.of(uniform(-2, 2, 3, 4)).and(uniform(0.5, 2, 3, 4), 3.0, 0L));
    }

    private static Tensor instanceNorm(Args a) {
        Tensor input = a.tensor(0);
        BatchNorm perChannel = BatchNorm.of("instance_norm", input);
        if (!a.flag(5)) {
            return perChannel
                    .byStatistics(a.tensor(1), a.tensor(2), a.tensor(3), a.tensor(4), a.real(7))
                    .to(input.dtype());
        }
        long batch = input.size(0);
        long channels = input.size(1);
        long[] shape = LongStream.concat(
                        LongStream.of(1, batch * channels),
                        Arrays.stream(input.shape()).skip(2))
                .toArray();
        Tensor mean = repeated(a.tensor(1), batch);
        Tensor variance = repeated(a.tensor(2), batch);
        Tensor result = BatchNorm.of("instance_norm", input.reshape(shape))
                .byBatch(
                        mean,
                        variance,
                        repeated(a.tensor(3), batch),
                        repeated(a.tensor(4), batch),
                        a.real(6),
                        a.real(7));
        if (mean != null) {
            a.tensor(1).copy_(mean.reshape(batch, channels).mean(0));
            a.tensor(2).copy_(variance.reshape(batch, channels).mean(0));
        }
        return result.reshape(input.shape()).to(input.dtype());
    }

    /// A number for each channel, for each element of a batch; null stays null.
    private static Tensor repeated(Tensor values, long batch) {
        return values == null ? null : values.repeat(batch);
    }
}
