package tdsl.tensor.ops.neural.image;

import static tdsl.tensor.dispatch.Op.op;
import static tdsl.tensor.dispatch.Samples.uniform;

import java.util.Arrays;
import java.util.List;
import tdsl.tensor.DType;
import tdsl.tensor.Shapes;
import tdsl.tensor.Tensor;
import tdsl.tensor.dispatch.Args;
import tdsl.tensor.dispatch.Op;
import tdsl.tensor.dispatch.Samples;
import tdsl.tensor.dispatch.Widening;
import tdsl.tensor.error.ShapeException;
import tdsl.tensor.error.ValueException;
import tdsl.tensor.ops.TensorOp;
import tdsl.tensor.ops.Tensors;

/// Images in other sizes, and channels as pixels.
public final class ImageOps {
    private ImageOps() {}

    /// The input `[n, channels, *sizes]` in another size: `size`, or its own times `scale_factor`; each
    /// is a number, or one for each axis. Modes: "nearest", "nearest-exact", "area", and "linear" of one
    /// axis, "bilinear" or "bicubic" of two, "trilinear" of three. With `align_corners` the centres of
    /// the corner elements coincide, else the outer edges. A scale factor is used for positions as it
    /// is, unless `recompute_scale_factor`. With `antialias`, of "bilinear" and "bicubic", each element of a
    /// smaller result is a mean of all that it covers.
    @TensorOp(
            "interpolate(input: Tensor, size: value? = none, scale_factor: value? = none, mode: string = \"nearest\", align_corners: bool? = none, recompute_scale_factor: bool? = none, antialias: bool = false) -> Tensor")
    public static Op interpolate() {
        return op().composite(Widening.of(a -> Interpolation.of(a).apply()))
                .samples(() -> Samples.of(uniform(-2, 2, 2, 2, 3, 4), List.of(5L, 3L))
                        .and(uniform(-2, 2, 2, 2, 3, 4), null, 1.7, "bilinear")
                        .and(uniform(-2, 2, 1, 2, 3, 4), 5L, null, "bicubic", true)
                        .and(uniform(-2, 2, 1, 2, 5), 3L, null, "linear")
                        .and(uniform(-2, 2, 1, 2, 5, 4), 2L, null, "bicubic")
                        .named("antialias", true));
    }

    /// Channels as pixels: `[..., channels · r², height, width]` to `[..., channels, height · r, width ·
    /// r]` (Shi et al. 2016).
    @TensorOp("pixel_shuffle(input: Tensor, upscale_factor: int) -> Tensor")
    public static Op pixel_shuffle() {
        return op().composite(a -> {
                    long factor = factor("pixel_shuffle", a);
                    long[] shape = a.tensor(0).shape();
                    int channels = shape.length - 3;
                    if (shape[channels] % (factor * factor) != 0) {
                        throw new ShapeException(
                                "pixel_shuffle: the %d channels of %s are no multiple of %d",
                                shape[channels], a.tensor(0).describe(), factor * factor);
                    }
                    long count = shape[channels] / (factor * factor);
                    Tensor split = a.tensor(0)
                            .reshape(leading(shape, count, factor, factor, shape[channels + 1], shape[channels + 2]));
                    return split.permute(leadingAxes(channels, 0, 3, 1, 4, 2))
                            .reshape(leading(shape, count, shape[channels + 1] * factor, shape[channels + 2] * factor));
                })
                .samples(() -> Samples.of(uniform(-2, 2, 2, 8, 2, 3), 2L));
    }

    /// Pixels as channels: undoes pixel_shuffle.
    @TensorOp("pixel_unshuffle(input: Tensor, downscale_factor: int) -> Tensor")
    public static Op pixel_unshuffle() {
        return op().composite(a -> {
                    long factor = factor("pixel_unshuffle", a);
                    long[] shape = a.tensor(0).shape();
                    int channels = shape.length - 3;
                    long height = shape[channels + 1] / factor;
                    long width = shape[channels + 2] / factor;
                    if (height * factor != shape[channels + 1] || width * factor != shape[channels + 2]) {
                        throw new ShapeException(
                                "pixel_unshuffle: height and width of %s are no multiples of %d",
                                a.tensor(0).describe(), factor);
                    }
                    Tensor split = a.tensor(0).reshape(leading(shape, shape[channels], height, factor, width, factor));
                    return split.permute(leadingAxes(channels, 0, 2, 4, 1, 3))
                            .reshape(leading(shape, shape[channels] * factor * factor, height, width));
                })
                .samples(() -> Samples.of(uniform(-2, 2, 2, 4, 6), 2L));
    }

    /// The channels (axis 1) of each of `groups` groups dealt out in turn (Zhang et al. 2018).
    @TensorOp("channel_shuffle(input: Tensor, groups: int) -> Tensor")
    public static Op channel_shuffle() {
        return op().composite(a -> {
                    Tensor input = a.tensor(0);
                    long groups = a.integer(1);
                    if (input.rank() < 3 || groups < 1 || input.size(1) % groups != 0) {
                        throw new ShapeException(
                                "channel_shuffle: takes [n, channels, ...] of three axes or more whose channels divide"
                                        + " into %d groups, not %s",
                                groups, input.describe());
                    }
                    long[] split = {input.size(0), groups, input.size(1) / groups, -1};
                    return input.reshape(split).transpose(1, 2).reshape(input.shape());
                })
                .samples(() -> Samples.of(uniform(-2, 2, 2, 6, 2), 3L));
    }

    /// Elements of `input` `[n, channels, height, width]` at the positions in `grid` `[n, h, w, 2]`, (x,
    /// y) from −1 to 1 across the image, to `[n, channels, h, w]`; or of `[n, channels, depth, height, width]`
    /// at (x, y, z). `mode` is "bilinear" (of volumes too), "nearest", or for images "bicubic";
    /// outside of the image there are zeros, or by `padding_mode` the "border" or a "reflection". With
    /// `align_corners` −1 and 1 are the centres of the outer elements, else their outer edges.
    @TensorOp(
            "grid_sample(input: Tensor, grid: Tensor, mode: string = \"bilinear\", padding_mode: string = \"zeros\", align_corners: bool = false) -> Tensor")
    public static Op grid_sample() {
        return op().composite(Widening.of(a -> GridSample.of(a).apply()))
                .samples(() -> Samples.of(uniform(-2, 2, 2, 3, 4, 5), uniform(-1.2, 1.2, 2, 2, 3, 2))
                        .and(uniform(-2, 2, 2, 3, 4, 5), uniform(-0.9, 0.9, 2, 2, 3, 2), "bilinear", "border", true)
                        .and(uniform(-2, 2, 2, 3, 4, 5), uniform(-2, 2, 2, 2, 3, 2), "bilinear", "reflection")
                        .and(uniform(-2, 2, 1, 2, 4, 5), uniform(-1.2, 1.2, 1, 2, 3, 2), "bicubic", "border")
                        .and(uniform(-2, 2, 1, 2, 2, 3, 4), uniform(-1.2, 1.2, 1, 2, 1, 3, 3)));
    }

    /// The grid for grid_sample that applies a linear map `theta` `[n, 2, 3]` (of volumes `[n, 3, 4]`) to the
    /// positions of an output of `size` `[n, channels, height, width]` (with a depth before), `[n, h, w, 2]`.
    @TensorOp("affine_grid(theta: Tensor, size: int[], align_corners: bool = false) -> Tensor")
    public static Op affine_grid() {
        return op().composite(Widening.of(ImageOps::affineGrid))
                .samples(() -> Samples.of(uniform(-1, 1, 2, 2, 3), List.of(2L, 1L, 2L, 3L))
                        .and(uniform(-1, 1, 1, 3, 4), List.of(1L, 1L, 2L, 3L, 2L), true));
    }

    private static Tensor affineGrid(Args a) {
        Tensor theta = a.tensor(0);
        long[] size = a.integers(1);
        int axes = size.length - 2;
        boolean fits = (axes == 2 || axes == 3) && theta.layout().hasShape(new long[] {size[0], axes, axes + 1});
        if (!fits) {
            throw new ShapeException(
                    "affine_grid: takes [n, 2, 3] and [n, channels, height, width], or [n, 3, 4] and one size more, not"
                            + " %s and %s",
                    theta.describe(), Shapes.format(size));
        }
        long[] places = Arrays.copyOfRange(size, 2, size.length);
        Tensor result = null;
        for (int axis = axes - 1; axis >= 0; axis--) {
            long[] shape = new long[axes];
            Arrays.fill(shape, 1);
            shape[axis] = places[axis];
            Tensor position = centres(places[axis], a.flag(2)).to(theta.dtype()).reshape(shape);
            Tensor part = position.unsqueeze(-1).mul(spread(theta.select(2, axes - 1 - axis), axes));
            result = result == null ? part : result.add(part);
        }
        return result.add(spread(theta.select(2, axes), axes));
    }

    /// `[n, count]` with axes of size 1 between.
    private static Tensor spread(Tensor vectors, int axes) {
        long[] shape = new long[axes + 2];
        Arrays.fill(shape, 1);
        shape[0] = vectors.size(0);
        shape[axes + 1] = vectors.size(1);
        return vectors.reshape(shape);
    }

    /// Where the elements of an axis from −1 to 1 have their centres.
    private static Tensor centres(long count, boolean alignCorners) {
        double edge = alignCorners && count > 1 ? 1 : alignCorners ? 0 : (count - 1.0) / count;
        return Tensors.linspace(-edge, edge, count, DType.FLOAT64);
    }

    private static long factor(String op, Args args) {
        if (args.tensor(0).rank() < 3) {
            throw new ShapeException(
                    "%s: takes [..., channels, height, width], not %s",
                    op, args.tensor(0).describe());
        }
        if (args.integer(1) < 1) {
            throw new ValueException("%s: the factor must be positive, not %d", op, args.integer(1));
        }
        return args.integer(1);
    }

    /// The shape with other sizes instead of its last three.
    private static long[] leading(long[] shape, long... last) {
        long[] result = Arrays.copyOf(shape, shape.length - 3 + last.length);
        System.arraycopy(last, 0, result, shape.length - 3, last.length);
        return result;
    }

    /// The first axes as they are, and others after them in this order.
    private static long[] leadingAxes(int count, long... order) {
        long[] axes = new long[count + order.length];
        Arrays.setAll(axes, i -> i < count ? i : count + order[i - count]);
        return axes;
    }
}
