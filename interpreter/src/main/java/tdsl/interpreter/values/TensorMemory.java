package tdsl.interpreter.values;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import tdsl.tensor.Device;
import tdsl.tensor.Tensor;

/// The memory of a tensor, for those who read and write it directly.
public final class TensorMemory {
    private TensorMemory() {}

    /// Whether the elements lie together in the memory of this process, in row-major order.
    public static boolean isContiguous(Tensor tensor) {
        return tensor.batch() == null && tensor.device().equals(Device.CPU) && tensor.isContiguous();
    }

    /// Whether others may write: not past autograd, which would miss it.
    public static boolean isWritable(Tensor tensor) {
        return !tensor.requiresGrad() && !tensor.storage().segment().isReadOnly();
    }

    static long byteSize(Tensor tensor) {
        return tensor.elementCount() * tensor.dtype().byteSize();
    }

    static MemorySegment of(Tensor tensor) {
        return slice(tensor, tensor.storage().segment());
    }

    private static MemorySegment slice(Tensor tensor, MemorySegment storage) {
        return storage.asSlice(tensor.layout().offset() * tensor.dtype().byteSize(), byteSize(tensor));
    }

    /// A buffer over the elements, without a copy, in native byte order; read-only where others may not write.
    ///
    /// @param tensor contiguous, of less than 2 GiB
    public static ByteBuffer buffer(Tensor tensor) {
        ByteBuffer buffer = slice(tensor, tensor.storage().nativeSegment()).asByteBuffer();
        return (isWritable(tensor) ? buffer : buffer.asReadOnlyBuffer()).order(ByteOrder.nativeOrder());
    }
}
