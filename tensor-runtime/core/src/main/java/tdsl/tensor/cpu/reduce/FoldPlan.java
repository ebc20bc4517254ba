package tdsl.tensor.cpu.reduce;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import tdsl.tensor.Layout;
import tdsl.tensor.Tensor;
import tdsl.tensor.cpu.Parallel;

/// The order in which a reduction goes through memory: along the reduced axes where those are contiguous, else
/// across several adjacent results at a time. All cuts depend on the shape alone, so that the number of threads
/// changes no bit.
final class FoldPlan {
    /// Adjacent results that are computed together, and the rows that are added up for them one after the other.
    private static final int COLUMNS = 512;
    private static final int ROWS = 512;

    /// Fewer adjacent results than this are computed one by one.
    private static final int FEWEST_COLUMNS = 8;

    /// Elements that are worth another thread.
    private static final long GRAIN = 1 << 16;

    private final Folder folder;
    /// The axes that stay, in the input and (without offset) in the result.
    private final Layout kept;
    private final Layout result;
    /// The axes that go, in the order of memory; from 0.
    private final Layout reduced;

    private FoldPlan(Folder folder, Layout kept, Layout result, Layout reduced) {
        this.folder = folder;
        this.kept = kept;
        this.result = result;
        this.reduced = reduced;
    }

    /// Folds the axes of `input` that are marked.
    static void run(Tensor input, boolean[] reducedAxes, Folder folder) {
        Layout layout = input.layout();
        Layout kept = axes(layout, reducedAxes, false);
        Layout reduced = inMemoryOrder(axes(layout, reducedAxes, true));
        long offset = layout.offset() + reduced.offset();
        kept = Layout.strided(kept.shape(), kept.strides(), offset);
        Layout inner = merged(Layout.strided(reduced.shape(), reduced.strides(), 0));
        new FoldPlan(folder, kept, Layout.contiguous(kept.shape()), inner).run();
    }

    private static Layout axes(Layout layout, boolean[] reducedAxes, boolean wanted) {
        int[] chosen = IntStream.range(0, layout.rank())
                .filter(axis -> reducedAxes[axis] == wanted)
                .toArray();
        long[] shape = Arrays.stream(chosen).mapToLong(layout::size).toArray();
        long[] strides = Arrays.stream(chosen).mapToLong(layout::stride).toArray();
        return Layout.strided(shape, strides, 0);
    }

    /// The same elements with positive strides, the largest first; the order of what is folded does not matter.
    private static Layout inMemoryOrder(Layout layout) {
        Integer[] order = new Integer[layout.rank()];
        Arrays.setAll(order, axis -> axis);
        Arrays.sort(order, Comparator.comparingLong(axis -> -Math.abs(layout.stride(axis))));
        long[] shape = new long[order.length];
        long[] strides = new long[order.length];
        for (int i = 0; i < order.length; i++) {
            shape[i] = layout.size(order[i]);
            strides[i] = Math.abs(layout.stride(order[i]));
        }
        return Layout.strided(shape, strides, layout.elementCount() == 0 ? 0 : layout.lowest());
    }

    /// Axes that continue each other joined, and those of size 1 left out.
    private static Layout merged(Layout layout) {
        long[] shape = new long[layout.rank()];
        long[] strides = new long[layout.rank()];
        int rank = 0;
        for (int axis = 0; axis < layout.rank(); axis++) {
            if (layout.size(axis) == 1) {
                continue;
            }
            if (rank > 0 && strides[rank - 1] == layout.stride(axis) * layout.size(axis)) {
                shape[rank - 1] *= layout.size(axis);
                strides[rank - 1] = layout.stride(axis);
            } else {
                shape[rank] = layout.size(axis);
                strides[rank++] = layout.stride(axis);
            }
        }
        return Layout.strided(Arrays.copyOf(shape, rank), Arrays.copyOf(strides, rank), 0);
    }

    private void run() {
        if (kept.elementCount() == 0) {
            return;
        }
        if (reduced.elementCount() == 0) {
            for (long i = 0; i < kept.elementCount(); i++) {
                folder.store(i, folder.start());
            }
            return;
        }
        int columnAxis = columnAxis();
        if (columnAxis < 0) {
            foldRuns();
        } else {
            foldColumns(columnAxis);
        }
    }

    /// The kept axis along which results are adjacent in memory; −1 where the elements of one result are, or no
    /// axis is.
    private int columnAxis() {
        if (runStride() == 1) {
            return -1;
        }
        for (int axis = 0; axis < kept.rank(); axis++) {
            if (kept.stride(axis) == 1 && kept.size(axis) >= FEWEST_COLUMNS) {
                return axis;
            }
        }
        return -1;
    }

    // ---- along the reduced axes ----

    private void foldRuns() {
        Units units = new Units();
        long results = kept.elementCount();
        if (results >= GRAIN / 64 || units.count == 1) {
            Parallel.forRange(results, Math.max(1, GRAIN / reduced.elementCount()), (begin, end) -> {
                for (long i = begin; i < end; i++) {
                    folder.store(i, units.total(kept.position(i), 0, units.count));
                }
            });
            return;
        }
        for (long i = 0; i < results; i++) {
            long first = kept.position(i);
            long[] totals = new long[Math.toIntExact(units.count)];
            Parallel.forRange(totals.length, Math.max(1, GRAIN / Folder.BLOCK), (begin, end) -> {
                for (long unit = begin; unit < end; unit++) {
                    totals[(int) unit] = units.total(first, unit, unit + 1);
                }
            });
            folder.store(i, pairwise(totals, 0, 1, 0, totals.length));
        }
    }

    /// What goes into one result, divided into parts of about a block: blocks of one run, or several short runs.
    private final class Units {
        private final long runLength = reduced.rank() == 0 ? 1 : reduced.size(reduced.rank() - 1);
        private final long runs = reduced.elementCount() / runLength;
        private final long blocksPerRun = Math.ceilDiv(runLength, Folder.BLOCK);
        private final long runsPerUnit = Math.max(1, Folder.BLOCK / runLength);
        private final long count = Math.ceilDiv(runs, runsPerUnit) * blocksPerRun;

        /// The total of some units, combined in the same order as by {@link #pairwise}.
        long total(long first, long begin, long end) {
            if (end - begin > 1) {
                long middle = (begin + end) >>> 1;
                return folder.merge(total(first, begin, middle), total(first, middle, end));
            }
            if (blocksPerRun > 1) {
                long done = begin % blocksPerRun * Folder.BLOCK;
                long position = first + runPosition(begin / blocksPerRun) + done * runStride();
                return folder.block(position, runStride(), Math.min(Folder.BLOCK, runLength - done));
            }
            long lastRun = Math.min(runs, (begin + 1) * runsPerUnit);
            long total = folder.block(first + runPosition(begin * runsPerUnit), runStride(), runLength);
            for (long run = begin * runsPerUnit + 1; run < lastRun; run++) {
                total = folder.merge(total, folder.block(first + runPosition(run), runStride(), runLength));
            }
            return total;
        }

        private long runPosition(long run) {
            return run == 0 ? 0 : reduced.position(run * runLength);
        }
    }

    private long runStride() {
        return reduced.rank() == 0 ? 1 : reduced.stride(reduced.rank() - 1);
    }

    // ---- across adjacent results ----

    private void foldColumns(int axis) {
        Layout others = kept.select(axis, 0);
        Layout otherResults = result.select(axis, 0);
        long width = kept.size(axis);
        int chunks = Math.toIntExact(Math.ceilDiv(reduced.elementCount(), ROWS));
        long tiles = Math.ceilDiv(width, COLUMNS);
        long work = Math.min(width, COLUMNS) * Math.min(reduced.elementCount(), ROWS);
        long grain = Math.max(1, GRAIN / work);
        if (chunks == 1) {
            Parallel.forRange(others.elementCount() * tiles, grain, (begin, end) -> {
                long[] totals = new long[COLUMNS];
                for (long tile = begin; tile < end; tile++) {
                    long column = tile % tiles * COLUMNS;
                    int columns = (int) Math.min(COLUMNS, width - column);
                    folder.columns(rows(others.position(tile / tiles) + column, 0), columns, totals, 0);
                    long at = otherResults.position(tile / tiles) + column * result.stride(axis);
                    for (int i = 0; i < columns; i++) {
                        folder.store(at + i * result.stride(axis), totals[i]);
                    }
                }
            });
            return;
        }
        for (long other = 0; other < others.elementCount(); other++) {
            foldManyRows(others.position(other), otherResults.position(other), width, chunks, grain, axis);
        }
    }

    /// Totals of each chunk of rows first, in parallel, then of the chunks.
    private void foldManyRows(long first, long firstResult, long width, int chunks, long grain, int axis) {
        long tiles = Math.ceilDiv(width, COLUMNS);
        long[] totals = new long[Math.toIntExact(width * chunks)];
        Parallel.forRange(chunks * tiles, grain, (begin, end) -> {
            for (long part = begin; part < end; part++) {
                int chunk = (int) (part / tiles);
                long column = part % tiles * COLUMNS;
                int columns = (int) Math.min(COLUMNS, width - column);
                folder.columns(rows(first + column, chunk), columns, totals, (int) (chunk * width + column));
            }
        });
        Parallel.forRange(width, Math.max(1, GRAIN / 8 / chunks), (begin, end) -> {
            for (long column = begin; column < end; column++) {
                long total = pairwise(totals, (int) column, (int) width, 0, chunks);
                folder.store(firstResult + column * result.stride(axis), total);
            }
        });
    }

    /// Where the rows of one chunk begin.
    private long[] rows(long first, int chunk) {
        long begin = (long) chunk * ROWS;
        long[] rows = new long[(int) Math.min(ROWS, reduced.elementCount() - begin)];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = first + reduced.position(begin + i);
        }
        return rows;
    }

    private long pairwise(long[] totals, int at, int step, int begin, int end) {
        if (end - begin == 1) {
            return totals[at + begin * step];
        }
        int middle = (begin + end) >>> 1;
        return folder.merge(pairwise(totals, at, step, begin, middle), pairwise(totals, at, step, middle, end));
    }
}
