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
        long work = (long) rows * columns * (left ? rows : columns);
        Parallel.forRange(Shapes.elementCount(batch), Math.max(1, PARALLEL_WORK / work), (begin, end) -> {
            for (long item = begin; item < end; item++) {
                Blas.solveTriangular(
                        dtype,
                        left,
                        upper,
                        unitriangular,
                        rows,
                        columns,
                        matrix.at(item, 0, 0),
                        solution.at(item, 0, 0));
            }
        });
        return out;
    }
}
