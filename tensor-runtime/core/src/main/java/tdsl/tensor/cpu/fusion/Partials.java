package tdsl.tensor.cpu.fusion;

import java.util.List;
import tdsl.tensor.DType;
import tdsl.tensor.ElementAccess;
import tdsl.tensor.Tensor;
import tdsl.tensor.fusion.PointwiseProgram;
import tdsl.tensor.fusion.PointwiseProgram.Reduction;
import tdsl.tensor.fusion.PointwiseProgram.Result;

/// The reduced values of single blocks, and how they are combined: pairwise, in a way that depends on nothing but
/// their number.
final class Partials {
    private final PointwiseProgram program;
    private final int blocks;
    /// Per result and block; null for results of the other kind or without reduction.
    private final double[][] reals;
    private final long[][] integers;

    Partials(PointwiseProgram program, int blocks) {
        this.program = program;
        this.blocks = blocks;
        List<Result> results = program.results();
        reals = new double[results.size()][];
        integers = new long[results.size()][];
        for (int i = 0; i < reals.length; i++) {
            if (results.get(i).reduction() != Reduction.NONE) {
                if (dtype(i).isFloating()) {
                    reals[i] = new double[blocks];
                } else {
                    integers[i] = new long[blocks];
                }
            }
        }
    }

    private DType dtype(int result) {
        return program.dtype(program.results().get(result).value());
    }

    /// Reduces one block of a result's elements.
    ///
    /// @param operand of the step that holds the elements
    void add(int result, long block, Step step, int operand, long count) {
        Reduction reduction = program.results().get(result).reduction();
        if (reals[result] != null) {
            reals[result][(int) block] = BlockFold.reals(
                    reduction,
                    step.segment(operand),
                    dtype(result),
                    step.position(operand),
                    step.stride(operand),
                    count);
        } else {
            integers[result][(int) block] = BlockFold.integers(
                    reduction,
                    step.segment(operand),
                    dtype(result),
                    step.position(operand),
                    step.stride(operand),
                    count);
        }
    }

    /// Combines the blocks into the outputs that are reduced.
    void store(Tensor[] outputs) {
        for (int i = 0; i < outputs.length; i++) {
            Reduction reduction = program.results().get(i).reduction();
            Tensor output = outputs[i];
            if (reals[i] != null) {
                double value = blocks == 0 ? 0 : combine(reduction, reals[i], 0, blocks);
                ElementAccess.putReal(output.storage().segment(), output.dtype(), 0, value);
            } else if (integers[i] != null) {
                long value = blocks == 0 ? 0 : combine(reduction, integers[i], 0, blocks);
                ElementAccess.putInteger(output.storage().segment(), output.dtype(), 0, value);
            }
        }
    }

    private static double combine(Reduction reduction, double[] values, int begin, int end) {
        if (end - begin == 1) {
            return values[begin];
        }
        int middle = (begin + end) >>> 1;
        double left = combine(reduction, values, begin, middle);
        double right = combine(reduction, values, middle, end);
        return BlockFold.combined(reduction, left, right);
    }

    private static long combine(Reduction reduction, long[] values, int begin, int end) {
        long total = values[begin];
        for (int i = begin + 1; i < end; i++) {
            total = BlockFold.combined(reduction, total, values[i]);
        }
        return total;
    }
}
