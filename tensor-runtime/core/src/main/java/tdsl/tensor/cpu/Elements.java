package tdsl.tensor.cpu;

import java.lang.foreign.MemorySegment;
import tdsl.tensor.DType;
import tdsl.tensor.Tensor;
import tdsl.tensor.memory.CpuAllocator;

/// Elements in row-major order, one after another in native memory. Loops over them meet native memory
/// only, so that the compiler need not tell it apart from the heap's.
///
/// @param memory starts at the first element
public record Elements(MemorySegment memory, DType dtype) {
    /// The elements of a tensor: its own memory if that is native and contiguous, else a copy.
    public static Elements of(Tensor tensor) {
        Tensor contiguous = CopyKernels.contiguous(tensor);
        int bytes = tensor.dtype().byteSize();
        MemorySegment elements = contiguous
                .storage()
                .segment()
                .asSlice(contiguous.layout().offset() * bytes, contiguous.elementCount() * bytes, bytes);
        return new Elements(inNativeMemory(elements), tensor.dtype());
    }

    /// Where to write the elements of a new tensor; {@link #finish} then puts them there.
    public static Elements ofResult(Tensor out) {
        MemorySegment own = out.storage().segment();
        return new Elements(
                own.isNative()
                        ? own
                        : CpuAllocator.instance().allocate(own.byteSize()).segment(),
                out.dtype());
    }

    /// @param out what {@link #ofResult} was called with
    /// @return `out`
    public Tensor finish(Tensor out) {
        MemorySegment own = out.storage().segment();
        if (!own.isNative()) {
            own.copyFrom(memory.asSlice(0, own.byteSize()));
        }
        return out;
    }

    /// The memory itself if it is native, else a copy.
    public static MemorySegment inNativeMemory(MemorySegment elements) {
        return elements.isNative()
                ? elements
                : CpuAllocator.instance()
                        .allocate(elements.byteSize())
                        .segment()
                        .copyFrom(elements);
    }

    /// The memory from this element on.
    public MemorySegment from(long element) {
        return memory.asSlice(element * dtype.byteSize());
    }
}
