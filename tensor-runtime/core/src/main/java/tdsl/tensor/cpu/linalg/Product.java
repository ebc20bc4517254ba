package tdsl.tensor.cpu.linalg;

import tdsl.tensor.DType;
import tdsl.tensor.Layout;
import tdsl.tensor.Tensor;
import tdsl.tensor.cpu.Parallel;
import tdsl.tensor.cpu.Simd;

/// `out = alpha left right + beta out`, of matrices or batches of them in f32 or f64, divided among the threads.
///
/// Products are cut at places that depend on the shapes alone: BLAS may round differently where a block ends, and
/// results are not to depend on the number of threads.
final class Product {
    /// Multiplications below which a product is not divided among threads.
    private static final long PARALLEL_WORK = 1 << 20;
    /// Loading an element takes as long as this many multiplications.
    private static final long LOAD_WORK = 16;
    /// Rows or columns that BLAS needs to work at its best speed.
    private static final long SMALLEST_BLOCK = 256;
    /// Multiplications between two checkpoints: some hundredths of a second.
    private static final long CHECKED_WORK = 1L << 29;

    private final DType dtype;
    private final Operand left;
    private final Operand right;
    private final Operand out;
    private final int rows;
    private final int columns;
    private final int inner;
    private final double alpha;
    private final double beta;
    /// Whether small matrices have a faster way than BLAS.
    private final boolean canBeTiled;

    private Product(Operand left, Operand right, Tensor out, double alpha, double beta) {
        Layout layout = left.tensor().layout();
        this.dtype = out.dtype();
        this.left = left;
        this.right = right;
        this.out = Operand.of(out, dtype);
        this.rows = Operand.toInt(out.size(out.rank() - 2));
        this.columns = Operand.toInt(out.size(out.rank() - 1));
        this.inner = Operand.toInt(layout.size(layout.rank() - 1));
        this.alpha = alpha;
        this.beta = beta;
        this.canBeTiled = dtype == DType.FLOAT32 && alpha == 1 && beta == 0 && Simd.isFast();
    }

    /// @param out   not empty, with contiguous rows
    /// @param beta  factor of what `out` holds; 0 if that is arbitrary
    static void run(Tensor left, Tensor right, Tensor out, double alpha, double beta) {
        DType dtype = out.dtype();
        Product product = new Product(Operand.of(left, dtype), Operand.of(right, dtype), out, alpha, beta);
        long batch = 1;
        for (int axis = 0; axis < out.rank() - 2; axis++) {
            batch *= out.size(axis);
        }
        product.run(batch);
    }

    private void run(long batch) {
        long work = work(rows, columns);
        if (work * batch < 2 * PARALLEL_WORK) {
            for (long item = 0; item < batch; item++) {
                part(item, 0, rows, 0, columns);
            }
        } else if (rows >= columns) {
            long block = block(rows, work(1, columns));
            forBlocks(batch, rows, block, (item, begin, end) -> part(item, begin, end, 0, columns));
        } else {
            long block = block(columns, work(rows, 1));
            forBlocks(batch, columns, block, (item, begin, end) -> part(item, 0, rows, begin, end));
        }
    }

    private long work(long rowCount, long columnCount) {
        return rowCount * columnCount * inner + LOAD_WORK * inner * (rowCount + columnCount);
    }

    private static long block(long count, long workPerItem) {
        return Math.min(count, Math.max(SMALLEST_BLOCK, Math.ceilDiv(PARALLEL_WORK, workPerItem)));
    }

    @FunctionalInterface
    private interface Part {
        void run(long item, int begin, int end);
    }

    /// Runs `part` over `0..count` of every item of the batch, `block` at a time.
    private void forBlocks(long batch, long count, long block, Part part) {
        long blocks = Math.ceilDiv(count, block);
        long blockWork = Math.max(1, work(rows, columns) / blocks);
        Parallel.forRange(batch * blocks, Math.max(1, PARALLEL_WORK / blockWork), (begin, end) -> {
            for (long i = begin; i < end; i++) {
                long first = i % blocks * block;
                part.run(i / blocks, (int) first, (int) Math.min(count, first + block));
            }
        });
    }

    private void part(long item, int firstRow, int endRow, int firstColumn, int endColumn) {
        int rowCount = endRow - firstRow;
        int columnCount = endColumn - firstColumn;
        if (work(rowCount, columnCount) <= CHECKED_WORK || Math.max(rowCount, columnCount) < 2 * SMALLEST_BLOCK) {
            sumOfProducts(item, firstRow, endRow, firstColumn, endColumn);
        } else if (rowCount >= columnCount) {
            int middle = firstRow + rowCount / 2;
            part(item, firstRow, middle, firstColumn, endColumn);
            Parallel.checkpoint();
            part(item, middle, endRow, firstColumn, endColumn);
        } else {
            int middle = firstColumn + columnCount / 2;
            part(item, firstRow, endRow, firstColumn, middle);
            Parallel.checkpoint();
            part(item, firstRow, endRow, middle, endColumn);
        }
    }

    /// A block whose rows and columns are too few to be cut is cut along the axis that the product sums over.
    private void sumOfProducts(long item, int firstRow, int endRow, int firstColumn, int endColumn) {
        long depthWork = Math.max(1, work(endRow - firstRow, endColumn - firstColumn) / inner);
        int depth = (int) Math.min(inner, Math.max(SMALLEST_BLOCK, CHECKED_WORK / depthWork));
        for (long first = 0; first < inner; first += depth) {
            if (first > 0) {
                Parallel.checkpoint();
            }
            multiply(item, firstRow, endRow, firstColumn, endColumn, (int) first, (int) Math.min(inner, first + depth));
        }
    }

    private void multiply(
            long item, int firstRow, int endRow, int firstColumn, int endColumn, int firstInner, int endInner) {
        int m = endRow - firstRow;
        int n = endColumn - firstColumn;
        int k = endInner - firstInner;
        Blas.Matrix a = left.at(item, firstRow, firstInner);
        Blas.Matrix b = right.at(item, firstInner, firstColumn);
        Blas.Matrix c = out.at(item, firstRow, firstColumn);
        if (canBeTiled && SmallProduct.isSmall(m, n, inner)) {
            SmallProduct.multiply(m, n, k, a, b, c);
        } else {
            Blas.multiply(dtype, m, n, k, alpha, a, b, firstInner == 0 ? beta : 1, c);
        }
    }
}
