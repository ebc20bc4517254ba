package tdsl.tensor.cpu.fusion;

import java.lang.foreign.MemorySegment;
import tdsl.tensor.cpu.pointwise.Loop;

/// A loop with its operands, the output first. Those that lie in tensors are set anew for each run.
final class Step {
    private final Loop loop;
    private final MemorySegment[] segments;
    private final long[] positions;
    private final long[] strides;

    Step(Loop loop, int operandCount) {
        this.loop = loop;
        segments = new MemorySegment[operandCount];
        positions = new long[operandCount];
        strides = new long[operandCount];
    }

    /// Says where an operand begins, in elements.
    void set(int operand, MemorySegment segment, long position, long stride) {
        segments[operand] = segment;
        positions[operand] = position;
        strides[operand] = stride;
    }

    void setPosition(int operand, long position) {
        positions[operand] = position;
    }

    void run(long count) {
        loop.run(segments, positions, strides, count);
    }
}
