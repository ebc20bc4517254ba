package tdsl.tensor.cpu.linalg;

import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Map;
import tdsl.tensor.DType;
import tdsl.tensor.Device;
import tdsl.tensor.Shapes;
import tdsl.tensor.Tensor;
import tdsl.tensor.dispatch.Args;
import tdsl.tensor.dispatch.Kernel;
import tdsl.tensor.ops.Tensors;
import tdsl.tensor.ops.linalg.MatrixChecks;

/// Singular values and eigenvalues, with and without vectors, of batches of matrices.
final class SpectralKernels {
    /// Reducing a matrix takes this many times the operations of a product.
    private static final int ITERATIONS = 10;

    private SpectralKernels() {}

    static void register(Map<String, Kernel> kernels) {
        kernels.put("svd", args -> svd("svd", args.tensor(0), args.flag(1) ? 'A' : 'S'));
        kernels.put("svdvals", args -> svd("svdvals", args.tensor(0), 'N').get(1));
        kernels.put("eigh", args -> eigh("eigh", args, true));
        kernels.put("eigvalsh", args -> eigh("eigvalsh", args, false).getFirst());
    }

    private static List<Tensor> svd(String op, Tensor input, char job) {
        MatrixChecks.requireMatrices(op, input);
        requireFinite(op, input);
        Columns matrices = Columns.copyOf(input);
        DType dtype = input.dtype();
        int rows = matrices.rows();
        int columns = matrices.columns();
        int count = Math.min(rows, columns);
        long[] batch = Columns.batch(input);
        Tensor values = Tensor.empty(dtype, Columns.append(batch, count));
        Columns left = Columns.empty(dtype, batch, job == 'N' ? 0 : rows, job == 'A' ? rows : count);
        Columns right = Columns.empty(dtype, batch, job == 'A' ? columns : count, job == 'N' ? 0 : columns);
        Columns valueColumns = new Columns(values, count, 1);
        if (count == 0) {
            return List.of(identity(left), values, identity(right));
        }
        long work = matrices.elementCount() * count * ITERATIONS;
        LapackKernels.forEach(dtype, Shapes.elementCount(batch), work, (item, space) -> {
            MemorySegment matrix = space.slot(0, matrices.elementCount());
            MemorySegment u = space.slot(1, left.elementCount());
            MemorySegment v = space.slot(2, right.elementCount());
            MemorySegment s = space.slot(3, count);
            matrices.read(item, matrix);
            int info = space.run(() -> Lapack.gesdd(dtype, job, rows, columns, matrix, s, u, v, space));
            requireConvergence(op, input, item, info);
            valueColumns.write(item, s);
            left.write(item, u);
            right.write(item, v);
        });
        return List.of(left.tensor(), values, right.tensor());
    }

    /// The vectors of matrices without elements.
    private static Tensor identity(Columns vectors) {
        Tensor result = vectors.tensor();
        Tensor identity = Tensors.eye(vectors.rows(), (long) vectors.columns(), result.dtype(), Device.CPU);
        return result.copy_(identity);
    }

    private static List<Tensor> eigh(String op, Args args, boolean vectors) {
        Tensor input = args.tensor(0);
        MatrixChecks.requireSquare(op, input);
        boolean upper = MatrixChecks.isUpper(op, args.text(1));
        requireFinite(op, input);
        Columns matrices = Columns.copyOf(input);
        DType dtype = input.dtype();
        int size = matrices.rows();
        long[] batch = Columns.batch(input);
        Tensor values = Tensor.empty(dtype, Columns.append(batch, size));
        Columns valueColumns = new Columns(values, size, 1);
        long work = matrices.elementCount() * size * ITERATIONS;
        LapackKernels.forEach(dtype, Shapes.elementCount(batch), work, (item, space) -> {
            MemorySegment matrix = space.slot(0, matrices.elementCount());
            MemorySegment w = space.slot(1, size);
            matrices.read(item, matrix);
            int info = space.run(() -> Lapack.syevd(dtype, vectors, upper, size, matrix, w, space));
            requireConvergence(op, input, item, info);
            valueColumns.write(item, w);
            matrices.write(item, matrix);
        });
        return List.of(values, matrices.tensor());
    }

    /// The iterations need not end where an element is infinite or not a number.
    private static void requireFinite(String op, Tensor input) {
        if (!(Boolean) input.isfinite().all().item()) {
            throw MatrixChecks.notFinite(op, input);
        }
    }

    private static void requireConvergence(String op, Tensor input, long item, int info) {
        if (info != 0) {
            throw MatrixChecks.notConverged(op, input, item);
        }
    }
}
