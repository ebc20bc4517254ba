package tdsl.tensor.cpu.linalg;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Map;
import tdsl.tensor.DType;
import tdsl.tensor.Shapes;
import tdsl.tensor.Tensor;
import tdsl.tensor.cpu.Parallel;
import tdsl.tensor.dispatch.Args;
import tdsl.tensor.dispatch.Kernel;
import tdsl.tensor.ops.linalg.MatrixChecks;

/// LU, Cholesky's and QR factorisations of batches of matrices, and solutions by LU.
public final class LapackKernels {
    /// Operations on elements below which a part of the batch is not worth a thread of its own.
    private static final long PARALLEL_WORK = 1 << 15;
    /// Operations in a hundredth of a second: where one matrix takes more, its program can be stopped meanwhile.
    private static final long LONG_WORK = 1 << 27;

    private LapackKernels() {}

    public static void register(Map<String, Kernel> kernels) {
        kernels.put("lu_factor_ex", LapackKernels::lu);
        kernels.put("solve_ex", LapackKernels::solve);
        kernels.put("cholesky_ex", LapackKernels::cholesky);
        kernels.put("qr", LapackKernels::qr);
        kernels.put("solve_triangular", TriangularSolver::solve);
        SpectralKernels.register(kernels);
    }

    /// What is done with one matrix.
    @FunctionalInterface
    interface Step {
        void run(long item, Workspace space);
    }

    /// Runs `step` for every matrix of a batch, in threads that have a workspace each.
    static void forEach(DType dtype, long batch, long workPerItem, Step step) {
        Parallel.forRange(batch, Math.max(1, PARALLEL_WORK / Math.max(1, workPerItem)), (begin, end) -> {
            try (Workspace space = new Workspace(dtype, workPerItem > LONG_WORK)) {
                for (long item = begin; item < end; item++) {
                    step.run(item, space);
                }
            }
        });
    }

    private static Object lu(Args args) {
        MatrixChecks.requireMatrices("lu_factor", args.tensor(0));
        Columns factors = Columns.copyOf(args.tensor(0));
        int rows = factors.rows();
        int columns = factors.columns();
        DType dtype = factors.memory().dtype();
        long[] batch = Columns.batch(factors.memory());
        int count = Math.min(rows, columns);
        Tensor pivots = Tensor.empty(DType.INT32, Columns.append(batch, count));
        Tensor info = Tensor.empty(DType.INT32, batch);
        long work = factors.elementCount() * count;
        forEach(dtype, Shapes.elementCount(batch), work, (item, space) -> {
            MemorySegment matrix = space.slot(0, factors.elementCount());
            MemorySegment exchanged = space.integers(count);
            factors.read(item, matrix);
            putInfo(info, item, space.run(() -> Lapack.getrf(dtype, rows, columns, matrix, exchanged)));
            factors.write(item, matrix);
            MemorySegment target = pivots.storage().segment();
            MemorySegment.copy(exchanged, 0, target, item * count * Integer.BYTES, (long) count * Integer.BYTES);
        });
        return List.of(factors.tensor(), pivots, info);
    }

    static void putInfo(Tensor info, long item, int value) {
        info.storage().segment().setAtIndex(JAVA_INT, item, value);
    }

    /// Every matrix is factorised for its own right sides.
    private static Object solve(Args args) {
        Tensor matrices = args.tensor(0);
        Tensor right = args.tensor(1);
        boolean left = args.flag(2);
        MatrixChecks.requireSystemOrVectors("solve", matrices, right, left);
        DType dtype = DType.promote(matrices.dtype(), right.dtype());
        boolean isVector = MatrixChecks.isVector(matrices, right);
        Tensor sides = isVector ? right.unsqueeze(-1) : right;
        // X A = B is Aᵀ Xᵀ = Bᵀ, whose matrix lies in memory as LAPACK's transposed option reads it.
        sides = left ? sides : sides.transpose(-2, -1);
        long[] batch = Shapes.broadcast("solve", Columns.batch(matrices), Columns.batch(sides));
        Columns factors = Columns.copyOf(expanded(matrices.to(dtype), batch));
        Columns solution = Columns.copyOf(expanded(sides.to(dtype), batch));
        int size = factors.rows();
        int columns = solution.columns();
        Tensor info = Tensor.empty(DType.INT32, batch);
        long work = factors.elementCount() * ((long) size + columns);
        forEach(dtype, Shapes.elementCount(batch), work, (item, space) -> {
            MemorySegment matrix = space.slot(0, factors.elementCount());
            MemorySegment unknown = space.slot(1, solution.elementCount());
            MemorySegment exchanged = space.integers(size);
            factors.read(item, matrix);
            solution.read(item, unknown);
            int failed = space.run(() -> Lapack.getrf(dtype, size, size, matrix, exchanged));
            putInfo(info, item, failed);
            if (failed == 0) {
                space.run(() -> Lapack.getrs(dtype, !left, size, columns, matrix, exchanged, unknown));
            }
            solution.write(item, unknown);
        });
        Tensor result = left ? solution.tensor() : solution.tensor().transpose(-2, -1);
        return List.of(isVector ? result.squeeze(-1) : result, info);
    }

    /// The matrices repeated over the leading axes `batch`.
    static Tensor expanded(Tensor matrices, long[] batch) {
        int rank = matrices.rank();
        return matrices.expand(Columns.append(batch, matrices.size(rank - 2), matrices.size(rank - 1)));
    }

    private static Object cholesky(Args args) {
        MatrixChecks.requireSquare("cholesky", args.tensor(0));
        boolean upper = args.flag(1);
        Columns factors = Columns.copyOf(args.tensor(0));
        DType dtype = factors.memory().dtype();
        int size = factors.rows();
        long[] batch = Columns.batch(factors.memory());
        Tensor info = Tensor.empty(DType.INT32, batch);
        forEach(dtype, Shapes.elementCount(batch), factors.elementCount() * size, (item, space) -> {
            MemorySegment matrix = space.slot(0, factors.elementCount());
            factors.read(item, matrix);
            putInfo(info, item, space.run(() -> Lapack.potrf(dtype, upper, size, matrix)));
            factors.write(item, matrix);
        });
        // The other triangle still holds the input.
        Tensor factor = factors.tensor();
        return List.of(upper ? factor.triu() : factor.tril(), info);
    }

    private static Object qr(Args args) {
        Tensor input = args.tensor(0);
        MatrixChecks.requireMatrices("qr", input);
        boolean complete = MatrixChecks.isCompleteQr(args.text(1));
        boolean onlyR = args.text(1).equals("r");
        Columns factored = Columns.copyOf(input);
        DType dtype = input.dtype();
        int rows = factored.rows();
        int columns = factored.columns();
        int count = Math.min(rows, columns);
        long[] batch = Columns.batch(input);
        Columns q = Columns.empty(dtype, onlyR ? new long[] {0} : batch, rows, complete ? rows : count);
        long largest = Math.max(factored.elementCount(), q.elementCount());
        forEach(dtype, Shapes.elementCount(batch), factored.elementCount() * count, (item, space) -> {
            MemorySegment matrix = space.slot(0, largest);
            MemorySegment tau = space.slot(1, count);
            factored.read(item, matrix);
            space.run(() -> Lapack.geqrf(dtype, rows, columns, matrix, tau, space));
            factored.write(item, matrix);
            if (!onlyR) {
                space.run(() -> Lapack.orgqr(dtype, rows, q.columns(), count, matrix, tau, space));
                q.write(item, matrix);
            }
        });
        // Below R are the reflectors; with more rows than columns, a complete R ends in rows of zeros.
        Tensor r = factored.tensor().narrow(-2, 0, q.columns()).triu();
        return List.of(onlyR ? Tensor.empty(dtype, 0) : q.tensor(), r);
    }
}
