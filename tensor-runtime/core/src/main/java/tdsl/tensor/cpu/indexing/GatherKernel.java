package tdsl.tensor.cpu.indexing;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.MemorySegment;
import java.util.Map;
import tdsl.tensor.Layout;
import tdsl.tensor.Shapes;
import tdsl.tensor.Tensor;
import tdsl.tensor.cpu.StridedLoop;
import tdsl.tensor.dispatch.Args;
import tdsl.tensor.dispatch.Kernel;
import tdsl.tensor.error.ShapeException;

/// Elements read at positions along one axis.
public final class GatherKernel {
    private GatherKernel() {}

    public static void register(Map<String, Kernel> kernels) {
        kernels.put("gather", GatherKernel::gather);
    }

    private static Tensor gather(Args args) {
        Tensor input = args.tensor(0);
        int axis = Shapes.axis("gather", args.integer(1), input.rank());
        requireFit("gather", input, args.tensor(2), axis);
        Tensor index = Positions.checked("gather", args.tensor(2), axis, input.size(axis));
        Tensor out = Tensor.empty(input.dtype(), index.shape());
        MemorySegment from = input.storage().segment();
        MemorySegment at = index.storage().segment();
        MemorySegment to = out.storage().segment();
        long step = input.layout().stride(axis);
        int bytes = input.dtype().byteSize();
        Layout lines = standingStill(input.layout(), axis, index.shape());
        new StridedLoop(out.layout(), index.layout(), lines)
                .forEach(
                        16 + 2 * bytes,
                        (positions, strides, count) -> run(bytes, to, at, from, step, positions, strides, count));
        return out;
    }

    private static void run(
            int bytes,
            MemorySegment to,
            MemorySegment at,
            MemorySegment from,
            long step,
            long[] positions,
            long[] strides,
            long count) {
        long out = positions[0];
        long outStride = strides[0];
        long indexAt = positions[1];
        long indexStride = strides[1];
        long first = positions[2];
        long stride = strides[2];
        switch (bytes) {
            case 8 -> {
                for (long i = 0; i < count; i++) {
                    long source = first + i * stride + step * at.getAtIndex(JAVA_LONG, indexAt + i * indexStride);
                    to.setAtIndex(JAVA_LONG, out + i * outStride, from.getAtIndex(JAVA_LONG, source));
                }
            }
            case 4 -> {
                for (long i = 0; i < count; i++) {
                    long source = first + i * stride + step * at.getAtIndex(JAVA_LONG, indexAt + i * indexStride);
                    to.setAtIndex(JAVA_INT, out + i * outStride, from.getAtIndex(JAVA_INT, source));
                }
            }
            case 2 -> {
                for (long i = 0; i < count; i++) {
                    long source = first + i * stride + step * at.getAtIndex(JAVA_LONG, indexAt + i * indexStride);
                    to.setAtIndex(JAVA_SHORT, out + i * outStride, from.getAtIndex(JAVA_SHORT, source));
                }
            }
            default -> {
                for (long i = 0; i < count; i++) {
                    long source = first + i * stride + step * at.getAtIndex(JAVA_LONG, indexAt + i * indexStride);
                    to.set(JAVA_BYTE, out + i * outStride, from.get(JAVA_BYTE, source));
                }
            }
        }
    }

    /// The layout in the index's shape, with `axis` standing still.
    private static Layout standingStill(Layout layout, int axis, long[] shape) {
        long[] strides = layout.strides();
        strides[axis] = 0;
        return Layout.strided(shape, strides, layout.offset());
    }

    /// @throws ShapeException unless the index has as many axes, and no axis is longer except `axis`
    static void requireFit(String op, Tensor input, Tensor index, int axis) {
        boolean fits = index.rank() == input.rank();
        for (int i = 0; fits && i < input.rank(); i++) {
            fits = i == axis || index.size(i) <= input.size(i);
        }
        if (!fits) {
            throw new ShapeException(
                    "%s: index %s does not fit %s: same rank, and no axis larger%s",
                    op, index.describe(), input.describe(), axis < 0 ? "" : " except axis " + axis);
        }
    }
}
