package tdsl.tensor.cpu.linalg;

import java.lang.foreign.MemorySegment;
import tdsl.tensor.DType;
import tdsl.tensor.Layout;
import tdsl.tensor.Tensor;
import tdsl.tensor.error.ValueException;

/// A matrix or a batch of matrices as BLAS takes them: each with contiguous rows or contiguous columns.
///
/// @param transposed whether columns, not rows, are contiguous
/// @param leading    elements from one contiguous row or column to the next
record Operand(Tensor tensor, boolean transposed, int leading) {
    /// The tensor as it lies if its rows or its columns are contiguous, else a copy.
    static Operand of(Tensor tensor, DType dtype) {
        if (tensor.dtype() != dtype) {
            return of(tensor.to(dtype), dtype);
        }
        Layout layout = tensor.layout();
        int rank = layout.rank();
        long rows = layout.size(rank - 2);
        long columns = layout.size(rank - 1);
        long rowStride = layout.stride(rank - 2);
        long columnStride = layout.stride(rank - 1);
        // The stride of an axis of size 1 may be anything.
        if ((columnStride == 1 || columns == 1) && (rows == 1 || isLeading(rowStride, columns))) {
            return new Operand(tensor, false, toInt(rows == 1 ? Math.max(1, columns) : rowStride));
        }
        if ((rowStride == 1 || rows == 1) && (columns == 1 || isLeading(columnStride, rows))) {
            return new Operand(tensor, true, toInt(columns == 1 ? Math.max(1, rows) : columnStride));
        }
        return of(tensor.clone(), dtype);
    }

    private static boolean isLeading(long stride, long size) {
        return stride >= Math.max(1, size) && stride <= Integer.MAX_VALUE;
    }

    /// A size that BLAS can count.
    static int toInt(long size) {
        if (size > Integer.MAX_VALUE) {
            throw new ValueException("matmul: a matrix of %d rows or columns is too large", size);
        }
        return (int) size;
    }

    /// The matrix from this row and column on.
    ///
    /// @param batch number of the matrix, counted over all leading axes
    Blas.Matrix at(long batch, long row, long column) {
        long first = first(tensor.layout(), batch);
        if (row != 0 || column != 0) {
            first += transposed ? row + column * leading : row * leading + column;
        }
        MemorySegment segment = tensor.storage().segment();
        MemorySegment start =
                first == 0 ? segment : segment.asSlice(first * tensor.dtype().byteSize());
        return new Blas.Matrix(start, transposed, leading);
    }

    /// Where a matrix of the batch starts, in elements.
    static long first(Layout layout, long batch) {
        long first = layout.offset();
        for (int axis = layout.rank() - 3; axis >= 0; axis--) {
            long size = layout.size(axis);
            first += (axis == 0 ? batch : batch % size) * layout.stride(axis);
            batch /= size;
        }
        return first;
    }
}
