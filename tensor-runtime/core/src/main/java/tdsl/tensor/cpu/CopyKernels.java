package tdsl.tensor.cpu;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;
import static tdsl.tensor.ElementAccess.putInteger;

import java.lang.foreign.MemorySegment;
import java.util.Map;
import tdsl.tensor.DType;
import tdsl.tensor.ElementAccess;
import tdsl.tensor.Layout;
import tdsl.tensor.Tensor;
import tdsl.tensor.cpu.pointwise.convert.Conversion;
import tdsl.tensor.cpu.transpose.TransposedCopy;
import tdsl.tensor.dispatch.Args;
import tdsl.tensor.dispatch.Kernel;
import tdsl.tensor.ops.operand.DistinctElements;

/// Copies: between layouts, between dtypes, and in place.
final class CopyKernels {
    private CopyKernels() {}

    static void register(Map<String, Kernel> kernels) {
        kernels.put("clone", args -> converted(args.tensor(0), args.tensor(0).dtype()));
        kernels.put("cast", args -> converted(args.tensor(0), args.value(1, DType.class)));
        kernels.put("copy_", CopyKernels::copyInPlace);
        kernels.put("iota", CopyKernels::iota);
    }

    /// A contiguous copy.
    static Tensor converted(Tensor source, DType dtype) {
        Tensor target = Tensor.empty(dtype, source.shape());
        copy(source, source.layout(), target);
        return target;
    }

    /// The tensor itself if it is contiguous, else a copy that is.
    static Tensor contiguous(Tensor tensor) {
        return tensor.isContiguous() ? tensor : converted(tensor, tensor.dtype());
    }

    private static Tensor copyInPlace(Args args) {
        Tensor target = args.tensor(0);
        Tensor source = args.tensor(1);
        DistinctElements.require("copy_", target);
        ElementAccess.requireAdmitted(source, target.dtype());
        Layout layout = source.layout().expand("copy_", target.shape());
        boolean sameMemory = source.storage() == target.storage();
        if (sameMemory && layout.equals(target.layout()) && source.dtype() == target.dtype()) {
            return target;
        }
        if (sameMemory) {
            source = converted(source, source.dtype());
            layout = source.layout().expand("copy_", target.shape());
        }
        copy(source, layout, target);
        target.storage().bumpVersion();
        return target;
    }

    private static void copy(Tensor source, Layout layout, Tensor target) {
        MemorySegment from = source.storage().segment();
        MemorySegment to = target.storage().segment();
        DType type = source.dtype();
        StridedLoop loop = new StridedLoop(target.layout(), layout);
        if (type == target.dtype()) {
            int bytes = type.byteSize();
            if (TransposedCopy.run(loop, to, from, bytes)) {
                return;
            }
            loop.forEach(2L * bytes, (positions, strides, count) -> move(from, to, bytes, positions, strides, count));
        } else {
            loop.forEach(16, Conversion.between(to, target.dtype(), from, type));
        }
    }

    static void move(MemorySegment from, MemorySegment to, int bytes, long[] positions, long[] strides, long count) {
        if (strides[0] == 1 && strides[1] == 1) {
            MemorySegment.copy(from, positions[1] * bytes, to, positions[0] * bytes, count * bytes);
            return;
        }
        long toAt = positions[0];
        long fromAt = positions[1];
        switch (bytes) {
            case 8 -> {
                for (long i = 0; i < count; i++) {
                    to.setAtIndex(
                            JAVA_LONG, toAt + i * strides[0], from.getAtIndex(JAVA_LONG, fromAt + i * strides[1]));
                }
            }
            case 4 -> {
                for (long i = 0; i < count; i++) {
                    to.setAtIndex(JAVA_INT, toAt + i * strides[0], from.getAtIndex(JAVA_INT, fromAt + i * strides[1]));
                }
            }
            case 2 -> {
                for (long i = 0; i < count; i++) {
                    to.setAtIndex(
                            JAVA_SHORT, toAt + i * strides[0], from.getAtIndex(JAVA_SHORT, fromAt + i * strides[1]));
                }
            }
            default -> {
                for (long i = 0; i < count; i++) {
                    to.set(JAVA_BYTE, toAt + i * strides[0], from.get(JAVA_BYTE, fromAt + i * strides[1]));
                }
            }
        }
    }

    private static Tensor iota(Args args) {
        Tensor result = Tensor.empty(args.value(1, DType.class), args.integer(0));
        MemorySegment segment = result.storage().segment();
        for (long i = 0; i < result.elementCount(); i++) {
            putInteger(segment, result.dtype(), i, i);
        }
        return result;
    }
}
