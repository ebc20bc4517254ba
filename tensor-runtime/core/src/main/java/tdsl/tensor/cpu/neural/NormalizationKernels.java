package tdsl.tensor.cpu.neural;

import java.util.Map;
import tdsl.tensor.DType;
import tdsl.tensor.Shapes;
import tdsl.tensor.Tensor;
import tdsl.tensor.cpu.Elements;
import tdsl.tensor.cpu.neural.RowMath.Row;
import tdsl.tensor.dispatch.Args;
import tdsl.tensor.dispatch.Kernel;
import tdsl.tensor.dispatch.Widening;
import tdsl.tensor.ops.neural.NormalizedRows;
import tdsl.tensor.ops.shape.Axes;

/// Layer normalisation and its gradient: a row stays in the first-level cache from the first pass over
/// it to the last.
final class NormalizationKernels {
    private NormalizationKernels() {}

    static void register(Map<String, Kernel> kernels) {
        kernels.put("layer_norm", Widening.of(NormalizationKernels::layerNorm));
        kernels.put("layer_norm_input_grad", Widening.of(NormalizationKernels::layerNormGradient));
    }

    private static Tensor layerNorm(Args args) {
        Tensor input = args.tensor(0);
        NormalizedRows.require("layer_norm", input, args.integers(1), args.tensor(2), args.tensor(3));
        long[] shape = rows(input, args.integers(1));
        int count = Math.toIntExact(shape[1]);
        Row weight = parameter(args, 2, input.dtype(), count);
        Row bias = parameter(args, 3, input.dtype(), count);
        double eps = args.real(4);
        RowMath math = RowMath.best();
        return Rows.map(
                shape,
                (inputs, firstOut, work, rows) -> {
                    for (int i = 0; i < rows; i++) {
                        Row out = firstOut.plus(i);
                        standardize(math, inputs[0].plus(i), eps, out);
                        if (weight != null) {
                            math.multiply(out, weight, out);
                        }
                        if (bias != null) {
                            math.add(bias, out);
                        }
                    }
                },
                input);
    }

    /// The row with mean 0 and variance 1.
    ///
    /// @return what it was multiplied with
    private static double standardize(RowMath math, Row row, double eps, Row out) {
        double mean = math.sum(row) / row.count();
        double scale = 1 / Math.sqrt(math.sumOfSquares(row, mean) / row.count() + eps);
        math.shiftAndScale(row, -mean, scale, out);
        return scale;
    }

    /// With the standardized row y and h = g · weight: (h − mean(h) − y mean(h y)) · scale.
    private static Tensor layerNormGradient(Args args) {
        Tensor input = args.tensor(1);
        NormalizedRows.require("layer_norm_input_grad", input, args.integers(2), args.tensor(3));
        long[] shape = rows(input, args.integers(2));
        int count = Math.toIntExact(shape[1]);
        Row weight = parameter(args, 3, input.dtype(), count);
        double eps = args.real(4);
        RowMath math = RowMath.best();
        return Rows.map(
                shape,
                (inputs, firstOut, work, rows) -> {
                    for (int i = 0; i < rows; i++) {
                        Row out = firstOut.plus(i);
                        double scale = standardize(math, inputs[1].plus(i), eps, work);
                        Row weighted = inputs[0].plus(i);
                        if (weight != null) {
                            math.multiply(weighted, weight, out);
                            weighted = out;
                        }
                        double mean = math.sum(weighted) / count;
                        double slope = math.dot(weighted, work) / count;
                        math.combine(weighted, scale, work, -slope * scale, -mean * scale, out);
                    }
                },
                args.tensor(0).to(input.dtype()),
                input);
    }

    private static Row parameter(Args args, int index, DType dtype, int count) {
        return args.isNull(index)
                ? null
                : new Row(Elements.of(args.tensor(index).to(dtype)).memory(), dtype, 0, count);
    }

    private static long[] rows(Tensor input, long[] normalized) {
        Axes.last("layer_norm", input, normalized);
        long count = Shapes.elementCount(normalized);
        return new long[] {count == 0 ? 0 : input.elementCount() / count, count, 1};
    }
}
