package tdsl.tensor.ops.neural.image;

import tdsl.tensor.DType;
import tdsl.tensor.Tensor;
import tdsl.tensor.dispatch.Args;
import tdsl.tensor.error.ShapeException;
import tdsl.tensor.error.ValueException;

/// A call of grid_sample, as a formula of ops.
///
/// @param input `[n, channels, height, width]`
/// @param grid  `[n, h, w, 2]`
record GridSample(Tensor input, Tensor grid, boolean nearest, String padding, boolean alignCorners) {

    /// @param args input, grid, mode, padding_mode, align_corners
    static GridSample of(Args args) {
        Tensor input = args.tensor(0);
        Tensor grid = args.tensor(1);
        boolean fits = input.rank() == 4 && grid.rank() == 4 && grid.size(3) == 2 && grid.size(0) == input.size(0);
        if (!fits) {
            throw new ShapeException(
                    "grid_sample: takes [n, channels, height, width] and a grid [n, h, w, 2], not %s and %s",
                    input.describe(), grid.describe());
        }
        String mode = args.text(2);
        if (!mode.equals("bilinear") && !mode.equals("nearest")) {
            throw new ValueException("grid_sample: mode must be \"bilinear\" or \"nearest\", not \"%s\"", mode);
        }
        switch (args.text(3)) {
            case "zeros", "border", "reflection" -> {}
            default ->
                throw new ValueException(
                        "grid_sample: padding_mode must be \"zeros\", \"border\" or \"reflection\", not \"%s\"",
                        args.text(3));
        }
        return new GridSample(input, grid, mode.equals("nearest"), args.text(3), args.flag(4));
    }

    Tensor apply() {
        Tensor x = position(grid.narrow(3, 0, 1).squeeze(3), input.size(3));
        Tensor y = position(grid.narrow(3, 1, 1).squeeze(3), input.size(2));
        if (nearest) {
            return at(x.round(), y.round());
        }
        Tensor left = x.floor().detach();
        Tensor top = y.floor().detach();
        Tensor right = x.sub(left);
        Tensor bottom = y.sub(top);
        Tensor upper = weighted(at(left, top), right.neg().add(1)).add(weighted(at(left.add(1), top), right));
        Tensor lower =
                weighted(at(left, top.add(1)), right.neg().add(1)).add(weighted(at(left.add(1), top.add(1)), right));
        return weighted(upper, bottom.neg().add(1)).add(weighted(lower, bottom));
    }

    private static Tensor weighted(Tensor values, Tensor weights) {
        return values.mul(weights.unsqueeze(1));
    }

    /// Positions from −1 to 1 in elements of an axis.
    private Tensor position(Tensor relative, long size) {
        Tensor position = alignCorners
                ? relative.add(1).mul((size - 1) / 2.0)
                : relative.add(1).mul(size).sub(1).mul(0.5);
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

    /// The elements at whole positions `[n, h, w]`, to `[n, channels, h, w]`; 0 outside.
    private Tensor at(Tensor x, Tensor y) {
        long height = input.size(2);
        long width = input.size(3);
        Tensor inside =
                x.ge(0).logical_and(x.le(width - 1)).logical_and(y.ge(0)).logical_and(y.le(height - 1));
        Tensor column = clamped(x.detach(), width).to(DType.INT64);
        Tensor row = clamped(y.detach(), height).to(DType.INT64);
        long[] shape = {input.size(0), input.size(1), grid.size(1), grid.size(2)};
        Tensor places = row.mul(width)
                .add(column)
                .reshape(shape[0], 1, shape[2] * shape[3])
                .expand(shape[0], shape[1], shape[2] * shape[3]);
        Tensor values = input.flatten(2).gather(2, places).reshape(shape);
        return inside.unsqueeze(1).where(values, values.zeros_like());
    }
}
