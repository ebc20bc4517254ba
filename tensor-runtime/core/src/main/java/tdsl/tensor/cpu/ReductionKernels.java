package tdsl.tensor.cpu;

import java.util.Map;
import tdsl.tensor.DType;
import tdsl.tensor.Tensor;
import tdsl.tensor.cpu.reduce.ExtremumPositions;
import tdsl.tensor.cpu.reduce.IntegerFold;
import tdsl.tensor.cpu.reduce.RealFold;
import tdsl.tensor.cpu.reduce.Reductions;
import tdsl.tensor.dispatch.Args;
import tdsl.tensor.dispatch.Kernel;
import tdsl.tensor.ops.operand.ReducedAxes;

/// Reductions along axes.
final class ReductionKernels {
    private ReductionKernels() {}

    static void register(Map<String, Kernel> kernels) {
        kernels.put("sum", ReductionKernels::sum);
        kernels.put("prod", ReductionKernels::prod);
        kernels.put("amax", args -> extremum("amax", args, RealFold.MAX, IntegerFold.MAX));
        kernels.put("amin", args -> extremum("amin", args, RealFold.MIN, IntegerFold.MIN));
        kernels.put("argmax", args -> position("argmax", args, RealFold.MAX, IntegerFold.MAX));
        kernels.put("argmin", args -> position("argmin", args, RealFold.MIN, IntegerFold.MIN));
        kernels.put("any", args -> truth("any", args, IntegerFold.OR));
        kernels.put("all", args -> truth("all", args, IntegerFold.AND));
    }

    private static Tensor sum(Args args) {
        DType dtype = args.dtypeOr(3, widened(args.tensor(0)));
        boolean truncates = args.tensor(0).dtype().isFloating() && !dtype.isFloating();
        Tensor input = truncates ? args.tensor(0).to(dtype) : args.tensor(0);
        ReducedAxes axes = ReducedAxes.of("sum", input, args.integers(1), args.flag(2));
        return fold(axes, dtype, RealFold.ADD, IntegerFold.ADD);
    }

    private static Tensor prod(Args args) {
        Tensor input = args.tensor(0).to(args.dtypeOr(3, args.tensor(0).dtype()));
        ReducedAxes axes = ReducedAxes.of("prod", input, args.integers(1), args.flag(2));
        DType dtype = widened(input);
        return fold(axes, dtype, RealFold.MULTIPLY, IntegerFold.MULTIPLY).to(args.dtypeOr(3, dtype));
    }

    private static DType widened(Tensor input) {
        return input.dtype().isFloating() ? input.dtype() : DType.INT64;
    }

    private static Tensor extremum(String op, Args args, RealFold fold, IntegerFold integerFold) {
        ReducedAxes axes = ReducedAxes.of(op, args.tensor(0), args.integers(1), args.flag(2));
        axes.requireElements(op);
        return fold(axes, args.tensor(0).dtype(), fold, integerFold);
    }

    private static Tensor truth(String op, Args args, IntegerFold fold) {
        ReducedAxes axes = ReducedAxes.of(op, args.tensor(0), args.integers(1), args.flag(2));
        Tensor flags = args.tensor(0).dtype().isFloating() ? args.tensor(0).ne(0) : args.tensor(0);
        return fold(axes.on(flags), DType.BOOL, null, fold);
    }

    private static Tensor fold(ReducedAxes axes, DType dtype, RealFold fold, IntegerFold integerFold) {
        Tensor input = axes.input();
        return input.dtype().isFloating()
                ? Reductions.fold(input, axes.reduced(), axes.resultShape(), dtype, fold)
                : Reductions.fold(input, axes.reduced(), axes.resultShape(), dtype, integerFold);
    }

    private static Tensor position(String op, Args args, RealFold fold, IntegerFold integerFold) {
        Tensor input = args.tensor(0);
        long[] dims = args.isNull(1) ? null : new long[] {args.integer(1)};
        ReducedAxes axes = ReducedAxes.of(op, input, dims, args.flag(2));
        axes.requireElements(op);
        Tensor extrema = fold(axes, input.dtype(), fold, integerFold);
        Tensor out = Tensor.empty(DType.INT64, axes.resultShape());
        ExtremumPositions.find(input, extrema, axes.outer(), axes.inner(), out);
        return out;
    }
}
