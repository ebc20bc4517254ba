package tdsl.tensor.cpu.sparse;

import java.lang.foreign.MemorySegment;
import tdsl.tensor.DType;
import tdsl.tensor.Tensor;
import tdsl.tensor.cpu.Elements;
import tdsl.tensor.cpu.Scratch;
import tdsl.tensor.cpu.linalg.Blas;
import tdsl.tensor.sparse.Coordinates;

/// A matrix of floating elements whose rows lie one after another in native memory. Loops over rows meet
/// native memory only, so that the compiler need not tell it apart from the heap's.
///
/// @param memory   starts at the first row
/// @param channels elements of a row
public record Rows(MemorySegment memory, DType dtype, int channels) {
    /// The rows of a tensor `[rows, channels]`: its own memory if that is native and contiguous, else a
    /// copy.
    public static Rows of(Tensor matrix) {
        return new Rows(Elements.of(matrix).memory(), matrix.dtype(), (int) matrix.size(1));
    }

    /// Room for this many rows.
    static Rows in(Scratch scratch, DType dtype, long count, int channels) {
        return new Rows(scratch.take(dtype, count * channels), dtype, channels);
    }

    long rowBytes() {
        return (long) channels * dtype.byteSize();
    }

    /// The rows from `first` on.
    Rows from(long first) {
        return new Rows(memory.asSlice(first * rowBytes()), dtype, channels);
    }

    /// Some rows of these, one after another: a part of this memory if they are neighbours, else gathered.
    ///
    /// @param places    what the rows are at
    /// @param positions of the rows wanted, from `begin` to `end`
    /// @param buffer    where to gather
    Rows gathered(Coordinates places, int[] positions, int begin, int end, Rows buffer) {
        if (places.order() == null && areNeighbours(positions, begin, end)) {
            return from(positions[begin]);
        }
        long bytes = rowBytes();
        for (int i = begin; i < end; i++) {
            MemorySegment.copy(memory, places.row(positions[i]) * bytes, buffer.memory, (i - begin) * bytes, bytes);
        }
        return buffer;
    }

    /// Copies these rows, which are at the positions `first` to `end`, to where they belong in `target`.
    void scatter(Coordinates places, int first, int end, MemorySegment target) {
        long bytes = rowBytes();
        if (places.order() == null) {
            MemorySegment.copy(memory, 0, target, first * bytes, (end - first) * bytes);
            return;
        }
        for (int position = first; position < end; position++) {
            MemorySegment.copy(memory, (position - first) * bytes, target, places.row(position) * bytes, bytes);
        }
    }

    /// Do the numbers count up by one?
    static boolean areNeighbours(int[] numbers, int begin, int end) {
        for (int i = begin + 1; i < end; i++) {
            if (numbers[i] != numbers[i - 1] + 1) {
                return false;
            }
        }
        return true;
    }

    /// The columns from `first` on, as an operand of a product.
    Blas.Matrix columns(int first) {
        return new Blas.Matrix(memory.asSlice((long) first * dtype.byteSize()), false, channels);
    }

    /// As {@link #columns}, with rows and columns exchanged.
    Blas.Matrix columnsTransposed(int first) {
        return new Blas.Matrix(memory.asSlice((long) first * dtype.byteSize()), true, channels);
    }
}
