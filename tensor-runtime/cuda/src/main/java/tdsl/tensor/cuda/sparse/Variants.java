package tdsl.tensor.cuda.sparse;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import tdsl.tensor.Device;
import tdsl.tensor.cuda.launch.KernelFile;

/// The sizes that kernels declare in the constant `ENTRY_shape`, read once.
final class Variants {
    private record Key(String entry, Device device) {}

    private static final Map<Key, int[]> SIZES = new ConcurrentHashMap<>();

    private Variants() {}

    static int[] sizes(KernelFile file, String entry, Device device, int count) {
        return SIZES.computeIfAbsent(new Key(entry, device), key -> file.ints(key.device, key.entry + "_shape", count));
    }
}
