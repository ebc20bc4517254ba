package tdsl.tensor.fusion;

import java.util.List;
import tdsl.tensor.DType;
import tdsl.tensor.Device;
import tdsl.tensor.Layout;
import tdsl.tensor.Shapes;
import tdsl.tensor.Tensor;
import tdsl.tensor.autograd.ProgramNode;

/// How an expression is evaluated for leaves of certain kinds: by one program forwards, and by one backwards.
public final class FusedPlan {
    private static final long[] NO_AXES = {};

    private final FusedExpression expression;
    private final LeafKind[] kinds;
    /// Null where these leaves take single calls.
    private final Forward forward;
    private final FusedGradient gradient;

    /// @param reduced the dtype that the program gives
    /// @param outcome the dtype of the value
    private record Forward(ProgramKernel kernel, Device device, DType reduced, DType outcome) {}

    private FusedPlan(FusedExpression expression, LeafKind[] kinds, Forward forward, FusedGradient gradient) {
        this.expression = expression;
        this.kinds = kinds;
        this.forward = forward;
        this.gradient = gradient;
    }

    static FusedPlan of(FusedExpression expression, LeafKind[] kinds) {
        Device device = commonDevice(kinds);
        if (device == null) {
            return new FusedPlan(expression, kinds, null, null);
        }
        try {
            return Trace.run(trace -> traced(trace, expression, kinds, device));
        } catch (NotTraceableException _) {
            return new FusedPlan(expression, kinds, null, null);
        }
    }

    /// Null if there is no tensor, there are several devices, or one that runs no programs.
    private static Device commonDevice(LeafKind[] kinds) {
        Device common = null;
        boolean mixes = false;
        for (LeafKind kind : kinds) {
            if (kind.device() != null && kind.device() != common) {
                // A number may be on the processor, as in single calls; unless its gradient has to go back there.
                boolean moves = common == null || common == Device.CPU;
                mixes |= common != null;
                common = moves ? kind.device() : common;
            }
        }
        for (LeafKind kind : kinds) {
            boolean isNumber = kind.device() == Device.CPU && !kind.hasAxes() && !kind.requiresGrad();
            if (mixes && kind.device() != null && kind.device() != common && !isNumber) {
                return null;
            }
        }
        return common != null && ProgramBackends.has(common) ? common : null;
    }

    private static FusedPlan traced(Trace trace, FusedExpression expression, LeafKind[] kinds, Device device) {
        Terminal terminal = expression.terminal();
        Tensor value = expression.apply(inputs(trace, kinds));
        Tensor elements = terminal.prepared(value);
        Tape tape = trace.tape(elements);
        boolean[] wanted = new boolean[kinds.length];
        for (int i = 0; i < wanted.length; i++) {
            wanted[i] = kinds[i].requiresGrad();
        }
        boolean recorded = tape.dependsOn(wanted);
        if (recorded && !terminal.isLinear()) {
            throw new NotTraceableException(null);
        }
        PointwiseProgram program =
                trace.lower(List.of(elements), terminal.reduction()).program();
        boolean usesAll = program.inputs().size() == kinds.length;
        if (!usesAll) {
            // The shape of the result would depend on a tensor that the program does not read.
            throw new NotTraceableException(null);
        }
        Forward forward = new Forward(
                ProgramBackends.compile(program, device),
                device,
                terminal.reduction().of(elements.dtype()),
                terminal.outcome(value.dtype()));
        return new FusedPlan(
                expression,
                kinds,
                forward,
                recorded ? FusedGradient.of(expression, tape, kinds, wanted, device) : null);
    }

    static Tensor[] inputs(Trace trace, LeafKind[] kinds) {
        Tensor[] inputs = new Tensor[kinds.length];
        for (int i = 0; i < inputs.length; i++) {
            inputs[i] = trace.input(kinds[i].dtype(), kinds[i].weak(), kinds[i].hasAxes());
        }
        return inputs;
    }

    boolean matches(Object[] leaves, boolean recording) {
        for (int i = 0; i < kinds.length; i++) {
            if (!kinds[i].matches(leaves[i], recording)) {
                return false;
            }
        }
        return true;
    }

    /// @return null where only single calls give the value
    Tensor evaluate(Object[] leaves) {
        if (forward == null) {
            return null;
        }
        Tensor[] inputs = new Tensor[leaves.length];
        for (int i = 0; i < inputs.length; i++) {
            inputs[i] = leaves[i] instanceof Tensor tensor ? tensor : Tensor.weakScalar(leaves[i]);
        }
        long[] shape = commonShape(inputs);
        long count = Shapes.elementCount(shape);
        Terminal terminal = expression.terminal();
        if (count == 0 && terminal.needsElements()) {
            return null;
        }
        Tensor output = Tensor.empty(forward.device(), forward.reduced(), terminal == Terminal.NONE ? shape : NO_AXES);
        forward.kernel().run(inputs, new Tensor[] {output}, shape);
        output = terminal.finished(output, count, forward.outcome());
        if (gradient != null) {
            ProgramNode.record(gradient, inputs, shape, output);
        }
        return output;
    }

    private long[] commonShape(Tensor[] inputs) {
        long[] shape = NO_AXES;
        for (Tensor input : inputs) {
            Layout layout = input.layout();
            if (layout.rank() > 0 && !layout.hasShape(shape)) {
                shape = shape.length == 0 ? layout.shape() : Shapes.broadcast(expression.name(), shape, layout.shape());
            }
        }
        return shape;
    }
}
