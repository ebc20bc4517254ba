package tdsl.tensor.fusion;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import tdsl.tensor.DType;
import tdsl.tensor.Device;
import tdsl.tensor.Tensor;
import tdsl.tensor.fusion.PointwiseProgram.Reduction;

/// The gradients of a fused expression: one program that computes again what it needs of the expression and applies
/// the gradient rules of its ops, traced, in one pass.
public final class FusedGradient {
    private final FusedExpression expression;
    private final Tape tape;
    /// By leaf, see {@link #useOf}.
    private final FusedExpression.Use[] uses;
    private final boolean[] wanted;
    /// Null where the rules of some op cannot be traced; then they are applied op by op.
    private final Backward backward;

    /// @param kernel  null if no gradient needs computing
    /// @param inputs  which leaves the program reads; the number after the last leaf stands for the arriving
    /// gradient
    /// @param sources per leaf: an {@link Output}, an {@link Input}, a tensor of one element, or null for no
    /// gradient
    private record Backward(ProgramKernel kernel, List<Integer> inputs, Object[] sources, int outputCount) {}

    private record Output(int number) {}

    private record Input(int number) {}

    private FusedGradient(FusedExpression expression, Tape tape, boolean[] wanted, Backward backward) {
        this.expression = expression;
        this.tape = tape;
        this.wanted = wanted;
        this.backward = backward;
        uses = new FusedExpression.Use[wanted.length];
        Arrays.setAll(uses, expression::useOf);
    }

    static FusedGradient of(FusedExpression expression, Tape tape, LeafKind[] kinds, boolean[] wanted, Device device) {
        try {
            boolean isSpread = expression.terminal() != Terminal.NONE;
            return new FusedGradient(
                    expression, tape, wanted, Trace.run(trace -> traced(trace, tape, kinds, wanted, isSpread, device)));
        } catch (NotTraceableException _) {
            return new FusedGradient(expression, tape, wanted, null);
        }
    }

    /// @param isSpread whether the arriving gradient is one element for all
    private static Backward traced(
            Trace trace, Tape tape, LeafKind[] kinds, boolean[] wanted, boolean isSpread, Device device) {
        trace.takeFilledTensors();
        boolean hasAxes = false;
        for (LeafKind kind : kinds) {
            hasAxes |= kind.hasAxes();
        }
        Tensor[] leaves = FusedPlan.inputs(trace, kinds);
        // Without axes, what depends on nothing else is computed once and not for every element. But a tensor without
        // axes
        // has less say in the dtype of results.
        boolean asOne = isSpread
                && tape.dtypes().stream().filter(DType::isFloating).distinct().count() == 1;
        Tensor arriving = trace.input(tape.dtypes().get(tape.result()), false, hasAxes && !asOne);
        Tensor[] gradients = tape.gradients(tape.values(leaves), arriving, wanted);
        List<Tensor> computed = new ArrayList<>();
        Object[] sources = new Object[gradients.length];
        for (int i = 0; i < sources.length; i++) {
            Tensor gradient = gradients[i];
            if (gradient != null && trace.isComputed(gradient)) {
                int number = numberOf(gradient, computed);
                sources[i] = new Output(number);
                if (number == computed.size()) {
                    computed.add(gradient);
                }
            } else if (gradient != null) {
                int number = trace.inputNumber(gradient);
                sources[i] = number >= 0 ? new Input(number) : gradient;
            }
        }
        if (computed.isEmpty()) {
            return new Backward(null, List.of(), sources, 0);
        }
        Lowering lowering = trace.lower(computed, Reduction.NONE);
        return new Backward(
                ProgramBackends.compile(lowering.program(), device), lowering.usedInputs(), sources, computed.size());
    }

    /// The number of a tensor in a list, or that which it would get there: leaves of a sum have one gradient.
    private static int numberOf(Tensor gradient, List<Tensor> computed) {
        int number = 0;
        while (number < computed.size() && computed.get(number) != gradient) {
            number++;
        }
        return number;
    }

    /// The operation that a message about this gradient is about.
    public String name() {
        return expression.name();
    }

    /// Whether the gradient with respect to a leaf is asked for.
    public boolean isWanted(int leaf) {
        return wanted[leaf];
    }

    /// Whether the value of a leaf is read.
    public boolean reads(int leaf) {
        return backward == null || backward.inputs.contains(leaf);
    }

    /// Whether {@link #evaluate} computes the gradient of a leaf, in memory that nothing else gets.
    public boolean computesApart(int leaf) {
        return backward != null
                && backward.sources[leaf] instanceof Output output
                && Arrays.stream(backward.sources).filter(output::equals).count() == 1;
    }

    /// The call to name where a leaf was changed that is needed.
    public FusedExpression.Use useOf(int leaf) {
        return uses[leaf];
    }

    /// The gradients of all wanted leaves, by one program.
    ///
    /// @param leaves   those that are read; others may be null
    /// @param shape    of the elements
    /// @param arriving the gradient of the outcome
    /// @return by leaf, of shape `shape`; null where there is none
    public Tensor[] evaluate(Tensor[] leaves, long[] shape, long count, Tensor arriving) {
        if (backward == null) {
            return evaluateByOps(leaves, shape, count, arriving);
        }
        Tensor spread = spread(arriving, count, shape);
        Tensor[] outputs = new Tensor[backward.outputCount];
        for (int i = 0; i < leaves.length; i++) {
            if (backward.sources[i] instanceof Output output && outputs[output.number()] == null) {
                outputs[output.number()] =
                        Tensor.empty(arriving.device(), tape.dtypes().get(i), shape);
            }
        }
        if (backward.kernel != null) {
            Tensor[] inputs = new Tensor[backward.inputs.size()];
            for (int i = 0; i < inputs.length; i++) {
                int number = backward.inputs.get(i);
                inputs[i] = number < leaves.length ? leaves[number] : spread;
            }
            backward.kernel.run(inputs, outputs, shape);
        }
        Tensor[] gradients = new Tensor[leaves.length];
        for (int i = 0; i < gradients.length; i++) {
            gradients[i] = switch (backward.sources[i]) {
                case null -> null;
                case Output output -> outputs[output.number()];
                case Input input -> (input.number() < leaves.length ? leaves[input.number()] : spread).expand(shape);
                case Tensor constant -> constant.on(arriving.device()).expand(shape);
                default -> throw new AssertionError();
            };
        }
        return gradients;
    }

    private Tensor spread(Tensor arriving, long count, long[] shape) {
        return expression
                .terminal()
                .spread(arriving, count, shape, tape.dtypes().get(tape.result()));
    }

    /// As {@link #evaluate}, by ordinary calls, which can be differentiated again.
    public Tensor[] evaluateByOps(Tensor[] leaves, long[] shape, long count, Tensor arriving) {
        Tensor spread = spread(arriving, count, shape);
        return tape.gradients(tape.values(leaves), spread, wanted);
    }
}
