package tdsl.tensor.cpu.reduce;

import tdsl.tensor.Tensor;

/// A reduction of all elements whose elements come one block at a time, with the same bits as {@link Reductions}
/// gives for a tensor of them.
public final class BlockTotals {
    /// Elements of a block, but of the last one.
    public static final int BLOCK = Folder.BLOCK;

    private BlockTotals() {}

    /// Totals of one block.
    public static final class Block {
        private final Folder folder;

        /// @param elements contiguous, from the start of its storage
        public Block(Tensor elements, RealFold fold) {
            folder = RealFolder.of(elements, null, fold);
        }

        /// @param elements contiguous, from the start of its storage
        public Block(Tensor elements, IntegerFold fold) {
            folder = new IntegerFolder(elements, null, fold);
        }

        /// The total of the first elements, as {@link #store} takes it.
        public long total(long count) {
            return folder.block(0, 1, count);
        }
    }

    /// Combines the totals of all blocks, of floating elements.
    public static void store(Tensor out, RealFold fold, long[] totals) {
        store(RealFolder.of(out, out, fold), totals);
    }

    /// Combines the totals of all blocks, of integers or bools.
    public static void store(Tensor out, IntegerFold fold, long[] totals) {
        store(new IntegerFolder(out, out, fold), totals);
    }

    private static void store(Folder folder, long[] totals) {
        folder.store(0, totals.length == 0 ? folder.start() : combined(folder, totals, 0, totals.length));
    }

    private static long combined(Folder folder, long[] totals, int begin, int end) {
        if (end - begin == 1) {
            return totals[begin];
        }
        int middle = (begin + end) >>> 1;
        return folder.merge(combined(folder, totals, begin, middle), combined(folder, totals, middle, end));
    }
}
