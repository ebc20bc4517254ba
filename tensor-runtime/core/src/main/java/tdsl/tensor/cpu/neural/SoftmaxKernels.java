package tdsl.tensor.cpu.neural;

import java.lang.foreign.MemorySegment;
import java.util.Map;
import tdsl.tensor.DType;
import tdsl.tensor.Shapes;
import tdsl.tensor.Tensor;
import tdsl.tensor.cpu.neural.RowMath.Row;
import tdsl.tensor.cpu.pointwise.Loop;
import tdsl.tensor.cpu.pointwise.OpLoops;
import tdsl.tensor.dispatch.Args;
import tdsl.tensor.dispatch.Kernel;
import tdsl.tensor.dispatch.Widening;
import tdsl.tensor.error.DTypeException;
import tdsl.tensor.ops.OpIndex;
import tdsl.tensor.ops.operand.FloatingOperands;

/// Softmax and its logarithm along one axis, with the largest element subtracted first, and their
/// gradients. A row stays in the first-level cache from the first pass over it to the last.
final class SoftmaxKernels {
    private static final long[] START = {0, 0};
    private static final long[] NEIGHBOURS = {1, 1};

    private SoftmaxKernels() {}

    static void register(Map<String, Kernel> kernels) {
        kernels.put("softmax", args -> forward("softmax", args, SoftmaxKernels::softmax));
        kernels.put("log_softmax", args -> forward("log_softmax", args, SoftmaxKernels::logSoftmax));
        kernels.put("softmax_backward", Widening.of(args -> backward(args, SoftmaxKernels::softmaxGradient)));
        kernels.put("log_softmax_backward", Widening.of(args -> backward(args, SoftmaxKernels::logSoftmaxGradient)));
    }

    private static Tensor forward(String op, Args args, Rows.Function function) {
        DType own = args.tensor(0).dtype();
        DType dtype = args.dtypeOr(2, own.isFloating() ? own : DType.FLOAT32);
        if (!dtype.isFloating()) {
            throw new DTypeException("%s: dtype must be floating, not %s", op, dtype);
        }
        return map(op, args.integer(1), function, args.tensor(0).to(dtype.arithmetic()))
                .to(dtype);
    }

    private static Tensor backward(Args args, Rows.Function function) {
        FloatingOperands.require("softmax_backward", args.tensor(0), args.tensor(1));
        return map("softmax", args.integer(2), function, args.tensor(0), args.tensor(1));
    }

    private static Tensor map(String op, long dim, Rows.Function function, Tensor... inputs) {
        int rank = Math.max(1, inputs[0].rank());
        return Rows.map(Rows.around(inputs[0].shape(), Shapes.axis(op, dim, rank)), function, inputs);
    }

    private static void softmax(Row[] inputs, Row out, Row work, int rows) {
        RowMath math = RowMath.best();
        expOfDistances(inputs[0], out, out, rows);
        for (int i = 0; i < rows; i++) {
            Row row = out.plus(i);
            math.shiftAndScale(row, 0, 1 / math.sum(row), row);
        }
    }

    private static void logSoftmax(Row[] inputs, Row out, Row work, int rows) {
        RowMath math = RowMath.best();
        expOfDistances(inputs[0], out, work, rows);
        for (int i = 0; i < rows; i++) {
            Row row = out.plus(i);
            math.shiftAndScale(row, -Math.log(math.sum(work.plus(i))), 1, row);
        }
    }

    /// Each row less its largest element, and e to that power.
    private static void expOfDistances(Row x, Row distances, Row powers, int rows) {
        RowMath math = RowMath.best();
        for (int i = 0; i < rows; i++) {
            Row row = x.plus(i);
            math.shiftAndScale(row, -math.largest(row), 1, distances.plus(i));
        }
        exp(distances.joined(rows), powers.joined(rows));
    }

    /// y (g − Σ g y)
    private static void softmaxGradient(Row[] inputs, Row out, Row work, int rows) {
        RowMath math = RowMath.best();
        for (int i = 0; i < rows; i++) {
            Row gradient = inputs[0].plus(i);
            math.shiftAndScale(gradient, -math.dot(gradient, inputs[1].plus(i)), 1, work.plus(i));
        }
        math.multiply(work.joined(rows), inputs[1].joined(rows), out.joined(rows));
    }

    /// g − e^y Σ g
    private static void logSoftmaxGradient(Row[] inputs, Row out, Row work, int rows) {
        RowMath math = RowMath.best();
        exp(inputs[1].joined(rows), work.joined(rows));
        for (int i = 0; i < rows; i++) {
            Row gradient = inputs[0].plus(i);
            math.combine(gradient, 1, work.plus(i), -math.sum(gradient), 0, out.plus(i));
        }
    }

    /// out = e^x
    static void exp(Row x, Row out) {
        Loop loop = OpLoops.of(OpIndex.EXP.OP).get(x.dtype(), OpLoops.Placement.NATIVE);
        long bytes = x.dtype().byteSize();
        MemorySegment[] segments = {
            out.memory().asSlice(out.at() * bytes), x.memory().asSlice(x.at() * bytes)
        };
        loop.run(segments, START, NEIGHBOURS, x.count());
    }
}
