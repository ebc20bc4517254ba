package tdsl.tensor.cuda.sparse.maps;

import tdsl.tensor.Tensor;
import tdsl.tensor.sparse.Coordinates;
import tdsl.tensor.sparse.KernelMap;

/// A kernel map that holds a table of neighbours, of the output rows.
public final class TableMap extends KernelMap {
    /// Makes the map back.
    @FunctionalInterface
    interface Inverse {
        KernelMap of(TableMap map);
    }

    private final NeighbourTable table;
    private final boolean isReversed;
    private final Inverse makeInverse;
    private KernelMap inverse;

    /// @param isReversed whether offset k is the table's offset volume − 1 − k
    TableMap(
            long[] kernelSize,
            Coordinates input,
            Coordinates output,
            NeighbourTable table,
            boolean isReversed,
            Inverse inverse) {
        super(kernelSize, input, output);
        this.table = table;
        this.isReversed = isReversed;
        this.makeInverse = inverse;
    }

    public NeighbourTable table() {
        return table;
    }

    public boolean isReversed() {
        return isReversed;
    }

    @Override
    public long pairCount() {
        return table.pairs().count();
    }

    @Override
    public synchronized KernelMap inverse() {
        if (inverse == null) {
            inverse = makeInverse.of(this);
        }
        return inverse;
    }

    /// The same table with the offsets in reverse order: the way back of a point-symmetric submanifold kernel.
    TableMap reversed() {
        return new TableMap(kernelSize(), output(), input(), table, !isReversed, _ -> this);
    }

    @Override
    public Tensor inputCounts() {
        return table.inputCounts();
    }

    @Override
    public boolean hasUnreachedOutputs() {
        return table.hasUnreached();
    }
}
