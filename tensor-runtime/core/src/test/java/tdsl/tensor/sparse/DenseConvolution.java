package tdsl.tensor.sparse;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Convolution by its definition, in loops over dense grids. Nothing here is shared with what it checks.
///
/// @param size       of the kernel, per axis
/// @param submanifold whether outputs are kept only where inputs are
record DenseConvolution(
        long[] size,
        long[] stride,
        long[] padding,
        long[] dilation,
        int groups,
        boolean submanifold,
        boolean transposed) {

    /// One multiplication: which input cell, weight and output cell take part.
    interface Term {
        void add(int inputPosition, int weightPosition, int outputPosition);
    }

    long[] outputShape(long[] inputShape) {
        long[] shape = new long[size.length];
        for (int axis = 0; axis < shape.length; axis++) {
            long reach = dilation[axis] * (size[axis] - 1);
            if (submanifold) {
                shape[axis] = inputShape[axis];
            } else if (transposed) {
                shape[axis] = (inputShape[axis] - 1) * stride[axis] - 2 * padding[axis] + reach + 1;
            } else {
                long room = inputShape[axis] + 2 * padding[axis] - reach - 1;
                shape[axis] = room < 0 ? 0 : room / stride[axis] + 1;
            }
        }
        return shape;
    }

    DenseGrid forward(DenseGrid input, double[] weight, int outputChannels) {
        long[] spatial = Arrays.copyOfRange(input.shape, 1, input.shape.length - 1);
        DenseGrid output = new DenseGrid(input.shape[0], outputShape(spatial), outputChannels);
        forEachTerm(input, output, (in, w, out) -> {
            output.values[out] += input.values[in] * weight[w];
            output.occupied[out] |= input.occupied[in];
        });
        return output;
    }

    double[] inputGradient(DenseGrid input, double[] weight, DenseGrid outputGradient) {
        double[] gradient = new double[input.values.length];
        forEachTerm(input, outputGradient, (in, w, out) -> gradient[in] += weight[w] * outputGradient.values[out]);
        return gradient;
    }

    double[] weightGradient(DenseGrid input, int weightCount, DenseGrid outputGradient) {
        double[] gradient = new double[weightCount];
        forEachTerm(
                input, outputGradient, (in, w, out) -> gradient[w] += input.values[in] * outputGradient.values[out]);
        return gradient;
    }

    /// Every multiplication with an input cell that is occupied.
    void forEachTerm(DenseGrid input, DenseGrid output, Term term) {
        List<int[]> offsets = new ArrayList<>();
        DenseGrid.forEach(size, offsets::add);
        int inputsPerGroup = input.channels() / groups;
        int outputsPerGroup = output.channels() / groups;
        DenseGrid small = transposed ? input : output;
        DenseGrid large = transposed ? output : input;
        small.forEachPlace(place -> {
            for (int offset = 0; offset < offsets.size(); offset++) {
                int[] other = moved(place, offsets.get(offset));
                if (!large.contains(other)) {
                    continue;
                }
                int[] inputPlace = transposed ? place : other;
                int[] outputPlace = transposed ? other : place;
                if (!input.occupied[input.position(inputPlace, 0)]) {
                    continue;
                }
                for (int out = 0; out < output.channels(); out++) {
                    int group = out / outputsPerGroup;
                    for (int in = 0; in < inputsPerGroup; in++) {
                        term.add(
                                input.position(inputPlace, group * inputsPerGroup + in),
                                (out * offsets.size() + offset) * inputsPerGroup + in,
                                output.position(outputPlace, out));
                    }
                }
            }
        });
    }

    /// The cell of the grid with the finer steps that a kernel offset connects with a cell of the coarser.
    private int[] moved(int[] place, int[] offset) {
        int[] other = place.clone();
        for (int axis = 0; axis < offset.length; axis++) {
            long start = submanifold ? -(size[axis] / 2) * dilation[axis] : -padding[axis];
            other[axis + 1] = (int) (place[axis + 1] * stride[axis] + start + offset[axis] * dilation[axis]);
        }
        return other;
    }
}
