package tdsl.tensor.cpu.fusion;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import tdsl.tensor.cpu.reduce.BlockTotals;
import tdsl.tensor.fusion.PointwiseProgram;
import tdsl.tensor.fusion.PointwiseProgram.Instruction;
import tdsl.tensor.fusion.PointwiseProgram.Reduction;
import tdsl.tensor.fusion.PointwiseProgram.Result;

/// When each value of a program is computed, and where in a thread's scratch memory it lies: values that are the
/// same for all elements in a cell of their own, the others in slots of one block, which are used again once a
/// value has been read for the last time, so that few of them pass through the cache.
final class Schedule {
    /// Elements of a block: a few slots of so many fit into the first cache. A multiple of every vector's length.
    static final int BLOCK = 1024;

    private static final int CELL_BYTES = 8;
    /// Keeps slots from lying at the same distance as the cache's rows repeat.
    private static final int PADDING = 128;

    /// When a value is computed.
    enum Stage {
        /// Once for all runs.
        CONSTANT,
        /// Once a run.
        UNIFORM,
        /// For every block.
        ELEMENT
    }

    private final PointwiseProgram program;
    private final Stage[] stages;
    /// Per value, in bytes. An input's slot is for elements that cannot be read where they are.
    private final long[] offsets;
    /// Per value, the first result that it is; −1 if it is none.
    private final int[] storedBy;
    /// Per result that is reduced, where its elements are collected, in bytes.
    private final long[] collections;
    private final int slotBytes;
    private long byteSize;

    Schedule(PointwiseProgram program) {
        this.program = program;
        int count = program.valueCount();
        int widest = 1;
        for (int value = 0; value < count; value++) {
            widest = Math.max(widest, program.dtype(value).byteSize());
        }
        slotBytes = BLOCK * widest + PADDING;
        stages = stages();
        storedBy = storedBy();
        offsets = new long[count];
        for (int value = 0; value < count; value++) {
            offsets[value] = (long) value * CELL_BYTES;
        }
        byteSize = Math.ceilDiv((long) count * CELL_BYTES, PADDING) * PADDING;
        assignSlots();
        collections = new long[program.results().size()];
        for (int i = 0; i < collections.length; i++) {
            if (program.results().get(i).reduction() != Reduction.NONE) {
                collections[i] = byteSize;
                int width = program.dtype(program.results().get(i).value()).byteSize();
                byteSize += (long) BlockTotals.BLOCK * width + PADDING;
            }
        }
    }

    private Stage[] stages() {
        Stage[] result = new Stage[program.valueCount()];
        boolean allUniform = program.inputs().stream().allMatch(PointwiseProgram.Input::uniform);
        for (int i = 0; i < program.inputs().size(); i++) {
            result[i] = program.inputs().get(i).uniform() && !allUniform ? Stage.UNIFORM : Stage.ELEMENT;
        }
        int first = program.firstInstruction();
        Arrays.fill(result, program.inputs().size(), first, Stage.CONSTANT);
        for (int i = 0; i < program.instructions().size(); i++) {
            Stage latest = Stage.CONSTANT;
            for (int operand : program.instructions().get(i).operands()) {
                latest = result[operand].compareTo(latest) > 0 ? result[operand] : latest;
            }
            result[first + i] = latest;
        }
        return result;
    }

    private int[] storedBy() {
        int[] stored = new int[program.valueCount()];
        Arrays.fill(stored, -1);
        List<Result> results = program.results();
        for (int i = results.size() - 1; i >= 0; i--) {
            Result result = results.get(i);
            boolean computed = result.value() >= program.firstInstruction() && stages[result.value()] == Stage.ELEMENT;
            if (computed) {
                stored[result.value()] = i;
            }
        }
        return stored;
    }

    private void assignSlots() {
        int[] lastUses = lastUses();
        Deque<Long> free = new ArrayDeque<>();
        for (int i = 0; i < program.inputs().size(); i++) {
            if (stages[i] == Stage.ELEMENT) {
                offsets[i] = newSlot();
            }
        }
        int first = program.firstInstruction();
        for (int i = 0; i < program.instructions().size(); i++) {
            int value = first + i;
            if (stages[value] != Stage.ELEMENT) {
                continue;
            }
            Instruction instruction = program.instructions().get(i);
            // An element may be overwritten by its own result, but not by one of another width, which lies elsewhere.
            boolean sameWidth =
                    instruction.computed().byteSize() == instruction.result().byteSize()
                            && instruction.operands().stream()
                                    .allMatch(operand -> program.dtype(operand).byteSize()
                                            == instruction.result().byteSize());
            if (sameWidth) {
                release(instruction, i, lastUses, free);
            }
            // A stored value has a slot as well, for outputs that are not where the loops can write.
            boolean isStored = storedBy[value] >= 0;
            offsets[value] = isStored || free.isEmpty() ? newSlot() : free.pop();
            if (!sameWidth) {
                release(instruction, i, lastUses, free);
            }
        }
    }

    private void release(Instruction instruction, int index, int[] lastUses, Deque<Long> free) {
        for (int operand : instruction.operands().stream().distinct().toList()) {
            boolean isTemporary =
                    operand >= program.firstInstruction() && stages[operand] == Stage.ELEMENT && storedBy[operand] < 0;
            if (isTemporary && lastUses[operand] == index) {
                free.push(offsets[operand]);
            }
        }
    }

    private int[] lastUses() {
        int[] lastUses = new int[program.valueCount()];
        for (int i = 0; i < program.instructions().size(); i++) {
            for (int operand : program.instructions().get(i).operands()) {
                lastUses[operand] = i;
            }
        }
        program.results().forEach(result -> lastUses[result.value()] = Integer.MAX_VALUE);
        return lastUses;
    }

    private long newSlot() {
        long offset = byteSize;
        byteSize += slotBytes;
        return offset;
    }

    PointwiseProgram program() {
        return program;
    }

    Stage stage(int value) {
        return stages[value];
    }

    /// Where a value lies, in elements of its dtype from the start of the scratch memory.
    long position(int value) {
        return offsets[value] / program.dtype(value).byteSize();
    }

    /// Where the elements of a reduced result are collected, in bytes from the start of the scratch memory.
    long collection(int result) {
        return collections[result];
    }

    /// The result that an instruction computes as this value; −1 for a value that is no such result.
    int storedBy(int value) {
        return storedBy[value];
    }

    long byteSize() {
        return byteSize;
    }
}
