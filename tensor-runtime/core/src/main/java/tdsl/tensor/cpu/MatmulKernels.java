package tdsl.tensor.cpu;

import static tdsl.tensor.ElementAccess.integerAt;
import static tdsl.tensor.ElementAccess.putInteger;

import java.lang.foreign.MemorySegment;
import java.util.Map;
import tdsl.tensor.DType;
import tdsl.tensor.Layout;
import tdsl.tensor.Tensor;
import tdsl.tensor.dispatch.Args;
import tdsl.tensor.dispatch.Kernel;
import tdsl.tensor.dispatch.TypeRule;
import tdsl.tensor.dispatch.Widening;
import tdsl.tensor.error.ShapeException;
import tdsl.tensor.error.ValueException;

/// Products of matrices and of batches of matrices.
final class MatmulKernels {
    /// Multiplications below which a product is not divided among threads.
    private static final long PARALLEL_WORK = 1 << 18;

    /// Rows or columns that BLAS needs to work at its best speed.
    private static final long SMALLEST_BLOCK = 256;

    private MatmulKernels() {}

    static void register(Map<String, Kernel> kernels) {
        kernels.put("mm", Widening.of(args -> multiply("mm", args, 2)));
        kernels.put("bmm", Widening.of(args -> multiply("bmm", args, 3)));
    }

    private static Tensor multiply(String op, Args args, int rank) {
        Tensor left = args.tensor(0);
        Tensor right = args.tensor(1);
        checkShapes(op, left, right, rank);
        DType dtype = TypeRule.promote(left, right);
        left = usable(left.to(dtype), rank);
        right = usable(right.to(dtype), rank);
        long rows = left.size(rank - 2);
        long inner = left.size(rank - 1);
        long columns = right.size(rank - 1);
        Tensor out = rank == 2 ? Tensor.empty(dtype, rows, columns) : Tensor.empty(dtype, left.size(0), rows, columns);
        if (out.elementCount() == 0) {
            return out;
        }
        if (inner == 0) {
            return out.zero_();
        }
        new Product(left, right, out, toInt(rows), toInt(columns), toInt(inner)).run(rank == 2 ? 1 : left.size(0));
        return out;
    }

    private static void checkShapes(String op, Tensor left, Tensor right, int rank) {
        boolean fits = left.rank() == rank
                && right.rank() == rank
                && left.size(rank - 1) == right.size(rank - 2)
                && (rank == 2 || left.size(0) == right.size(0));
        if (!fits) {
            throw new ShapeException("%s: %s and %s do not multiply", op, left.describe(), right.describe());
        }
    }

    private static int toInt(long size) {
        if (size > Integer.MAX_VALUE) {
            throw new ValueException("matmul: a matrix of %d rows or columns is too large", size);
        }
        return (int) size;
    }

    /// The matrix itself if its rows or its columns are contiguous, else a copy.
    private static Tensor usable(Tensor matrix, int rank) {
        Layout layout = matrix.layout();
        long rowStride = layout.stride(rank - 2);
        long columnStride = layout.stride(rank - 1);
        boolean rowsContiguous = columnStride == 1 && rowStride >= Math.max(1, layout.size(rank - 1));
        boolean columnsContiguous = rowStride == 1 && columnStride >= Math.max(1, layout.size(rank - 2));
        boolean addressable = Math.max(rowStride, columnStride) <= Integer.MAX_VALUE;
        return (rowsContiguous || columnsContiguous) && addressable
                ? matrix
                : CopyKernels.converted(matrix, matrix.dtype());
    }

    /// One product, or a batch of them, divided into parts of rows for the threads.
    private record Product(Tensor left, Tensor right, Tensor out, int rows, int columns, int inner) {
        void run(long batch) {
            long work = (long) rows * columns * inner;
            if (batch > 1) {
                Parallel.forRange(batch, Math.max(1, PARALLEL_WORK / Math.max(1, work)), (begin, end) -> {
                    for (long b = begin; b < end; b++) {
                        part(b, 0, rows, 0, columns);
                    }
                });
            } else if (rows >= columns) {
                inBlocks(rows, (long) columns * inner, (begin, end) -> part(0, (int) begin, (int) end, 0, columns));
            } else {
                inBlocks(columns, (long) rows * inner, (begin, end) -> part(0, 0, rows, (int) begin, (int) end));
            }
        }

        /// Cuts `0..count` at places that depend on the shapes alone: BLAS may round differently where a block
        /// ends,
        /// and
        /// results are not to depend on the number of threads.
        private static void inBlocks(long count, long workPerItem, Parallel.Range body) {
            long size = Math.max(SMALLEST_BLOCK, Math.ceilDiv(PARALLEL_WORK, workPerItem));
            Parallel.forRange(Math.ceilDiv(count, size), 1, (begin, end) -> {
                for (long block = begin; block < end; block++) {
                    body.run(block * size, Math.min(count, (block + 1) * size));
                }
            });
        }

        private void part(long batch, int firstRow, int endRow, int firstColumn, int endColumn) {
            int m = endRow - firstRow;
            int n = endColumn - firstColumn;
            switch (out.dtype()) {
                case FLOAT32 ->
                    Blas.sgemm(
                            m,
                            n,
                            inner,
                            matrix(left, batch, firstRow, 0),
                            matrix(right, batch, 0, firstColumn),
                            0,
                            matrix(out, batch, firstRow, firstColumn));
                case FLOAT64 ->
                    Blas.dgemm(
                            m,
                            n,
                            inner,
                            matrix(left, batch, firstRow, 0),
                            matrix(right, batch, 0, firstColumn),
                            0,
                            matrix(out, batch, firstRow, firstColumn));
                default -> integers(batch, firstRow, endRow, firstColumn, endColumn);
            }
        }

        private static Blas.Matrix matrix(Tensor tensor, long batch, long row, long column) {
            Layout layout = tensor.layout();
            int rank = layout.rank();
            long rowStride = layout.stride(rank - 2);
            long columnStride = layout.stride(rank - 1);
            long position = first(layout, batch) + row * rowStride + column * columnStride;
            boolean transposed = columnStride != 1 || rowStride < Math.max(1, layout.size(rank - 1));
            MemorySegment segment =
                    tensor.storage().segment().asSlice(position * tensor.dtype().byteSize());
            return new Blas.Matrix(segment, transposed, (int) (transposed ? columnStride : rowStride));
        }

        private static long first(Layout layout, long batch) {
            return layout.offset() + (layout.rank() == 3 ? batch * layout.stride(0) : 0);
        }

        private void integers(long batch, int firstRow, int endRow, int firstColumn, int endColumn) {
            int row = left.rank() - 2;
            MemorySegment a = left.storage().segment();
            MemorySegment b = right.storage().segment();
            long aFirst = first(left.layout(), batch);
            long bFirst = first(right.layout(), batch);
            long outFirst = first(out.layout(), batch);
            for (int i = firstRow; i < endRow; i++) {
                for (int j = firstColumn; j < endColumn; j++) {
                    long total = 0;
                    for (int k = 0; k < inner; k++) {
                        long x = integerAt(
                                a,
                                left.dtype(),
                                aFirst
                                        + i * left.layout().stride(row)
                                        + k * left.layout().stride(row + 1));
                        long y = integerAt(
                                b,
                                right.dtype(),
                                bFirst
                                        + k * right.layout().stride(row)
                                        + j * right.layout().stride(row + 1));
                        total += x * y;
                    }
                    putInteger(out.storage().segment(), out.dtype(), outFirst + (long) i * columns + j, total);
                }
            }
        }
    }
}
