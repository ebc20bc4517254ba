package tdsl.tensor.cuda.pointwise;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import tdsl.tensor.DType;
import tdsl.tensor.Shapes;
import tdsl.tensor.Tensor;
import tdsl.tensor.cuda.ptx.KernelSource;
import tdsl.tensor.dispatch.Args;
import tdsl.tensor.dispatch.Kernel;
import tdsl.tensor.dispatch.Op;
import tdsl.tensor.dispatch.OperandTypes;
import tdsl.tensor.dispatch.TypeRule;
import tdsl.tensor.ops.operand.InPlaceTarget;

/// The kernel of a pointwise op: a program of that one call.
public final class PointwiseKernel implements Kernel {
    private static final int DTYPE_BITS = 4;

    private final Op op;
    private final boolean inPlace;
    private final TypeRule rule;
    /// By the dtypes that come in, in between and out.
    private final Map<Long, CompiledProgram> programs = new ConcurrentHashMap<>();

    private PointwiseKernel(Op op) {
        this.op = op;
        inPlace = op.isMutating();
        rule = op.pointwise().orElseThrow();
    }

    /// The kernel of `op`, if it is a pointwise op whose formulas can be computed here.
    public static Optional<Kernel> of(Op op) {
        boolean exists = op.pointwise().isPresent() && KernelSource.hasFormulas(op);
        return exists ? Optional.of(new PointwiseKernel(op)) : Optional.empty();
    }

    @Override
    public Object run(Args args) {
        Tensor[] operands = new Tensor[args.count()];
        long[] shape = null;
        for (int i = 0; i < operands.length; i++) {
            operands[i] = args.tensor(i);
            shape = shape == null
                    ? operands[i].shape()
                    : Shapes.broadcast(op.name(), shape, operands[i].layout().shape());
        }
        DType computed = OperandTypes.compute(op, operands);
        Tensor out;
        if (inPlace) {
            out = operands[0];
            InPlaceTarget.check(op.name(), out, shape, computed);
            avoidOverlap(operands);
        } else {
            out = Tensor.empty(args.device(), rule.output(computed), shape);
        }
        program(operands, computed, out.dtype()).run(operands, new Tensor[] {out}, shape);
        if (inPlace) {
            out.storage().bumpVersion();
        }
        return out;
    }

    /// Operands must not lie across the elements that are written.
    private static void avoidOverlap(Tensor[] operands) {
        for (int i = 1; i < operands.length; i++) {
            boolean shifted = operands[i].storage() == operands[0].storage()
                    && !operands[i].layout().equals(operands[0].layout());
            operands[i] = shifted ? operands[i].detached().clone() : operands[i];
        }
    }

    private CompiledProgram program(Tensor[] operands, DType computed, DType target) {
        long key = (long) computed.ordinal() << DTYPE_BITS | target.ordinal();
        for (int i = 0; i < operands.length; i++) {
            DType rounded = OperandTypes.operand(op, i, operands[i], computed);
            key = (key << DTYPE_BITS | operands[i].dtype().ordinal()) << DTYPE_BITS | rounded.ordinal();
        }
        CompiledProgram program = programs.get(key);
        return program != null
                ? program
                : programs.computeIfAbsent(
                        key, _ -> new CompiledProgram(CallProgram.of(op, operands, computed, target)));
    }
}
