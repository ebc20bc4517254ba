package tdsl.tensor.ops.neural.image;

import java.util.Arrays;
import java.util.List;
import tdsl.tensor.Tensor;
import tdsl.tensor.dispatch.Args;
import tdsl.tensor.error.ShapeException;
import tdsl.tensor.error.TypeException;
import tdsl.tensor.error.ValueException;
import tdsl.tensor.ops.neural.pooling.Pooling;

/// A call of interpolate: one axis after the other, each result a sum of a few elements times weights.
///
/// @param sizes  of the result
/// @param scales what each axis grows by, where that was given and counts; else null
record Interpolation(
        Tensor input, String mode, boolean alignCorners, boolean antialias, long[] sizes, double[] scales) {
    /// @param args input, size, scale_factor, mode, align_corners, recompute_scale_factor, antialias
    static Interpolation of(Args args) {
        Tensor input = args.tensor(0);
        int axes = input.rank() - 2;
        if (axes < 1 || axes > 3) {
            throw new ShapeException(
                    "interpolate: takes [n, channels, *sizes] with one to three sizes, not %s", input.describe());
        }
        String mode = args.text(3);
        boolean linear = checkMode(mode, axes);
        if (!args.isNull(4) && !linear) {
            throw new ValueException("interpolate: align_corners has no meaning for mode \"%s\"", mode);
        }
        if (args.isNull(1) == args.isNull(2)) {
            throw new ValueException("interpolate: takes either size or scale_factor");
        }
        long[] sizes = new long[axes];
        double[] scales = null;
        if (args.isNull(2)) {
            for (int axis = 0; axis < axes; axis++) {
                sizes[axis] = (long) number("size", args.value(1), axis, axes);
            }
        } else {
            scales = new double[axes];
            for (int axis = 0; axis < axes; axis++) {
                scales[axis] = number("scale_factor", args.value(2), axis, axes);
                sizes[axis] = (long) Math.floor(input.size(axis + 2) * scales[axis]);
            }
        }
        for (long size : sizes) {
            if (size < 1) {
                throw new ValueException("interpolate: the result would have size %d", size);
            }
        }
        boolean recomputed = !args.isNull(5) && args.flag(5);
        if (args.flag(6) && axes != 2 || args.flag(6) && !linear) {
            throw new ValueException(
                    "interpolate: antialias is for modes \"bilinear\" and \"bicubic\", not \"%s\"", mode);
        }
        boolean aligned = !args.isNull(4) && args.flag(4);
        return new Interpolation(input, mode, aligned, args.flag(6), sizes, recomputed ? null : scales);
    }

    /// Whether `align_corners` has a meaning for the mode.
    private static boolean checkMode(String mode, int axes) {
        int wanted = switch (mode) {
            case "nearest", "nearest-exact", "area" -> axes;
            case "linear" -> 1;
            case "bilinear", "bicubic" -> 2;
            case "trilinear" -> 3;
            default ->
                throw new ValueException(
                        "interpolate: mode must be \"nearest\", \"nearest-exact\", \"area\", \"linear\","
                                + " \"bilinear\", \"bicubic\" or \"trilinear\", not \"%s\"",
                        mode);
        };
        if (wanted != axes) {
            throw new ShapeException(
                    "interpolate: mode \"%s\" is for %d sizes after [n, channels], not %d", mode, wanted, axes);
        }
        return mode.endsWith("linear") || mode.equals("bicubic");
    }

    private static double number(String name, Object value, int axis, int axes) {
        return switch (value) {
            case Number number -> number.doubleValue();
            case List<?> list
            when list.size() == axes && list.get(axis) instanceof Number number -> number.doubleValue();
            default ->
                throw new TypeException("interpolate: %s must be a number or %d numbers, not %s", name, axes, value);
        };
    }

    Tensor apply() {
        if (mode.equals("area")) {
            List<Long> wanted = Arrays.stream(sizes).boxed().toList();
            return Pooling.of("interpolate", input, sizes.length).adaptiveAverage(wanted);
        }
        Tensor result = input;
        for (int axis = 0; axis < sizes.length; axis++) {
            result = antialias ? filtered(result, axis) : along(result, axis);
        }
        return result;
    }

    /// Each result as a mean of all elements that a filter reaches, which is as wide as a result where the axis
    /// shrinks.
    private Tensor filtered(Tensor tensor, int axis) {
        int size = (int) input.size(axis + 2);
        int count = (int) sizes[axis];
        double step = step(size, count, axis);
        double width = Math.max(1, step);
        double reach = (mode.equals("bicubic") ? 2 : 1) * width;
        double[] weights = new double[count * size];
        for (int i = 0; i < count; i++) {
            double centre = (i + 0.5) * step;
            int first = Math.max(0, (int) (centre - reach + 0.5));
            int end = Math.min(size, (int) (centre + reach + 0.5));
            double sum = 0;
            for (int j = first; j < end; j++) {
                weights[i * size + j] = filter(Math.abs(j + 0.5 - centre) / width);
                sum += weights[i * size + j];
            }
            for (int j = first; j < end; j++) {
                weights[i * size + j] /= sum;
            }
        }
        Tensor matrix = Tensor.of(weights, count, size).to(tensor.dtype());
        long[] moved = {axis + 2};
        long[] last = {-1};
        return tensor.movedim(moved, last).matmul(matrix.t()).movedim(last, moved);
    }

    /// The weight at a distance; of cubic convolution with the parameter that image libraries have.
    private double filter(double distance) {
        if (!mode.equals("bicubic")) {
            return Math.max(0, 1 - distance);
        }
        return distance < 1
                ? CubicWeights.inner(distance, -0.5)
                : distance < 2 ? CubicWeights.outer(distance, -0.5) : 0;
    }

    private Tensor along(Tensor tensor, int axis) {
        int size = (int) input.size(axis + 2);
        int count = (int) sizes[axis];
        int taps = mode.startsWith("nearest") ? 1 : mode.equals("bicubic") ? 4 : 2;
        long[][] places = new long[taps][count];
        double[][] weights = new double[taps][count];
        for (int i = 0; i < count; i++) {
            double position = position(i, size, count, axis);
            switch (taps) {
                case 1 -> nearest(position, i, places);
                case 2 -> linear(position, i, places, weights);
                default -> cubic(position, i, places, weights);
            }
        }
        Tensor sum = null;
        for (int tap = 0; tap < taps; tap++) {
            for (int i = 0; i < count; i++) {
                places[tap][i] = Math.clamp(places[tap][i], 0, size - 1);
            }
            Tensor picked = tensor.index_select(axis + 2, Tensor.of(places[tap]));
            if (taps > 1) {
                long[] shape = new long[sizes.length - axis];
                Arrays.fill(shape, 1);
                shape[0] = count;
                picked = picked.mul(Tensor.of(weights[tap], shape).to(tensor.dtype()));
            }
            sum = sum == null ? picked : sum.add(picked);
        }
        return sum;
    }

    /// Where result i lies between the elements of an axis.
    private double position(int i, int size, int count, int axis) {
        double step = step(size, count, axis);
        if (alignCorners) {
            return i * step;
        }
        return switch (mode) {
            case "nearest" -> i * step;
            case "nearest-exact" -> (i + 0.5) * step;
            case "bicubic" -> (i + 0.5) * step - 0.5;
            default -> Math.max(0, (i + 0.5) * step - 0.5);
        };
    }

    /// How far apart neighbouring results lie.
    private double step(int size, int count, int axis) {
        if (alignCorners) {
            return count == 1 ? 0 : (size - 1.0) / (count - 1);
        }
        return scales == null ? (double) size / count : 1 / scales[axis];
    }

    private static void nearest(double position, int i, long[][] places) {
        places[0][i] = (long) Math.floor(position);
    }

    private static void linear(double position, int i, long[][] places, double[][] weights) {
        long first = (long) Math.floor(position);
        places[0][i] = first;
        places[1][i] = first + 1;
        weights[1][i] = position - first;
        weights[0][i] = 1 - weights[1][i];
    }

    private static void cubic(double position, int i, long[][] places, double[][] weights) {
        long first = (long) Math.floor(position);
        double part = position - first;
        double cubic = CubicWeights.STANDARD;
        double[] values = {
            CubicWeights.outer(part + 1, cubic),
            CubicWeights.inner(part, cubic),
            CubicWeights.inner(1 - part, cubic),
            CubicWeights.outer(2 - part, cubic)
        };
        for (int tap = 0; tap < values.length; tap++) {
            places[tap][i] = first - 1 + tap;
            weights[tap][i] = values[tap];
        }
    }
}
