package tdsl.tensor.cpu.fusion;

import java.lang.foreign.MemorySegment;
import java.util.List;
import tdsl.tensor.DType;
import tdsl.tensor.Tensor;
import tdsl.tensor.cpu.reduce.BlockTotals;
import tdsl.tensor.cpu.reduce.IntegerFold;
import tdsl.tensor.cpu.reduce.RealFold;
import tdsl.tensor.fusion.PointwiseProgram;
import tdsl.tensor.fusion.PointwiseProgram.Reduction;
import tdsl.tensor.fusion.PointwiseProgram.Result;

/// The reduced results of one run: totals of the elements that were collected, block by block of the reduction.
final class Partials {
    private final PointwiseProgram program;
    /// Per result and block; null for results without reduction.
    private final long[][] totals;

    Partials(PointwiseProgram program, long elements) {
        this.program = program;
        List<Result> results = program.results();
        totals = new long[results.size()][];
        for (int i = 0; i < totals.length; i++) {
            if (results.get(i).reduction() != Reduction.NONE) {
                totals[i] = new long[Math.toIntExact(Math.ceilDiv(elements, BlockTotals.BLOCK))];
            }
        }
    }

    /// What reduces the elements of a result that are collected in this memory.
    static BlockTotals.Block block(PointwiseProgram program, int result, MemorySegment collected) {
        Reduction reduction = program.results().get(result).reduction();
        DType dtype = program.dtype(program.results().get(result).value());
        Tensor elements = Tensor.ofMemory(collected, dtype, BlockTotals.BLOCK);
        return dtype.isFloating()
                ? new BlockTotals.Block(elements, real(reduction))
                : new BlockTotals.Block(elements, integer(reduction));
    }

    private static RealFold real(Reduction reduction) {
        return switch (reduction) {
            case SUM -> RealFold.ADD;
            case AMAX -> RealFold.MAX;
            case AMIN -> RealFold.MIN;
            case NONE -> throw new AssertionError();
        };
    }

    private static IntegerFold integer(Reduction reduction) {
        return switch (reduction) {
            case SUM -> IntegerFold.ADD;
            case AMAX -> IntegerFold.MAX;
            case AMIN -> IntegerFold.MIN;
            case NONE -> throw new AssertionError();
        };
    }

    void set(int result, int block, long total) {
        totals[result][block] = total;
    }

    /// Combines the totals into the outputs that are reduced.
    void store(Tensor[] outputs) {
        for (int i = 0; i < outputs.length; i++) {
            Reduction reduction = program.results().get(i).reduction();
            if (reduction != Reduction.NONE && outputs[i].dtype().isFloating()) {
                BlockTotals.store(outputs[i], real(reduction), totals[i]);
            } else if (reduction != Reduction.NONE) {
                BlockTotals.store(outputs[i], integer(reduction), totals[i]);
            }
        }
    }
}
