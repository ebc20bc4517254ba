package tdsl.tensor.cpu.pointwise;

import java.lang.foreign.MemorySegment;
import java.util.Optional;
import java.util.Set;
import tdsl.tensor.DType;
import tdsl.tensor.Layout;
import tdsl.tensor.Shapes;
import tdsl.tensor.Tensor;
import tdsl.tensor.cpu.StridedLoop;
import tdsl.tensor.cpu.pointwise.OpLoops.Placement;
import tdsl.tensor.dispatch.Args;
import tdsl.tensor.dispatch.Kernel;
import tdsl.tensor.dispatch.Op;
import tdsl.tensor.dispatch.TypeRule;
import tdsl.tensor.error.DTypeException;
import tdsl.tensor.error.ShapeException;

/// The kernel of a pointwise op: broadcasts, converts and walks the operands, applying the op's loop.
public final class PointwiseKernel implements Kernel {
    private static final Set<String> SCALING = Set.of("mul", "mul_", "div", "div_", "floor_divide", "floor_divide_");

    private final Op op;
    private final OpLoops loops;
    private final boolean inPlace;
    private final boolean selects;
    private final TypeRule rule;

    private PointwiseKernel(Op op) {
        this.op = op;
        loops = OpLoops.of(op);
        inPlace = op.isMutating();
        selects = OpLoops.isSelection(op);
        rule = op.pointwise().orElseThrow();
    }

    /// The kernel of `op`, if it is a pointwise op that has one here.
    public static Optional<Kernel> of(Op op) {
        return OpLoops.exist(op) ? Optional.of(new PointwiseKernel(op)) : Optional.empty();
    }

    @Override
    public Object run(Args args) {
        Tensor[] operands = new Tensor[args.count()];
        long[] shape = null;
        for (int i = 0; i < operands.length; i++) {
            operands[i] = args.tensor(i);
            shape = shape == null ? operands[i].shape() : Shapes.broadcast(op.name(), shape, operands[i].shape());
        }
        DType computed = computeDType(operands);
        Tensor out = inPlace ? checkedTarget(operands[0], shape, computed) : Tensor.empty(rule.output(computed), shape);
        Tensor target = out.dtype() == rule.output(computed) ? out : Tensor.empty(rule.output(computed), shape);
        compute(target, operands, shape, computed);
        if (target != out) {
            out.copy_(target);
        } else if (inPlace) {
            out.storage().bumpVersion();
        }
        return out;
    }

    private DType computeDType(Tensor[] operands) {
        if (!selects) {
            return op.computeDType(operands);
        }
        if (operands[0].dtype() != DType.BOOL) {
            throw new DTypeException("where: the condition must be bool, not %s", operands[0].describe());
        }
        return op.computeDType(operands[1], operands[2]);
    }

    private Tensor checkedTarget(Tensor target, long[] shape, DType computed) {
        if (!target.layout().hasShape(shape)) {
            throw new ShapeException(
                    "%s: the result has shape %s, which does not fit into %s",
                    op.name(), Shapes.format(shape), target.describe());
        }
        if (computed.category().compareTo(target.dtype().category()) > 0) {
            throw new DTypeException(
                            "%s: the result is %s, which %s cannot hold", op.name(), computed, target.describe())
                    .withHint("convert the tensor first, as in x = x.to(%s)", computed);
        }
        if (target.layout().overlapsItself()) {
            throw new ShapeException(
                            "%s: some elements of %s share memory, so it cannot be changed in place",
                            op.name(), target.describe())
                    .withHint("clone() it first");
        }
        return target;
    }

    private void compute(Tensor target, Tensor[] operands, long[] shape, DType computed) {
        MemorySegment[] segments = new MemorySegment[operands.length + 1];
        Layout[] layouts = new Layout[segments.length];
        DType[] dtypes = new DType[segments.length];
        segments[0] = target.storage().segment();
        layouts[0] = target.layout();
        dtypes[0] = target.dtype();
        long bytes = target.dtype().byteSize();
        for (int i = 0; i < operands.length; i++) {
            Tensor operand = prepared(operands[i], operandDType(i, operands[i], computed), target);
            segments[i + 1] = operand.storage().segment();
            layouts[i + 1] = operand.layout().expand(op.name(), shape);
            dtypes[i + 1] = operand.dtype();
            bytes += operand.dtype().byteSize();
        }
        boolean widens = !selects && computed.arithmetic() != computed;
        Loop loop = widens ? new WidenedLoop(loops, dtypes) : loops.get(computed, Placement.of(segments));
        new StridedLoop(layouts)
                .forEach(bytes, (positions, strides, count) -> loop.run(segments, positions, strides, count));
    }

    /// The dtype that an operand is converted to: where f16 or bf16 is multiplied or divided by a number, the
    /// number
    /// keeps more digits, as in PyTorch.
    private DType operandDType(int index, Tensor operand, DType computed) {
        if (selects && index == 0) {
            return DType.BOOL;
        }
        boolean keepsDigits = operand.rank() == 0 && operand.dtype() != computed && SCALING.contains(op.name());
        return keepsDigits ? computed.arithmetic() : computed;
    }

    /// An operand in the dtype of the computation, and not lying across the elements that are written.
    private Tensor prepared(Tensor operand, DType dtype, Tensor target) {
        if (operand.dtype() != dtype) {
            return operand.cast(dtype);
        }
        boolean shifted = inPlace
                && operand.storage() == target.storage()
                && !operand.layout().equals(target.layout());
        return shifted ? operand.detached().clone() : operand;
    }
}
