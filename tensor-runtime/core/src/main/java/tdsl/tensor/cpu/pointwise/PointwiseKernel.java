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
import tdsl.tensor.ops.operand.InPlaceTarget;

/// The kernel of a pointwise op: broadcasts, converts and walks the operands, applying the op's loop.
public final class PointwiseKernel implements Kernel {
    /// Elements up to which one thread works without further ado.
    private static final long FEW = 8192;

    private static final long[] UNARY_STEPS = {1, 1};
    private static final long[] BINARY_STEPS = {1, 1, 1};

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
        for (int i = 0; i < operands.length; i++) {
            operands[i] = args.tensor(i);
        }
        if (!inPlace && !selects && areFewAndAlike(operands)) {
            return runFew(operands);
        }
        long[] shape = null;
        for (int i = 0; i < operands.length; i++) {
            shape = shape == null ? operands[i].shape() : Shapes.broadcast(op.name(), shape, operands[i].shape());
        }
        DType computed = OperandTypes.compute(op, operands);
        Tensor out = inPlace
                ? InPlaceTarget.check(op.name(), operands[0], shape, computed)
                : Tensor.empty(rule.output(computed), shape);
        Tensor target = out.dtype() == rule.output(computed) ? out : Tensor.empty(rule.output(computed), shape);
        compute(target, operands, shape, computed);
        if (target != out) {
            out.copy_(target);
        } else if (inPlace) {
            out.storage().bumpVersion();
        }
        return out;
    }

    /// Whether the operands are contiguous, of one shape and of the dtype that is computed in, and so few that
    /// setting up anything would take longer than the work.
    private boolean areFewAndAlike(Tensor[] operands) {
        Tensor first = operands[0];
        DType dtype = first.dtype();
        if (first.elementCount() > FEW || dtype.arithmetic() != dtype) {
            return false;
        }
        for (Tensor operand : operands) {
            if (operand.dtype() != dtype
                    || operand.isWeak()
                    || !operand.isContiguous()
                    || !operand.layout().hasShapeOf(first.layout())) {
                return false;
            }
        }
        return rule.compute(op.name(), dtype) == dtype;
    }

    private Tensor runFew(Tensor[] operands) {
        Tensor first = operands[0];
        Tensor out = Tensor.emptyLike(rule.output(first.dtype()), first.layout());
        MemorySegment[] segments = new MemorySegment[operands.length + 1];
        long[] positions = new long[segments.length];
        segments[0] = out.storage().segment();
        for (int i = 0; i < operands.length; i++) {
            segments[i + 1] = operands[i].storage().segment();
            positions[i + 1] = operands[i].layout().offset();
        }
        Loop loop = loops.get(first.dtype(), Placement.of(segments));
        loop.run(segments, positions, segments.length == 2 ? UNARY_STEPS : BINARY_STEPS, first.elementCount());
        return out;
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
