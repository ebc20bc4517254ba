package tdsl.tensor.cuda.rows;

import java.util.Map;
import java.util.function.UnaryOperator;
import tdsl.tensor.DType;
import tdsl.tensor.Shapes;
import tdsl.tensor.Tensor;
import tdsl.tensor.cuda.launch.Grids;
import tdsl.tensor.cuda.launch.KernelFile;
import tdsl.tensor.cuda.launch.Launch;
import tdsl.tensor.dispatch.Args;
import tdsl.tensor.dispatch.Kernel;
import tdsl.tensor.dispatch.TypeRule;
import tdsl.tensor.ops.operand.FloatingOperands;

/// Softmax and its logarithm along one axis, and their gradients.
public final class SoftmaxKernels {
    private static final KernelFile FILE = new KernelFile("rows/softmax");
    private static final int COLUMN_THREADS = 128;

    private SoftmaxKernels() {}

    public static void register(Map<String, Kernel> kernels) {
        kernels.put("softmax", args -> forward("softmax", args));
        kernels.put("log_softmax", args -> forward("log_softmax", args));
        kernels.put("softmax_backward", args -> backward("softmax_backward", args));
        kernels.put("log_softmax_backward", args -> backward("log_softmax_backward", args));
    }

    private static Tensor forward(String op, Args args) {
        DType own = args.tensor(0).dtype();
        DType dtype = args.dtypeOr(2, own.isFloating() ? own : DType.FLOAT32);
        boolean widens = dtype.isFloating() && dtype.byteSize() > own.byteSize() || !own.isFloating();
        // A narrower dtype is rounded to once, from the result.
        Tensor input = args.tensor(0).to(widens ? dtype : own).contiguous();
        return along(op, args.integer(1), input).to(dtype);
    }

    private static Tensor backward(String op, Args args) {
        FloatingOperands.require("softmax_backward", args.tensor(0), args.tensor(1));
        DType dtype = TypeRule.promote(args.tensor(0), args.tensor(1));
        return along(
                op,
                args.integer(2),
                args.tensor(0).to(dtype).contiguous(),
                args.tensor(1).to(dtype).contiguous());
    }

    private static Tensor along(String op, long dim, Tensor... inputs) {
        Tensor first = inputs[0];
        Tensor out = Tensor.empty(first.device(), first.dtype(), first.shape());
        int axis = Shapes.axis(op.replace("_backward", ""), dim, Math.max(1, first.rank()));
        long count = first.rank() == 0 ? 1 : first.size(axis);
        long after = 1;
        for (int i = axis + 1; i < first.rank(); i++) {
            after *= first.size(i);
        }
        if (out.elementCount() == 0) {
            return out;
        }
        if (after == 1) {
            RowKernel.launch(FILE, op + "_rows", inputs, out, count, UnaryOperator.identity());
            return out;
        }
        Launch launch = FILE.kernel(op + "_columns", out.dtype()).on(out.device());
        for (Tensor input : inputs) {
            launch.tensor(input);
        }
        long lines = out.elementCount() / count;
        launch.tensor(out)
                .int64(lines / after)
                .int64(count)
                .int64(after)
                .launch(Grids.blocks(lines, COLUMN_THREADS), COLUMN_THREADS);
        return out;
    }
}
