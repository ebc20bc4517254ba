package tdsl.tensor.cuda.launch;

import tdsl.tensor.DType;

/// Sizes of grids and blocks.
public final class Grids {
    /// Threads of a block where a thread works on elements by itself.
    public static final int THREADS = 256;
    /// Blocks of a grid whose threads go on with other elements until all are done.
    private static final long MOST_BLOCKS = 1 << 20;

    private Grids() {}

    /// Blocks for so many pieces of work, `perBlock` at a time; what is too much for one grid is done by its loops.
    public static long blocks(long work, long perBlock) {
        return Math.min(MOST_BLOCKS, Math.ceilDiv(work, perBlock));
    }

    /// The smallest power of 2 that is not less.
    public static long powerOf2(long number) {
        return number <= 1 ? 1 : Long.highestOneBit(number - 1) << 1;
    }

    /// The dtype of the kernels for a dtype: bools are bytes that are 0 or 1.
    public static DType kernelType(DType dtype) {
        return dtype == DType.BOOL ? DType.UINT8 : dtype;
    }
}
