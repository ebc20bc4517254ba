package tdsl.tensor.cpu.linalg;

import tdsl.tensor.DType;
import tdsl.tensor.Shapes;
import tdsl.tensor.Tensor;
import tdsl.tensor.cpu.Parallel;
import tdsl.tensor.dispatch.Args;
import tdsl.tensor.ops.linalg.MatrixChecks;

/// Systems with triangular matrices: `A X = B`, or `X A = B`, by BLAS.
final class TriangularSolver {
    private static final long PARALLEL_WORK = 1 << 16;
    /// Multiplications between two checkpoints: some hundredths of a second.
    private static final long CHECKED_WORK = 1L << 30;
    /// Right sides that BLAS needs to work at a good speed.
    private static final long SMALLEST_BLOCK = 64;

    private TriangularSolver() {}

    static Tensor solve(Args args) {
        boolean upper = args.flag(2);
        boolean left = args.flag(3);
        MatrixChecks.requireSystem("solve_triangular", args.tensor(0), args.tensor(1), left);
        DType dtype = DType.promote(args.tensor(0).dtype(), args.tensor(1).dtype());
        Tensor right = args.tensor(1).to(dtype);
        boolean unitriangular = args.flag(4);
        long[] batch = Shapes.broadcast("solve_triangular", Columns.batch(args.tensor(0)), Columns.batch(right));
        int rank = right.rank();
        int rows = Operand.toInt(right.size(rank - 2));
        int columns = Operand.toInt(right.size(rank - 1));
        Tensor out = Tensor.empty(dtype, Columns.append(batch, rows, columns));
        if (out.elementCount() == 0) {
            return out;
        }
        out.copy_(right);
        Operand matrix = Operand.of(LapackKernels.expanded(args.tensor(0), batch), dtype);
        Operand solution = Operand.of(out, dtype);
        long size = left ? rows : columns;
        long sides = left ? columns : rows;
        // Each right side is solved for itself, so that they can be cut anywhere.
        long block = Math.min(sides, Math.max(SMALLEST_BLOCK, CHECKED_WORK / (size * size)));
        long blocks = Math.ceilDiv(sides, block);
        long work = Math.max(1, size * size * block);
        Parallel.forRange(Shapes.elementCount(batch) * blocks, Math.max(1, PARALLEL_WORK / work), (begin, end) -> {
            for (long i = begin; i < end; i++) {
                long item = i / blocks;
                long first = i % blocks * block;
                int count = (int) (Math.min(sides, first + block) - first);
                Blas.solveTriangular(
                        dtype,
                        left,
                        upper,
                        unitriangular,
                        left ? rows : count,
                        left ? count : columns,
                        matrix.at(item, 0, 0),
                        left ? solution.at(item, 0, first) : solution.at(item, first, 0));
            }
        });
        return out;
    }
}
