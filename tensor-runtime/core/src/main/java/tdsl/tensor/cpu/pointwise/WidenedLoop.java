package tdsl.tensor.cpu.pointwise;

import java.lang.foreign.MemorySegment;
import tdsl.tensor.DType;
import tdsl.tensor.cpu.pointwise.OpLoops.Placement;
import tdsl.tensor.cpu.pointwise.convert.Conversion;

/// Runs an op's loop of f32 on operands of f16 or bf16, by blocks that fit into the cache: converts the inputs,
/// computes, and rounds the results. Operands of other dtypes are passed on as they are.
///
/// @param dtypes of each operand, the output first
record WidenedLoop(OpLoops loops, DType[] dtypes) implements Loop {
    private static final int BLOCK = 1024;

    @Override
    public void run(MemorySegment[] segments, long[] positions, long[] strides, long count) {
        Operand[] operands = new Operand[segments.length];
        MemorySegment[] widened = segments.clone();
        long[] widenedPositions = positions.clone();
        long[] widenedStrides = strides.clone();
        for (int i = 0; i < operands.length; i++) {
            if (dtypes[i].arithmetic() != dtypes[i]) {
                operands[i] = new Operand(segments[i], dtypes[i], positions[i], strides[i], count);
                widened[i] = operands[i].block;
                widenedPositions[i] = 0;
                widenedStrides[i] = operands[i].repeats() ? 0 : 1;
            }
        }
        Loop singles = loops.get(DType.FLOAT32, Placement.of(widened));
        for (long done = 0; done < count; done += BLOCK) {
            int length = (int) Math.min(BLOCK, count - done);
            for (int i = 1; i < operands.length; i++) {
                if (operands[i] != null) {
                    operands[i].load(done, length);
                }
            }
            singles.run(widened, widenedPositions, widenedStrides, length);
            for (int i = 0; i < operands.length; i++) {
                widenedPositions[i] += operands[i] == null ? length * strides[i] : 0;
            }
            if (operands[0] != null) {
                operands[0].store(done, length);
            }
        }
    }

    /// One operand's run, and a block of it in f32.
    private static final class Operand {
        private final MemorySegment segment;
        private final DType dtype;
        private final long position;
        private final long stride;
        private final MemorySegment block;

        Operand(MemorySegment segment, DType dtype, long position, long stride, long count) {
            this.segment = segment;
            this.dtype = dtype;
            this.position = position;
            this.stride = stride;
            this.block = MemorySegment.ofArray(new float[repeats() ? 1 : (int) Math.min(BLOCK, count)]);
        }

        /// Whether all elements of the run are the same one.
        boolean repeats() {
            return stride == 0;
        }

        void load(long done, int length) {
            convert(
                    block,
                    DType.FLOAT32,
                    0,
                    1,
                    segment,
                    dtype,
                    position + done * stride,
                    stride,
                    repeats() ? 1 : length);
        }

        void store(long done, int length) {
            convert(segment, dtype, position + done * stride, stride, block, DType.FLOAT32, 0, 1, length);
        }

        private static void convert(
                MemorySegment target,
                DType to,
                long targetPosition,
                long targetStride,
                MemorySegment source,
                DType from,
                long sourcePosition,
                long sourceStride,
                long count) {
            Conversion.loop(target, to, source, from)
                    .run(
                            new MemorySegment[] {target, source},
                            new long[] {targetPosition, sourcePosition},
                            new long[] {targetStride, sourceStride},
                            count);
        }
    }
}
