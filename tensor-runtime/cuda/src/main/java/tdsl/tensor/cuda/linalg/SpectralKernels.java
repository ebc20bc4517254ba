package tdsl.tensor.cuda.linalg;

import static tdsl.tensor.cuda.linalg.FactorisationKernels.append;
import static tdsl.tensor.cuda.linalg.FactorisationKernels.batch;
import static tdsl.tensor.cuda.linalg.FactorisationKernels.columns;
import static tdsl.tensor.cuda.linalg.FactorisationKernels.rows;
import static tdsl.tensor.cuda.linalg.FactorisationKernels.transposed;

import java.util.List;
import java.util.Map;
import tdsl.tensor.DType;
import tdsl.tensor.Device;
import tdsl.tensor.Tensor;
import tdsl.tensor.cuda.launch.KernelFile;
import tdsl.tensor.dispatch.Args;
import tdsl.tensor.dispatch.Kernel;
import tdsl.tensor.error.LinalgException;
import tdsl.tensor.ops.Tensors;
import tdsl.tensor.ops.linalg.MatrixChecks;

/// Singular values and eigenvalues by Jacobi rotations: the columns of A are turned, A V = B, until they are
/// orthogonal. Then their norms are the singular values, and their directions the left vectors. A block of threads
/// works on each matrix.
public final class SpectralKernels {
    private static final KernelFile FILE = new KernelFile("linalg/jacobi");
    private static final int THREADS = 256;
    /// What the kernel says of a matrix: `Outcome` of `jacobi.cu`.
    private static final long NOT_FINITE = 1;

    private SpectralKernels() {}

    public static void register(Map<String, Kernel> kernels) {
        kernels.put("svd", args -> svd(args.tensor(0), args.flag(1)));
        kernels.put("svdvals", args -> singularValues(args.tensor(0)));
        kernels.put("eigh", args -> eigh("eigh", args));
        kernels.put("eigvalsh", args -> eigh("eigvalsh", args).getFirst());
    }

    private static List<Tensor> svd(Tensor input, boolean full) {
        MatrixChecks.requireMatrices("svd", input);
        if (rows(input) < columns(input)) {
            List<Tensor> turned = tallSvd(Rotated.columnsOf("svd", input, transposed(input)), full);
            return List.of(transposed(turned.get(2)), turned.get(1), transposed(turned.get(0)));
        }
        return tallSvd(Rotated.columnsOf("svd", input, input), full);
    }

    /// Of matrices with at least as many rows as columns.
    private static List<Tensor> tallSvd(Rotated rotated, boolean full) {
        List<Tensor> sorted = rotated.norms().sort(-1, true);
        Tensor factored = transposed(rowsAt(rotated.vectors, sorted.get(1)));
        // The columns are orthogonal, so that R is diagonal; Q has what they do not span too.
        List<Tensor> factors = FactorisationKernels.factorQr(factored, full ? rows(factored) : columns(factored));
        Tensor diagonal = factors.get(1).diagonal(0, -2, -1);
        Tensor signs = diagonal.lt(0).to(diagonal.dtype()).mul(-2).add(1);
        Tensor left = factors.get(0);
        left.narrow(-1, 0, columns(factored)).mul_(signs.unsqueeze(-2));
        return List.of(left, sorted.get(0), rowsAt(rotated.rotations, sorted.get(1)));
    }

    private static Tensor singularValues(Tensor input) {
        MatrixChecks.requireMatrices("svdvals", input);
        Tensor tall = rows(input) < columns(input) ? transposed(input) : input;
        return Rotated.columnsOf("svdvals", input, tall).norms().sort(-1, true).get(0);
    }

    private static List<Tensor> eigh(String op, Args args) {
        Tensor input = args.tensor(0);
        MatrixChecks.requireSquare(op, input);
        Tensor given = input.detach();
        Tensor lower = (MatrixChecks.isUpper(op, args.text(1)) ? transposed(given) : given).tril();
        Tensor symmetric = lower.add(transposed(lower.tril(-1)));
        // With all eigenvalues at least 0, they are singular values, and no two of them differ in their sign alone.
        Tensor bound = symmetric.vector_norm(2, new long[] {-2, -1}, true);
        Tensor identity = Tensors.eye(rows(input), null, input.dtype(), input.device());
        Tensor vectors = Rotated.columnsOf(op, input, symmetric.add(identity.mul(bound))).rotations;
        Tensor values = vectors.matmul(symmetric).mul(vectors).sum(new long[] {-1});
        List<Tensor> sorted = values.sort(-1, false);
        return List.of(sorted.get(0), transposed(rowsAt(vectors, sorted.get(1))));
    }

    private static Tensor rowsAt(Tensor matrices, Tensor positions) {
        return matrices.gather(-2, positions.unsqueeze(-1).expand(matrices.shape()));
    }

    /// Matrices whose columns were made orthogonal.
    ///
    /// @param vectors   the columns, as rows
    /// @param rotations the columns of V, as rows
    private record Rotated(Tensor vectors, Tensor rotations) {
        /// @param input what the op was given, for messages
        /// @throws LinalgException if elements are not finite, or the rotations did not end
        static Rotated columnsOf(String op, Tensor input, Tensor matrices) {
            Device device = matrices.device();
            long[] batch = batch(matrices);
            long count = columns(matrices);
            Tensor vectors = transposed(matrices.detach()).contiguous();
            vectors = vectors.storage() == matrices.storage() ? vectors.clone() : vectors;
            Tensor rotations = Tensor.empty(device, matrices.dtype(), append(batch, count, count));
            Tensor outcomes = Tensor.empty(device, DType.INT32, batch);
            FILE.kernel("orthogonalize", matrices.dtype())
                    .on(device)
                    .tensor(vectors)
                    .tensor(rotations)
                    .tensor(outcomes)
                    .int64(count)
                    .int64(rows(matrices))
                    .launch(outcomes.elementCount(), THREADS);
            requireSuccess(op, input, outcomes);
            return new Rotated(vectors, rotations);
        }

        private static void requireSuccess(String op, Tensor input, Tensor outcomes) {
            Tensor read = outcomes.reshape(-1).on(Device.CPU);
            for (long item = 0; item < read.elementCount(); item++) {
                long outcome = ((Number) read.select(0, item).item()).longValue();
                if (outcome == NOT_FINITE) {
                    throw MatrixChecks.notFinite(op, input);
                } else if (outcome != 0) {
                    throw MatrixChecks.notConverged(op, input, item);
                }
            }
        }

        Tensor norms() {
            return vectors.vector_norm(2, -1);
        }
    }
}
