package tdsl.tensor.cpu.pointwise;

import java.lang.foreign.MemorySegment;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;
import tdsl.tensor.DType;
import tdsl.tensor.Layout;
import tdsl.tensor.Shapes;
import tdsl.tensor.Tensor;
import tdsl.tensor.cpu.StridedLoop;
import tdsl.tensor.dispatch.Args;
import tdsl.tensor.dispatch.Kernel;
import tdsl.tensor.dispatch.Op;
import tdsl.tensor.dispatch.TypeRule;
import tdsl.tensor.error.DTypeException;
import tdsl.tensor.error.ShapeException;

/// The kernel of a pointwise op: broadcasts, converts and walks the operands, applying the op's loop.
public final class PointwiseKernel implements Kernel {
    private final Op op;
    private final String definition;
    private final boolean inPlace;
    private final boolean selects;
    private final TypeRule rule;
    /// By dtype and by where the operands live, see {@link #placement}.
    private final Loop[][] loops = new Loop[DType.values().length][3];

    private PointwiseKernel(Op op) {
        this.op = op;
        Op base = op.inPlaceBase().orElse(op);
        definition = base.name();
        inPlace = op.isMutating();
        selects = definition.equals("where");
        rule = op.pointwise().orElseThrow();
    }

    /// The kernel of `op`, if it is a pointwise op that has one here.
    public static Optional<Kernel> of(Op op) {
        String name = op.inPlaceBase().orElse(op).name();
        boolean exists = op.pointwise().isPresent() && (PointwiseTable.find(name) != null || name.equals("where"));
        return exists ? Optional.of(new PointwiseKernel(op)) : Optional.empty();
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
        segments[0] = target.storage().segment();
        layouts[0] = target.layout();
        long bytes = target.dtype().byteSize();
        for (int i = 0; i < operands.length; i++) {
            Tensor operand = prepared(operands[i], selects && i == 0 ? DType.BOOL : computed, target);
            segments[i + 1] = operand.storage().segment();
            layouts[i + 1] = operand.layout().expand(op.name(), shape);
            bytes += operand.dtype().byteSize();
        }
        Loop loop = loop(computed, placement(segments));
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

    /// 0 if all are on the heap, 1 if all are native, 2 if mixed: loops for these are compiled apart, since one that
    /// has seen both kinds of segment is several times slower.
    private static int placement(MemorySegment[] segments) {
        int nativeCount = 0;
        for (MemorySegment segment : segments) {
            nativeCount += segment.isNative() ? 1 : 0;
        }
        return nativeCount == 0 ? 0 : nativeCount == segments.length ? 1 : 2;
    }

    private Loop loop(DType dtype, int placement) {
        Loop loop = loops[dtype.ordinal()][placement];
        if (loop == null) {
            loop = makeLoop(dtype);
            loops[dtype.ordinal()][placement] = loop;
        }
        return loop;
    }

    private Loop makeLoop(DType dtype) {
        if (selects) {
            return new SelectLoop(dtype);
        }
        PointwiseTable.Definition math = PointwiseTable.find(definition);
        if (!dtype.isFloating()) {
            return LoopTemplates.define(
                    rule == TypeRule.COMPARISON ? IntegerComparisonLoop.class : IntegerLoop.class,
                    math.integer(),
                    dtype);
        }
        if (rule == TypeRule.COMPARISON) {
            return LoopTemplates.define(RealComparisonLoop.class, math.real(), dtype);
        }
        boolean unary = math.real() instanceof DoubleUnaryOperator;
        Loop scalars = LoopTemplates.define(unary ? RealUnaryLoop.class : RealBinaryLoop.class, math.real(), dtype);
        return VectorSupport.vectorized(scalars, math.vector(), dtype);
    }
}
