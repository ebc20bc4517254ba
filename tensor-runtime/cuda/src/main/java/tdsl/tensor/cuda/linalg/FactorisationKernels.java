package tdsl.tensor.cuda.linalg;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import tdsl.tensor.DType;
import tdsl.tensor.Device;
import tdsl.tensor.Shapes;
import tdsl.tensor.Tensor;
import tdsl.tensor.cuda.launch.KernelFile;
import tdsl.tensor.dispatch.Args;
import tdsl.tensor.dispatch.Kernel;
import tdsl.tensor.ops.linalg.MatrixChecks;

/// LU, Cholesky's and QR factorisations of batches of matrices, and solutions by LU and by triangles. A block of
/// threads
/// works on each matrix, so they are for many small ones rather than for one large one.
public final class FactorisationKernels {
    private static final KernelFile FILE = new KernelFile("linalg/factorisation");
    private static final int THREADS = 256;

    private FactorisationKernels() {}

    public static void register(Map<String, Kernel> kernels) {
        kernels.put("lu_factor_ex", FactorisationKernels::lu);
        kernels.put("solve_ex", FactorisationKernels::solve);
        kernels.put("solve_triangular", FactorisationKernels::solveTriangular);
        kernels.put("cholesky_ex", FactorisationKernels::cholesky);
        kernels.put("qr", FactorisationKernels::qr);
    }

    /// The leading axes.
    static long[] batch(Tensor matrices) {
        return Arrays.copyOf(matrices.shape(), matrices.rank() - 2);
    }

    static long[] append(long[] batch, long... sizes) {
        long[] shape = Arrays.copyOf(batch, batch.length + sizes.length);
        System.arraycopy(sizes, 0, shape, batch.length, sizes.length);
        return shape;
    }

    static long rows(Tensor matrices) {
        return matrices.size(matrices.rank() - 2);
    }

    static long columns(Tensor matrices) {
        return matrices.size(matrices.rank() - 1);
    }

    static Tensor transposed(Tensor matrices) {
        return matrices.transpose(-2, -1);
    }

    /// A packed copy of the matrices, repeated over the leading axes `batch`.
    private static Tensor copy(Tensor matrices, long[] batch, DType dtype) {
        Tensor converted = matrices.detach().to(dtype);
        return converted
                .expand(append(batch, rows(matrices), columns(matrices)))
                .clone();
    }

    /// A factorisation by LU.
    private record Factors(Tensor matrices, Tensor pivots, Tensor info) {
        /// @param matrices packed, and overwritten
        static Factors of(Tensor matrices) {
            Device device = matrices.device();
            long[] batch = batch(matrices);
            long count = Math.min(rows(matrices), columns(matrices));
            Tensor pivots = Tensor.empty(device, DType.INT32, append(batch, count));
            Tensor info = Tensor.empty(device, DType.INT32, batch);
            FILE.kernel("lu", matrices.dtype())
                    .on(device)
                    .tensor(matrices)
                    .tensor(pivots)
                    .tensor(info)
                    .int64(rows(matrices))
                    .int64(columns(matrices))
                    .launch(info.elementCount(), THREADS);
            return new Factors(matrices, pivots, info);
        }
    }

    private static Object lu(Args args) {
        Tensor input = args.tensor(0);
        MatrixChecks.requireMatrices("lu_factor", input);
        Factors factors = Factors.of(copy(input, batch(input), input.dtype()));
        return List.of(factors.matrices, factors.pivots, factors.info);
    }

    private static Object solve(Args args) {
        Tensor matrices = args.tensor(0);
        Tensor right = args.tensor(1);
        boolean left = args.flag(2);
        MatrixChecks.requireSystemOrVectors("solve", matrices, right, left);
        DType dtype = DType.promote(matrices.dtype(), right.dtype());
        boolean isVector = MatrixChecks.isVector(matrices, right);
        Tensor sides = isVector ? right.unsqueeze(-1) : right;
        // X A = B is Aᵀ Xᵀ = Bᵀ.
        sides = left ? sides : transposed(sides);
        long[] batch = Shapes.broadcast("solve", batch(matrices), batch(sides));
        Factors factors = Factors.of(copy(left ? matrices : transposed(matrices), batch, dtype));
        Tensor solution = copy(sides, batch, dtype);
        FILE.kernel("solve", dtype)
                .on(solution.device())
                .tensor(factors.matrices)
                .tensor(factors.pivots)
                .tensor(factors.info)
                .tensor(solution)
                .int64(rows(solution))
                .int64(columns(solution))
                .launch(factors.info.elementCount(), THREADS);
        Tensor result = left ? solution : transposed(solution);
        return List.of(isVector ? result.squeeze(-1) : result, factors.info);
    }

    private static Object solveTriangular(Args args) {
        Tensor matrices = args.tensor(0);
        Tensor right = args.tensor(1);
        boolean left = args.flag(3);
        MatrixChecks.requireSystem("solve_triangular", matrices, right, left);
        DType dtype = DType.promote(matrices.dtype(), right.dtype());
        Tensor sides = left ? right : transposed(right);
        long[] batch = Shapes.broadcast("solve_triangular", batch(matrices), batch(sides));
        Tensor factors = copy(left ? matrices : transposed(matrices), batch, dtype);
        Tensor solution = copy(sides, batch, dtype);
        FILE.kernel("triangular", dtype)
                .on(solution.device())
                .tensor(factors)
                .tensor(solution)
                .int64(rows(solution))
                .int64(columns(solution))
                .int32(args.flag(2) == left ? 1 : 0)
                .int32(args.flag(4) ? 1 : 0)
                .launch(Shapes.elementCount(batch), THREADS);
        return left ? solution : transposed(solution);
    }

    private static Object cholesky(Args args) {
        Tensor input = args.tensor(0);
        MatrixChecks.requireSquare("cholesky", input);
        boolean upper = args.flag(1);
        Tensor factors = copy(upper ? transposed(input) : input, batch(input), input.dtype());
        Tensor info = Tensor.empty(input.device(), DType.INT32, batch(input));
        FILE.kernel("cholesky", input.dtype())
                .on(input.device())
                .tensor(factors)
                .tensor(info)
                .int64(rows(factors))
                .launch(info.elementCount(), THREADS);
        // The other triangle still holds the input.
        Tensor lower = factors.tril();
        return List.of(upper ? transposed(lower) : lower, info);
    }

    private static Object qr(Args args) {
        Tensor input = args.tensor(0);
        MatrixChecks.requireMatrices("qr", input);
        long count = Math.min(rows(input), columns(input));
        if (args.text(1).equals("r")) {
            return List.of(Tensor.empty(input.device(), input.dtype(), 0), factorQr(input, count, null));
        }
        return factorQr(input, MatrixChecks.isCompleteQr(args.text(1)) ? rows(input) : count);
    }

    /// Q with so many columns, and R with so many rows.
    static List<Tensor> factorQr(Tensor input, long width) {
        Tensor q = Tensor.empty(input.device(), input.dtype(), append(batch(input), rows(input), width));
        return List.of(q, factorQr(input, width, q));
    }

    /// @param q what becomes Q; null if it is not wanted
    /// @return R
    private static Tensor factorQr(Tensor input, long width, Tensor q) {
        Tensor factored = copy(input, batch(input), input.dtype());
        long count = Math.min(rows(input), columns(input));
        Tensor factors = Tensor.empty(input.device(), input.dtype(), append(batch(input), count));
        FILE.kernel("qr", input.dtype())
                .on(input.device())
                .tensor(factored)
                .tensor(factors)
                .tensor(q)
                .int64(rows(input))
                .int64(columns(input))
                .int64(width)
                .launch(Shapes.elementCount(batch(input)), THREADS);
        return factored.narrow(-2, 0, width).triu();
    }
}
