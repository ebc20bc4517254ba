package tdsl.tensor.cpu.sparse;

/// How rows are divided into blocks, from the shapes alone.
public final class Blocks {
    /// Elements of a block's working memory: a part of a core's second-level cache.
    private static final int WORKING_ELEMENTS = 1 << 17;
    private static final int FEWEST_ROWS = 64;
    private static final int MOST_ROWS = 1024;
    /// Enough blocks for the threads to share when there are few rows.
    private static final int WANTED_BLOCKS = 8;
    /// Multiplications below which handing a block to another thread costs more than it saves.
    private static final double GRAIN = 1 << 18;

    private Blocks() {}

    /// Rows of a block.
    ///
    /// @param rowElements elements of working memory that one row needs
    public static int rows(int rows, int rowElements) {
        int fitting = WORKING_ELEMENTS / Math.max(1, rowElements);
        int shared = Math.ceilDiv(rows, WANTED_BLOCKS);
        return Math.clamp(Math.min(fitting, shared), FEWEST_ROWS, MOST_ROWS);
    }

    /// The least blocks to give to a thread.
    public static long grain(double workPerBlock) {
        return (long) Math.ceil(GRAIN / Math.max(1, workPerBlock));
    }
}
