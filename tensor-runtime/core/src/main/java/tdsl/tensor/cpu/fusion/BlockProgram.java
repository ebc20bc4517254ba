package tdsl.tensor.cpu.fusion;

import java.util.ArrayDeque;
import java.util.Deque;
import tdsl.tensor.Shapes;
import tdsl.tensor.Tensor;
import tdsl.tensor.cpu.Parallel;
import tdsl.tensor.cpu.pointwise.OpLoops.Placement;
import tdsl.tensor.cpu.reduce.BlockTotals;
import tdsl.tensor.fusion.PointwiseProgram;
import tdsl.tensor.fusion.PointwiseProgram.Reduction;
import tdsl.tensor.fusion.ProgramKernel;

/// Runs a program block by block: each instruction's loop over one block, then the next block. What comes in between
/// stays in the first cache, and blocks are cut at the same places whatever the number of threads.
final class BlockProgram implements ProgramKernel {
    private static final int FRAMES_KEPT = 8;
    /// Threads share the work in whole blocks of a reduction.
    private static final long PIECE = BlockTotals.BLOCK;

    private final PointwiseProgram program;
    private final Schedule schedule;
    private final boolean reduces;
    /// Pieces that are enough work for one more thread.
    private final long grain;
    private final Deque<Frame> onHeap = new ArrayDeque<>();
    private final Deque<Frame> offHeap = new ArrayDeque<>();

    BlockProgram(PointwiseProgram program) {
        this.program = program;
        schedule = new Schedule(program);
        reduces = program.results().stream().anyMatch(result -> result.reduction() != Reduction.NONE);
        long bytes = 4L * program.instructions().size();
        for (PointwiseProgram.Input input : program.inputs()) {
            bytes += input.dtype().byteSize();
        }
        grain = Math.max(1, Parallel.GRAIN_BYTES / bytes / PIECE);
    }

    @Override
    public void run(Tensor[] inputs, Tensor[] outputs, long[] shape) {
        long count = Shapes.elementCount(shape);
        long pieces = Math.ceilDiv(count, PIECE);
        Partials partials = reduces ? new Partials(program, count) : null;
        Placement placement = isAnyNative(inputs) || isAnyNative(outputs) ? Placement.NATIVE : Placement.HEAP;
        if (pieces <= grain) {
            run(inputs, outputs, shape, placement, 0, count, partials);
        } else {
            Parallel.forRange(
                    pieces,
                    grain,
                    (begin, end) -> run(
                            inputs, outputs, shape, placement, begin * PIECE, Math.min(count, end * PIECE), partials));
        }
        if (reduces) {
            partials.store(outputs);
        }
    }

    private static boolean isAnyNative(Tensor[] tensors) {
        for (Tensor tensor : tensors) {
            if (tensor.storage().segment().isNative()) {
                return true;
            }
        }
        return false;
    }

    private void run(
            Tensor[] inputs,
            Tensor[] outputs,
            long[] shape,
            Placement placement,
            long begin,
            long end,
            Partials partials) {
        if (begin == end) {
            return;
        }
        Frame frame = takeFrame(placement);
        frame.bind(inputs, outputs, shape);
        for (long at = begin; at < end; at += Schedule.BLOCK) {
            frame.run(at, Math.min(Schedule.BLOCK, end - at), end, partials);
        }
        // Not after a failure: a frame that is lost then is made again.
        frame.unbind();
        giveBack(frame, placement);
    }

    private Frame takeFrame(Placement placement) {
        Deque<Frame> frames = placement == Placement.HEAP ? onHeap : offHeap;
        synchronized (frames) {
            if (!frames.isEmpty()) {
                return frames.pop();
            }
        }
        return new Frame(schedule, placement);
    }

    private void giveBack(Frame frame, Placement placement) {
        Deque<Frame> frames = placement == Placement.HEAP ? onHeap : offHeap;
        synchronized (frames) {
            if (frames.size() < FRAMES_KEPT) {
                frames.push(frame);
            }
        }
    }
}
