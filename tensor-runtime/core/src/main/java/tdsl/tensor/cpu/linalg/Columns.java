package tdsl.tensor.cpu.linalg;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import tdsl.tensor.DType;
import tdsl.tensor.Tensor;

/// A batch of matrices as LAPACK takes them: one after the other, each column by column.
///
/// @param memory contiguous, `[..., columns, rows]`
record Columns(Tensor memory, int rows, int columns) {
    /// Arbitrary contents.
    ///
    /// @param batch the leading axes
    static Columns empty(DType dtype, long[] batch, int rows, int columns) {
        return new Columns(Tensor.empty(dtype, append(batch, columns, rows)), rows, columns);
    }

    /// @param matrices any layout, `[..., rows, columns]`
    static Columns copyOf(Tensor matrices) {
        Tensor memory = matrices.transpose(-2, -1).clone();
        int rank = memory.rank();
        return new Columns(memory, Operand.toInt(memory.size(rank - 1)), Operand.toInt(memory.size(rank - 2)));
    }

    static long[] append(long[] batch, long... sizes) {
        long[] shape = Arrays.copyOf(batch, batch.length + sizes.length);
        System.arraycopy(sizes, 0, shape, batch.length, sizes.length);
        return shape;
    }

    /// The axes before those of the matrix.
    static long[] batch(Tensor matrices) {
        return Arrays.copyOf(matrices.shape(), matrices.rank() - 2);
    }

    /// As a tensor `[..., rows, columns]`.
    Tensor tensor() {
        int rank = memory.rank();
        return memory.viewAs(memory.layout().transpose(rank - 2, rank - 1)).detached();
    }

    long elementCount() {
        return (long) rows * columns;
    }

    /// Copies one matrix to the start of `target`.
    void read(long item, MemorySegment target) {
        long bytes = elementCount() * memory.dtype().byteSize();
        long first = memory.layout().offset() * memory.dtype().byteSize();
        MemorySegment.copy(memory.storage().segment(), first + item * bytes, target, 0, bytes);
    }

    /// Copies the start of `source` to one matrix.
    void write(long item, MemorySegment source) {
        long bytes = elementCount() * memory.dtype().byteSize();
        MemorySegment.copy(source, 0, memory.storage().segment(), item * bytes, bytes);
    }
}
