package tdsl.tensor.cuda.linalg;

import tdsl.tensor.Layout;
import tdsl.tensor.Tensor;
import tdsl.tensor.error.ValueException;

/// A matrix or a batch of matrices, each with contiguous rows or contiguous columns.
///
/// @param transposed whether columns, not rows, are contiguous
/// @param leading    elements from one contiguous row or column to the next
record MatrixOperand(Tensor tensor, boolean transposed, long leading) {
    /// The tensor as it lies if its rows or its columns are contiguous, else a copy.
    static MatrixOperand of(Tensor tensor) {
        Layout layout = tensor.layout();
        int rank = layout.rank();
        long rows = layout.size(rank - 2);
        long columns = layout.size(rank - 1);
        requireSize(rows);
        requireSize(columns);
        long rowStride = layout.stride(rank - 2);
        long columnStride = layout.stride(rank - 1);
        // The stride of an axis of size 1 may be anything.
        if ((columnStride == 1 || columns == 1) && (rows == 1 || isLeading(rowStride, columns))) {
            return new MatrixOperand(tensor, false, rows == 1 ? Math.max(1, columns) : rowStride);
        }
        if ((rowStride == 1 || rows == 1) && (columns == 1 || isLeading(columnStride, rows))) {
            return new MatrixOperand(tensor, true, columns == 1 ? Math.max(1, rows) : columnStride);
        }
        return of(tensor.clone());
    }

    private static boolean isLeading(long stride, long size) {
        return stride >= Math.max(1, size) && stride <= Integer.MAX_VALUE;
    }

    private static void requireSize(long size) {
        if (size > Integer.MAX_VALUE) {
            throw new ValueException("matmul: a matrix of %d rows or columns is too large", size);
        }
    }

    /// Whether all rows (or columns, if those are contiguous) of all matrices begin at multiples of so many bytes.
    boolean isAligned(int bytes) {
        int elementBytes = tensor.dtype().byteSize();
        boolean aligned = tensor.address() % bytes == 0 && leading * elementBytes % bytes == 0;
        for (int axis = 0; axis < tensor.rank() - 2; axis++) {
            aligned &= tensor.size(axis) == 1 || tensor.layout().stride(axis) * elementBytes % bytes == 0;
        }
        return aligned;
    }
}
