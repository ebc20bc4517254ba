package tdsl.tensor.cpu.fusion;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import tdsl.tensor.DType;
import tdsl.tensor.Layout;
import tdsl.tensor.Tensor;
import tdsl.tensor.cpu.fusion.Schedule.Stage;
import tdsl.tensor.cpu.pointwise.Loop;
import tdsl.tensor.cpu.pointwise.OpLoops;
import tdsl.tensor.cpu.pointwise.OpLoops.Placement;
import tdsl.tensor.cpu.pointwise.convert.Conversion;
import tdsl.tensor.cpu.reduce.BlockTotals;
import tdsl.tensor.fusion.PointwiseProgram;
import tdsl.tensor.fusion.PointwiseProgram.Instruction;
import tdsl.tensor.fusion.PointwiseProgram.Reduction;
import tdsl.tensor.fusion.PointwiseProgram.Result;

/// One thread's scratch memory for a program, with its steps ready to run on it.
///
/// Tensors are read and written where they are if their elements lie in order and in memory of the frame's placement
/// (the loops of both are compiled apart); otherwise block by block through a slot.
final class Frame {
    private static final int ALIGNMENT = 64;

    private final Schedule schedule;
    private final PointwiseProgram program;
    private final Placement placement;
    private final boolean isNative;
    private final MemorySegment scratch;
    private final List<Step> uniformSteps = new ArrayList<>();
    private final List<Step> elementSteps = new ArrayList<>();
    /// Per input, and then per result: where the steps read or write it.
    private final List<List<Operand>> operands = new ArrayList<>();
    /// Where reduced results are written.
    private final List<Moving> collecting = new ArrayList<>();
    /// Per result that is reduced; null for others.
    private final BlockTotals.Block[] reduced;

    // Of the current run, by input and then by result:
    private final List<Moving> moving = new ArrayList<>();
    private final List<Gather> gathers = new ArrayList<>();
    private final List<Step> writes = new ArrayList<>();

    private record Operand(Step step, int index) {}

    /// An operand that lies in a tensor and moves with the blocks.
    private record Moving(Step step, int index, long start) {}

    Frame(Schedule schedule, Placement placement) {
        this.schedule = schedule;
        this.program = schedule.program();
        this.placement = placement;
        isNative = placement == Placement.NATIVE;
        long bytes = schedule.byteSize();
        scratch = placement == Placement.HEAP
                ? MemorySegment.ofArray(new long[(int) (bytes / Long.BYTES) + 1])
                : Arena.ofAuto().allocate(bytes, ALIGNMENT);
        for (int i = 0; i < program.inputs().size() + program.results().size(); i++) {
            operands.add(new ArrayList<>());
        }
        reduced = new BlockTotals.Block[program.results().size()];
        addConstants();
        for (int i = 0; i < program.instructions().size(); i++) {
            addInstruction(
                    program.firstInstruction() + i, program.instructions().get(i));
        }
        for (int i = 0; i < reduced.length; i++) {
            addResult(i, program.results().get(i));
        }
    }

    // ---- building ----

    private void addConstants() {
        for (int i = 0; i < program.constants().size(); i++) {
            copyElement(program.constants().get(i), program.inputs().size() + i);
        }
    }

    /// Copies a tensor's only element to the place of a value.
    private void copyElement(Tensor tensor, int value) {
        int bytes = tensor.dtype().byteSize();
        MemorySegment.copy(
                tensor.storage().segment(),
                tensor.layout().offset() * bytes,
                scratch,
                schedule.position(value) * bytes,
                bytes);
    }

    private void addInstruction(int value, Instruction instruction) {
        Step step = new Step(loop(instruction), instruction.operands().size() + 1);
        placeOperand(step, 0, value);
        for (int i = 0; i < instruction.operands().size(); i++) {
            placeOperand(step, i + 1, instruction.operands().get(i));
        }
        switch (schedule.stage(value)) {
            case CONSTANT -> step.run(1);
            case UNIFORM -> uniformSteps.add(step);
            case ELEMENT -> elementSteps.add(step);
        }
    }

    private Loop loop(Instruction instruction) {
        return instruction.op().pointwise().isPresent()
                ? OpLoops.of(instruction.op()).get(instruction.computed(), placement)
                : Conversion.loop(instruction.result(), isNative, instruction.computed(), isNative);
    }

    private void placeOperand(Step step, int index, int value) {
        boolean isElement = schedule.stage(value) == Stage.ELEMENT;
        step.set(index, scratch, schedule.position(value), isElement ? 1 : 0);
        if (isElement && value < program.inputs().size()) {
            operands.get(value).add(new Operand(step, index));
        } else if (schedule.storedBy(value) >= 0) {
            operands.get(program.inputs().size() + schedule.storedBy(value)).add(new Operand(step, index));
        }
    }

    private void addResult(int number, Result result) {
        List<Operand> users = operands.get(program.inputs().size() + number);
        DType dtype = program.dtype(result.value());
        if (schedule.storedBy(result.value()) != number) {
            // No instruction computes this result alone: it is copied.
            Step copy = new Step(Conversion.loop(dtype, false, dtype, isNative), 2);
            copy.set(0, scratch, 0, 1);
            users.add(new Operand(copy, 0));
            placeOperand(copy, 1, result.value());
            elementSteps.add(copy);
        }
        if (result.reduction() != Reduction.NONE) {
            long offset = schedule.collection(number);
            for (Operand user : users) {
                collecting.add(new Moving(user.step, user.index, offset / dtype.byteSize()));
            }
            long bytes = (long) BlockTotals.BLOCK * dtype.byteSize();
            reduced[number] = Partials.block(program, number, scratch.asSlice(offset, bytes));
        }
    }

    // ---- running ----

    /// Prepares a run on some tensors.
    void bind(Tensor[] inputs, Tensor[] outputs, long[] shape) {
        for (int i = 0; i < inputs.length; i++) {
            if (schedule.stage(i) == Stage.ELEMENT) {
                bindInput(i, inputs[i], shape);
            } else {
                copyElement(inputs[i], i);
            }
        }
        for (int i = 0; i < outputs.length; i++) {
            if (reduced[i] == null) {
                bindOutput(i, outputs[i]);
            }
        }
        for (Step step : uniformSteps) {
            step.run(1);
        }
    }

    private void bindInput(int number, Tensor input, long[] shape) {
        Layout layout = input.layout();
        MemorySegment segment = input.storage().segment();
        boolean isReachable = segment.isNative() == isNative;
        if (isReachable && layout.isContiguous() && layout.hasShape(shape)) {
            bind(operands.get(number), segment, layout.offset(), 1);
        } else if (isOneElement(layout)) {
            copyElement(input, number);
            bind(operands.get(number), scratch, schedule.position(number), 0);
        } else {
            gathers.add(new Gather(input, shape, scratch, schedule.position(number)));
            bind(operands.get(number), scratch, schedule.position(number), 1);
        }
    }

    /// Whether all elements are the same one in memory, as of the gradient of a sum.
    private static boolean isOneElement(Layout layout) {
        for (int axis = 0; axis < layout.rank(); axis++) {
            if (layout.size(axis) != 1 && layout.stride(axis) != 0) {
                return false;
            }
        }
        return true;
    }

    private void bindOutput(int number, Tensor output) {
        MemorySegment segment = output.storage().segment();
        List<Operand> users = operands.get(program.inputs().size() + number);
        boolean isReachable = segment.isNative() == isNative;
        int value = program.results().get(number).value();
        boolean isComputed = schedule.storedBy(value) == number;
        if (isReachable || !isComputed) {
            bind(users, segment, 0, 1);
            return;
        }
        bind(users, scratch, schedule.position(value), 1);
        Step write = new Step(Conversion.loop(output.dtype(), !isNative, output.dtype(), isNative), 2);
        write.set(0, segment, 0, 1);
        write.set(1, scratch, schedule.position(value), 1);
        writes.add(write);
        moving.add(new Moving(write, 0, 0));
    }

    private void bind(List<Operand> users, MemorySegment segment, long position, long stride) {
        for (int i = 0; i < users.size(); i++) {
            Operand user = users.get(i);
            user.step.set(user.index, segment, position, stride);
            if (segment != scratch) {
                moving.add(new Moving(user.step, user.index, position));
            }
        }
    }

    /// Computes one block, which begins with the element of this row-major number.
    ///
    /// @param end      of all blocks that this frame computes one after the other
    /// @param partials takes the totals of reduced results; null if there are none
    void run(long begin, long count, long end, Partials partials) {
        for (int i = 0; i < moving.size(); i++) {
            Moving operand = moving.get(i);
            operand.step.setPosition(operand.index, operand.start + begin);
        }
        long collected = begin % BlockTotals.BLOCK;
        for (int i = 0; i < collecting.size(); i++) {
            Moving operand = collecting.get(i);
            operand.step.setPosition(operand.index, operand.start + collected);
        }
        for (int i = 0; i < gathers.size(); i++) {
            gathers.get(i).run(begin, count);
        }
        for (int i = 0; i < elementSteps.size(); i++) {
            elementSteps.get(i).run(count);
        }
        for (int i = 0; i < writes.size(); i++) {
            writes.get(i).run(count);
        }
        collected += count;
        boolean isLast = collected == BlockTotals.BLOCK || begin + count == end;
        for (int i = 0; isLast && i < reduced.length; i++) {
            if (reduced[i] != null) {
                partials.set(i, (int) (begin / BlockTotals.BLOCK), reduced[i].total(collected));
            }
        }
    }

    /// Forgets the tensors of the last run, so that they can be freed.
    void unbind() {
        for (int i = 0; i < moving.size(); i++) {
            Moving operand = moving.get(i);
            operand.step.set(operand.index, scratch, 0, 1);
        }
        moving.clear();
        gathers.clear();
        writes.clear();
    }
}
