package tdsl.tensor.cuda.reduce;

import java.util.Map;
import tdsl.tensor.DType;
import tdsl.tensor.Tensor;
import tdsl.tensor.cuda.launch.KernelFile;
import tdsl.tensor.dispatch.Args;
import tdsl.tensor.dispatch.Kernel;
import tdsl.tensor.ops.operand.ReducedAxes;

/// Reductions along axes. Sums and products are made in f64 of floating elements, in i64 of others.
public final class ReductionKernels {
    private static final KernelFile SUM = new KernelFile("reduce/sum");
    private static final KernelFile PRODUCT = new KernelFile("reduce/product");
    private static final KernelFile EXTREMUM = new KernelFile("reduce/extremum");
    private static final KernelFile POSITION = new KernelFile("reduce/position");
    private static final KernelFile TRUTH = new KernelFile("reduce/truth");
    /// A number and its position.
    private static final int POSITION_BYTES = 16;

    private ReductionKernels() {}

    public static void register(Map<String, Kernel> kernels) {
        kernels.put("sum", ReductionKernels::sum);
        kernels.put("prod", ReductionKernels::prod);
        kernels.put("amax", args -> extremum("amax", args));
        kernels.put("amin", args -> extremum("amin", args));
        kernels.put("argmax", args -> position("argmax", args));
        kernels.put("argmin", args -> position("argmin", args));
        kernels.put("any", args -> truth("any", args));
        kernels.put("all", args -> truth("all", args));
    }

    private static Tensor sum(Args args) {
        DType dtype = args.dtypeOr(3, widened(args.tensor(0)));
        boolean truncates = args.tensor(0).dtype().isFloating() && !dtype.isFloating();
        Tensor input = truncates ? args.tensor(0).to(dtype) : args.tensor(0);
        ReducedAxes axes = ReducedAxes.of("sum", input, args.integers(1), args.flag(2));
        return Reduction.run(SUM, "sum", axes, dtype, Double.BYTES, false);
    }

    private static Tensor prod(Args args) {
        Tensor input = args.tensor(0).to(args.dtypeOr(3, args.tensor(0).dtype()));
        ReducedAxes axes = ReducedAxes.of("prod", input, args.integers(1), args.flag(2));
        return Reduction.run(PRODUCT, "prod", axes, widened(input), Double.BYTES, false);
    }

    private static DType widened(Tensor input) {
        return input.dtype().isFloating() ? input.dtype() : DType.INT64;
    }

    private static Tensor extremum(String op, Args args) {
        ReducedAxes axes = ReducedAxes.of(op, args.tensor(0), args.integers(1), args.flag(2));
        axes.requireElements(op);
        return Reduction.run(EXTREMUM, op, axes, args.tensor(0).dtype(), Double.BYTES, false);
    }

    private static Tensor position(String op, Args args) {
        Tensor given = args.tensor(0);
        Tensor input =
                given.dtype().isFloating() || given.dtype().byteSize() >= Integer.BYTES ? given : given.to(DType.INT32);
        long[] dims = args.isNull(1) ? null : new long[] {args.integer(1)};
        ReducedAxes axes = ReducedAxes.of(op, input, dims, args.flag(2));
        axes.requireElements(op);
        return Reduction.run(POSITION, op, axes, DType.INT64, POSITION_BYTES, true);
    }

    private static Tensor truth(String op, Args args) {
        ReducedAxes axes = ReducedAxes.of(op, args.tensor(0), args.integers(1), args.flag(2));
        Tensor input = args.tensor(0);
        Tensor flags =
                input.dtype().isFloating() ? input.ne(0) : input.dtype() == DType.INT8 ? input.to(DType.BOOL) : input;
        return Reduction.run(TRUTH, op, axes.on(flags), DType.BOOL, Integer.BYTES, false);
    }
}
