package tdsl.tensor.cuda.sparse.maps;

import tdsl.tensor.DType;
import tdsl.tensor.Device;
import tdsl.tensor.Tensor;
import tdsl.tensor.cuda.launch.KernelFile;

/// A stable sort of keys, which takes values along.
///
/// @param keys   ascending, i64
/// @param values i32
record RadixSort(Tensor keys, Tensor values) {
    private static final KernelFile FILE = new KernelFile("sparse/radix_sort");
    private static final int DIGIT_BITS = 8;
    private static final int DIGITS = 1 << DIGIT_BITS;
    private static final int THREADS = 256;
    private static final int TILE = 2048;
    private static final int MOST_HISTOGRAM_BLOCKS = 132;

    /// Sorts by the lowest bits of the keys, which are not negative and have no other bits. Both vectors are
    /// overwritten.
    static RadixSort of(Tensor keys, Tensor values, int keyBits) {
        int count = (int) keys.elementCount();
        if (count == 0) {
            return new RadixSort(keys, values);
        }
        Device device = keys.device();
        int passes = Math.ceilDiv(keyBits, DIGIT_BITS);
        int tiles = Math.ceilDiv(count, TILE);
        // Histograms of all passes, the next tile of each, and what its tiles publish.
        long nextTiles = (long) passes * DIGITS;
        long published = nextTiles + passes;
        long publishedOfPass = (long) tiles * DIGITS;
        Tensor counters = Scratch.zeros(device, DType.INT32, published + passes * publishedOfPass);
        FILE.kernel("radix_histogram")
                .on(device)
                .tensor(keys)
                .int32(count)
                .int32(passes)
                .tensor(counters)
                .launch(Math.min(MOST_HISTOGRAM_BLOCKS, Math.ceilDiv(count, THREADS)), THREADS);
        RadixSort from = new RadixSort(keys, values);
        RadixSort to =
                new RadixSort(Scratch.vector(device, DType.INT64, count), Scratch.vector(device, DType.INT32, count));
        for (int pass = 0; pass < passes; pass++) {
            FILE.kernel("radix_pass")
                    .on(device)
                    .tensor(from.keys)
                    .tensor(from.values)
                    .int32(count)
                    .int32(pass)
                    .tensor(counters)
                    .int64(counters.address() + Integer.BYTES * (nextTiles + pass))
                    .int64(counters.address() + Integer.BYTES * (published + pass * publishedOfPass))
                    .tensor(to.keys)
                    .tensor(to.values)
                    .launch(tiles, THREADS);
            RadixSort sorted = to;
            to = from;
            from = sorted;
        }
        return from;
    }
}
