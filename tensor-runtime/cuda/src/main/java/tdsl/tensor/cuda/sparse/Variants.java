package tdsl.tensor.cuda.sparse;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import tdsl.tensor.DType;
import tdsl.tensor.Device;
import tdsl.tensor.Tensor;
import tdsl.tensor.cuda.launch.KernelFile;
import tdsl.tensor.sparse.ConvolutionShape;

/// What launchers choose kernels by.
final class Variants {
    private static final int WIDE_BYTES = 16;
    private static final int FEW_CHANNELS = 8;

    private record Key(String entry, Device device) {}

    private static final Map<Key, int[]> SIZES = new ConcurrentHashMap<>();

    private Variants() {}

    /// Can the part of each row that belongs to a group be read and written in 16 bytes?
    static boolean isWide(Tensor rows, int channelsOfGroup) {
        return channelsOfGroup * rows.dtype().byteSize() % WIDE_BYTES == 0 && rows.address() % WIDE_BYTES == 0;
    }

    /// Have groups so few channels that each sum is a thread's, and there are no tiles?
    static boolean isSmall(ConvolutionShape shape) {
        return shape.inputsPerGroup() <= FEW_CHANNELS && shape.outputsPerGroup() <= FEW_CHANNELS;
    }

    /// Are there tensor core kernels for the dtype?
    static boolean hasTensorCores(DType dtype) {
        return dtype == DType.FLOAT16 || dtype == DType.BFLOAT16;
    }

    /// The sizes that a kernel declares in the constant `ENTRY_shape`, read once.
    static int[] sizes(KernelFile file, String entry, Device device, int count) {
        return SIZES.computeIfAbsent(new Key(entry, device), key -> file.ints(key.device, key.entry + "_shape", count));
    }
}
