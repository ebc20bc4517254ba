package tdsl.tensor.cpu.pointwise;

import java.lang.foreign.MemorySegment;
import java.util.Optional;
import tdsl.tensor.DType;
import tdsl.tensor.Layout;
import tdsl.tensor.Shapes;
import tdsl.tensor.Tensor;
import tdsl.tensor.cpu.StridedLoop;
import tdsl.tensor.cpu.pointwise.OpLoops.Placement;
import tdsl.tensor.dispatch.Args;
import tdsl.tensor.dispatch.Kernel;
import tdsl.tensor.dispatch.Op;
import tdsl.tensor.dispatch.OperandTypes;
import tdsl.tensor.dispatch.TypeRule;
import tdsl.tensor.error.DTypeException;
import tdsl.tensor.error.ShapeException;

/// The kernel of a pointwise op: broadcasts, converts and walks the operands, applying the op's loop.
public final class PointwiseKernel implements Kernel {
    private final Op op;
    private final OpLoops loops;
    private final boolean inPlace;
    private final boolean selects;
    private final TypeRule rule;

    private PointwiseKernel(Op op) {
        this.op = op;
        loops = OpLoops.of(op);
        inPlace = op.isMutating();
        selects = OperandTypes.isSelection(op);
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
        DType computed = OperandTypes.compute(op, operands);
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
            Tensor operand = prepared(operands[i], OperandTypes.operand(op, i, operands[i], computed), target);
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
