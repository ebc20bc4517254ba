package tdsl.tensor.cuda.rows;

import java.util.Arrays;
import java.util.function.UnaryOperator;
import tdsl.tensor.DType;
import tdsl.tensor.Tensor;
import tdsl.tensor.cuda.launch.Dimensions;
import tdsl.tensor.cuda.launch.Grids;
import tdsl.tensor.cuda.launch.KernelFile;
import tdsl.tensor.cuda.launch.Launch;
import tdsl.tensor.error.ValueException;

/// A kernel that works on contiguous rows, in the variant that fits them.
final class RowKernel {
    private static final int WARP = 32;
    private static final int ROWS_PER_BLOCK = 8;
    private static final int MOST_THREADS = 512;
    private static final int VECTOR_BYTES = 16;
    /// Bytes of numbers that a thread has of a row.
    private static final int SHORT_BYTES = 32;

    private static final int LONG_BYTES = 64;

    private RowKernel() {}

    /// Starts the kernel with the tensors, the result, the number of rows, their length, and what `more` adds.
    ///
    /// @param tensors contiguous or null, rows or one row each
    static void launch(
            KernelFile file, String name, Tensor[] tensors, Tensor out, long length, UnaryOperator<Launch> more) {
        if (out.elementCount() == 0) {
            return;
        }
        if (length > Integer.MAX_VALUE - (1 << 20)) {
            throw new ValueException("rows of %d elements are too long for a GPU", length);
        }
        DType dtype = out.dtype();
        long rowBytes = length * dtype.arithmetic().byteSize();
        boolean isAligned = length * dtype.byteSize() % VECTOR_BYTES == 0
                && isAligned(out)
                && Arrays.stream(tensors).allMatch(RowKernel::isAligned);
        boolean isShort =
                rowBytes <= SHORT_BYTES * WARP || rowBytes > LONG_BYTES * WARP && rowBytes <= SHORT_BYTES * 256;
        String variant = !isAligned ? "_unaligned" : isShort ? "_short" : "_long";
        int perThread = isAligned && !isShort ? LONG_BYTES : SHORT_BYTES;
        int threads = Math.clamp(Grids.powerOf2(Math.ceilDiv(rowBytes, perThread)), WARP, MOST_THREADS);
        int rowsPerBlock = threads == WARP ? ROWS_PER_BLOCK : 1;
        long rows = out.elementCount() / length;
        Launch launch = file.kernel(name + variant, dtype).on(out.device());
        for (Tensor tensor : tensors) {
            launch.tensor(tensor);
        }
        more.apply(launch.tensor(out).int64(rows).int64(length))
                .launch(
                        new Dimensions((int) Grids.blocks(rows, rowsPerBlock), 1),
                        new Dimensions(threads, rowsPerBlock));
    }

    private static boolean isAligned(Tensor tensor) {
        return tensor == null || tensor.address() % VECTOR_BYTES == 0;
    }
}
