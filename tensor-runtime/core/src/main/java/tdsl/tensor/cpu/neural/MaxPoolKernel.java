package tdsl.tensor.cpu.neural;

import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static tdsl.tensor.ElementAccess.realAt;

import java.util.Arrays;
import java.util.List;
import tdsl.tensor.DType;
import tdsl.tensor.Tensor;
import tdsl.tensor.cpu.Elements;
import tdsl.tensor.cpu.Parallel;
import tdsl.tensor.dispatch.Args;
import tdsl.tensor.ops.neural.pooling.PoolWindows;

/// The places of the largest elements of windows over up to three axes.
final class MaxPoolKernel {
    private static final int AXES = 3;
    private static final long GRAIN = 1 << 13;

    /// Sizes of a channel and its windows; missing axes come first, with size 1.
    private final int[] size = new int[AXES];

    private final PoolWindows[] windows = new PoolWindows[AXES];
    private final Elements input;

    private MaxPoolKernel(Tensor input, List<?> given) {
        this.input = Elements.of(input);
        int missing = AXES - given.size();
        for (int axis = 0; axis < AXES; axis++) {
            size[axis] = axis < missing ? 1 : Math.toIntExact(input.size(axis - missing + 2));
            windows[axis] = axis < missing
                    ? new PoolWindows(new int[1], new int[] {1}, new int[] {1}, 1)
                    : (PoolWindows) given.get(axis - missing);
        }
    }

    static Tensor run(Args args) {
        Tensor input = args.tensor(0);
        MaxPoolKernel kernel = new MaxPoolKernel(input, (List<?>) args.value(1));
        long[] shape = input.shape();
        int results = 1;
        for (int axis = 0; axis < AXES; axis++) {
            int count = kernel.windows[axis].count();
            results *= count;
            if (shape.length - AXES + axis >= 2) {
                shape[shape.length - AXES + axis] = count;
            }
        }
        Tensor out = Tensor.empty(DType.INT64, shape);
        if (out.elementCount() == 0) {
            return out;
        }
        Elements indices = Elements.ofResult(out);
        kernel.channels(input.size(0) * input.size(1), results, indices);
        return indices.finish(out);
    }

    private void channels(long count, int results, Elements indices) {
        int elements = size[0] * size[1] * size[2];
        Parallel.forRange(count, Math.max(1, GRAIN / Math.max(elements, results)), (begin, end) -> {
            double[] channel = new double[elements];
            for (long number = begin; number < end; number++) {
                long first = number * elements;
                Arrays.setAll(channel, i -> realAt(input.memory(), input.dtype(), first + i));
                channel(channel, indices, number * results);
            }
        });
    }

    private void channel(double[] channel, Elements indices, long target) {
        long at = target;
        for (int depth = 0; depth < windows[0].count(); depth++) {
            for (int height = 0; height < windows[1].count(); height++) {
                for (int width = 0; width < windows[2].count(); width++) {
                    indices.memory().setAtIndex(JAVA_LONG, at++, largest(channel, depth, height, width));
                }
            }
        }
    }

    private int largest(double[] channel, int depth, int height, int width) {
        int widthBegin = windows[2].starts()[width];
        int widthEnd = windows[2].ends()[width];
        int best = (windows[0].starts()[depth] * size[1] + windows[1].starts()[height]) * size[2] + widthBegin;
        double largest = Double.NEGATIVE_INFINITY;
        for (int i = windows[0].starts()[depth]; i < windows[0].ends()[depth]; i += windows[0].step()) {
            for (int j = windows[1].starts()[height]; j < windows[1].ends()[height]; j += windows[1].step()) {
                int row = (i * size[1] + j) * size[2];
                for (int k = widthBegin; k < widthEnd; k += windows[2].step()) {
                    double value = channel[row + k];
                    if (value > largest || value != value) {
                        largest = value;
                        best = row + k;
                    }
                }
            }
        }
        return best;
    }
}
