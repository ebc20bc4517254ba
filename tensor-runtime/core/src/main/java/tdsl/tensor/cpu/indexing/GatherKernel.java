package tdsl.tensor.cpu.indexing;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.MemorySegment;
import java.util.Map;
import tdsl.tensor.DType;
import tdsl.tensor.Layout;
import tdsl.tensor.Shapes;
import tdsl.tensor.Tensor;
import tdsl.tensor.cpu.StridedLoop;
import tdsl.tensor.dispatch.Args;
import tdsl.tensor.dispatch.Kernel;
import tdsl.tensor.ops.operand.IndexOperands;

/// Elements read at positions along one axis.
public final class GatherKernel {
    private GatherKernel() {}

    public static void register(Map<String, Kernel> kernels) {
        kernels.put("gather", GatherKernel::gather);
    }

    private static Tensor gather(Args args) {
        Tensor input = args.tensor(0);
        int axis = Shapes.axis("gather", args.integer(1), input.rank());
        IndexOperands.requireFit("gather", input, args.tensor(2), axis);
        Tensor index = args.tensor(2);
        // An index in i64 is checked where it is used.
        Tensor positions =
                index.dtype() == DType.INT64 ? index : Positions.checked("gather", index, axis, input.size(axis));
        Tensor out = Tensor.empty(input.dtype(), index.shape());
        Layout lines = standingStill(input.layout(), axis, index.shape());
        Gather gather = new Gather(input, positions, out, axis);
        new StridedLoop(out.layout(), positions.layout(), lines)
                .forEach(16 + 2L * input.dtype().byteSize(), gather::run);
        return out;
    }

    /// The layout in the index's shape, with `axis` standing still.
    private static Layout standingStill(Layout layout, int axis, long[] shape) {
        long[] strides = layout.strides();
        strides[axis] = 0;
        return Layout.strided(shape, strides, layout.offset());
    }

    /// One gather. The operands of its runs are the output, the index, and the starts of the lines that
    /// it reads.
    private static final class Gather {
        private final Tensor input;
        private final Tensor indices;
        private final Tensor result;
        private final int axis;

        Gather(Tensor input, Tensor indices, Tensor result, int axis) {
            this.input = input;
            this.indices = indices;
            this.result = result;
            this.axis = axis;
        }

        void run(long[] positions, long[] strides, long count) {
            // In variables, since the compiler reads fields again after every write to memory.
            MemorySegment from = input.storage().segment();
            MemorySegment at = indices.storage().segment();
            MemorySegment to = result.storage().segment();
            long size = input.size(axis);
            long step = input.layout().stride(axis);
            long out = positions[0];
            long outStride = strides[0];
            long index = positions[1];
            long indexStride = strides[1];
            long line = positions[2];
            long lineStride = strides[2];
            switch (input.dtype().byteSize()) {
                case 8 -> {
                    for (long i = 0; i < count; i++) {
                        long place = counted(at.getAtIndex(JAVA_LONG, index + i * indexStride), size);
                        long source = line + i * lineStride + step * place;
                        to.setAtIndex(JAVA_LONG, out + i * outStride, from.getAtIndex(JAVA_LONG, source));
                    }
                }
                case 4 -> {
                    for (long i = 0; i < count; i++) {
                        long place = counted(at.getAtIndex(JAVA_LONG, index + i * indexStride), size);
                        long source = line + i * lineStride + step * place;
                        to.setAtIndex(JAVA_INT, out + i * outStride, from.getAtIndex(JAVA_INT, source));
                    }
                }
                case 2 -> {
                    for (long i = 0; i < count; i++) {
                        long place = counted(at.getAtIndex(JAVA_LONG, index + i * indexStride), size);
                        long source = line + i * lineStride + step * place;
                        to.setAtIndex(JAVA_SHORT, out + i * outStride, from.getAtIndex(JAVA_SHORT, source));
                    }
                }
                default -> {
                    for (long i = 0; i < count; i++) {
                        long place = counted(at.getAtIndex(JAVA_LONG, index + i * indexStride), size);
                        to.set(
                                JAVA_BYTE,
                                out + i * outStride,
                                from.get(JAVA_BYTE, line + i * lineStride + step * place));
                    }
                }
            }
        }

        /// The index counted from the front.
        private long counted(long value, long size) {
            long place = value < 0 ? value + size : value;
            if (place < 0 || place >= size) {
                // Fails, naming the first index that is out of range.
                Positions.checked("gather", indices, axis, size);
            }
            return place;
        }
    }
}
