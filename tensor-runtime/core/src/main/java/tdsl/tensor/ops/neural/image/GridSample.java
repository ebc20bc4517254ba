package tdsl.tensor.ops.neural.image;

import java.util.ArrayList;
import java.util.List;
import tdsl.tensor.DType;
import tdsl.tensor.Tensor;
import tdsl.tensor.dispatch.Args;
import tdsl.tensor.error.ShapeException;
import tdsl.tensor.error.ValueException;

/// A call of grid_sample, as a formula of ops.
///
/// @param input `[n, channels, *sizes]` with two or three sizes
/// @param grid  `[n, *places, axes]`, the position along the last axis first
record GridSample(Tensor input, Tensor grid, String mode, String padding, boolean alignCorners) {
    /// An element that counts for each place.
    ///
    /// @param place  its whole position along one axis
    /// @param weight its share
    private record Tap(Tensor place, Tensor weight) {}

    /// @param args input, grid, mode, padding_mode, align_corners
    static GridSample of(Args args) {
        Tensor input = args.tensor(0);
        Tensor grid = args.tensor(1);
        int axes = input.rank() - 2;
        boolean fits = (axes == 2 || axes == 3)
                && grid.rank() == input.rank()
                && grid.size(axes + 1) == axes
                && grid.size(0) == input.size(0);
        if (!fits) {
            throw new ShapeException(
                    "grid_sample: takes [n, channels, height, width] and a grid [n, h, w, 2], or [n, channels, depth,"
                            + " height, width] and [n, d, h, w, 3], not %s and %s",
                    input.describe(), grid.describe());
        }
        String mode = args.text(2);
        switch (mode) {
            case "bilinear", "nearest" -> {}
            case "bicubic" -> {
                if (axes != 2) {
                    throw new ShapeException(
                            "grid_sample: mode \"bicubic\" is for height and width, not %s", input.describe());
                }
            }
            default ->
                throw new ValueException(
                        "grid_sample: mode must be \"bilinear\", \"nearest\" or \"bicubic\", not \"%s\"", mode);
        }
        switch (args.text(3)) {
            case "zeros", "border", "reflection" -> {}
            default ->
                throw new ValueException(
                        "grid_sample: padding_mode must be \"zeros\", \"border\" or \"reflection\", not \"%s\"",
                        args.text(3));
        }
        return new GridSample(input, grid, mode, args.text(3), args.flag(4));
    }

    Tensor apply() {
        List<List<Tap>> taps = new ArrayList<>();
        for (int axis = 0; axis < axes(); axis++) {
            Tensor position = position(grid.select(-1, axes() - 1 - axis), size(axis));
            taps.add(
                    switch (mode) {
                        case "nearest" ->
                            List.of(new Tap(padded(position, size(axis)).round(), null));
                        case "bilinear" -> linear(padded(position, size(axis)));
                        default -> cubic(position, size(axis));
                    });
        }
        return weighted(taps, new ArrayList<>());
    }

    private int axes() {
        return input.rank() - 2;
    }

    private long size(int axis) {
        return input.size(axis + 2);
    }

    /// The elements at these places along the first axes, and at all taps along the others.
    private Tensor weighted(List<List<Tap>> taps, List<Tensor> places) {
        if (places.size() == taps.size()) {
            return at(places);
        }
        Tensor sum = null;
        for (Tap tap : taps.get(places.size())) {
            List<Tensor> further = new ArrayList<>(places);
            further.add(tap.place());
            Tensor values = weighted(taps, further);
            Tensor part =
                    tap.weight() == null ? values : values.mul(tap.weight().unsqueeze(1));
            sum = sum == null ? part : sum.add(part);
        }
        return sum;
    }

    private static List<Tap> linear(Tensor position) {
        Tensor first = position.floor().detach();
        Tensor part = position.sub(first);
        return List.of(new Tap(first, part.neg().add(1)), new Tap(first.add(1), part));
    }

    private List<Tap> cubic(Tensor position, long size) {
        Tensor first = position.floor().detach();
        Tensor part = position.sub(first);
        Tensor rest = part.neg().add(1);
        Tensor[] weights = {
            CubicWeights.outer(part.add(1)),
            CubicWeights.inner(part),
            CubicWeights.inner(rest),
            CubicWeights.outer(rest.add(1))
        };
        List<Tap> taps = new ArrayList<>();
        for (int tap = 0; tap < weights.length; tap++) {
            taps.add(new Tap(padded(first.add(tap - 1), size), weights[tap]));
        }
        return taps;
    }

    /// Positions from −1 to 1 in elements of an axis.
    private Tensor position(Tensor relative, long size) {
        return alignCorners
                ? relative.add(1).mul((size - 1) / 2.0)
                : relative.add(1).mul(size).sub(1).mul(0.5);
    }

    /// Positions moved to the elements that stand for what is outside.
    private Tensor padded(Tensor position, long size) {
        return switch (padding) {
            case "border" -> clamped(position, size);
            case "reflection" -> clamped(reflected(position, size), size);
            default -> position;
        };
    }

    private static Tensor clamped(Tensor position, long size) {
        return position.clamp(Tensor.weakScalar(0L), Tensor.weakScalar(size - 1));
    }

    /// Positions folded at the outer elements' centres, or at their outer edges.
    private Tensor reflected(Tensor position, long size) {
        double low = alignCorners ? 0 : -0.5;
        double span = alignCorners ? size - 1 : size;
        if (span == 0) {
            return position.mul(0);
        }
        Tensor distance = position.sub(low).abs();
        Tensor folds = distance.div(span).floor().detach();
        Tensor rest = distance.sub(folds.mul(span));
        Tensor odd = folds.remainder(2).eq(1);
        return odd.where(rest.neg().add(span), rest).add(low);
    }

    /// The elements at whole positions `[n, *places]`, to `[n, channels, *places]`; 0 outside.
    private Tensor at(List<Tensor> positions) {
        Tensor inside = null;
        Tensor number = null;
        for (int axis = 0; axis < positions.size(); axis++) {
            Tensor position = positions.get(axis).detach();
            Tensor within = position.ge(0).logical_and(position.le(size(axis) - 1));
            Tensor place = clamped(position, size(axis)).to(DType.INT64);
            inside = inside == null ? within : inside.logical_and(within);
            number = number == null ? place : number.mul(size(axis)).add(place);
        }
        long[] shape = grid.shape();
        System.arraycopy(grid.shape(), 1, shape, 2, axes());
        shape[1] = input.size(1);
        Tensor places = number.flatten(1).unsqueeze(1).expand(shape[0], shape[1], -1);
        Tensor values = input.flatten(2).gather(2, places).reshape(shape);
        return inside.unsqueeze(1).where(values, values.zeros_like());
    }
}
