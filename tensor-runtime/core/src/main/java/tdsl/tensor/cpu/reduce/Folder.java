package tdsl.tensor.cpu.reduce;

/// Combines elements of one tensor by one operation. Totals travel as 64 bits: a long, or the bits of a double.
interface Folder {
    /// How many elements a block has at most. Longer runs are combined from blocks pairwise, so that the error of
    /// a sum grows with the logarithm of the count.
    int BLOCK = 4096;

    /// The total of no elements.
    long start();

    /// The total of two totals.
    long merge(long left, long right);

    /// The total of at most {@link #BLOCK} elements at equal distances.
    long block(long position, long stride, long count);

    /// Totals of adjacent elements, each with those of the other rows at the same place.
    ///
    /// @param rows where each of some rows begins
    /// @param totals receives `columns` totals, from index `at`
    void columns(long[] rows, int columns, long[] totals, int at);

    /// Writes the result with this number.
    void store(long index, long total);
}
