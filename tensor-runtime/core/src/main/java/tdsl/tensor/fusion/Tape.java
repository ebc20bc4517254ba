package tdsl.tensor.fusion;

import java.util.List;
import java.util.function.IntFunction;
import tdsl.tensor.DType;
import tdsl.tensor.Tensor;
import tdsl.tensor.dispatch.Args;
import tdsl.tensor.dispatch.GradContext;
import tdsl.tensor.dispatch.GradRule;
import tdsl.tensor.dispatch.Op;

/// Operations on tensors, in order: what ordinary calls would do for the same expression. It can be repeated, and
/// differentiated by the gradient rules of its ops, both on real and on traced tensors.
///
/// @param dtypes     of all values: the inputs, then one per step
/// @param result     the number of the value that is the outcome
record Tape(List<DType> dtypes, int inputCount, List<Step> steps, int result) {
    /// One call.
    ///
    /// @param arguments a {@link Value}, a tensor of one element, or something that is no tensor
    record Step(Op op, Object[] arguments) {
        boolean reads(boolean[] values) {
            for (Object argument : arguments) {
                if (argument instanceof Value value && values[value.number]) {
                    return true;
                }
            }
            return false;
        }
    }

    /// The value with this number.
    record Value(int number) {}

    /// Repeats the steps on other tensors, as far as values are asked for.
    ///
    /// @param inputs may lack those that are never needed
    IntFunction<Tensor> values(Tensor[] inputs) {
        Tensor[] known = new Tensor[dtypes.size()];
        System.arraycopy(inputs, 0, known, 0, inputCount);
        return number -> value(known, number);
    }

    private Tensor value(Tensor[] known, int number) {
        if (known[number] == null) {
            Step step = steps.get(number - inputCount);
            Object[] arguments = step.arguments().clone();
            for (int i = 0; i < arguments.length; i++) {
                if (arguments[i] instanceof Value value) {
                    arguments[i] = value(known, value.number());
                }
            }
            known[number] = (Tensor) step.op().call(arguments);
        }
        return known[number];
    }

    /// The gradients with respect to the inputs, in the order in which ordinary calls would add them up.
    ///
    /// @param values   by number
    /// @param gradient with respect to the outcome
    /// @param wanted   which inputs have gradients
    /// @return null for inputs that are not wanted or do not matter; as ops broadcast, in any shape that the input
    ///     broadcasts to
    Tensor[] gradients(IntFunction<Tensor> values, Tensor gradient, boolean[] wanted) {
        boolean[] needs = needs(wanted);
        Tensor[] arriving = new Tensor[dtypes.size()];
        arriving[result] = gradient;
        for (int number = dtypes.size() - 1; number >= inputCount; number--) {
            if (needs[number] && arriving[number] != null) {
                propagate(number, arriving, values, needs);
            }
        }
        Tensor[] gradients = new Tensor[inputCount];
        for (int i = 0; i < inputCount; i++) {
            gradients[i] = wanted[i] ? arriving[i] : null;
        }
        return gradients;
    }

    /// Whether the outcome depends differentiably on a wanted input.
    boolean dependsOn(boolean[] wanted) {
        return needs(wanted)[result];
    }

    /// Which values depend differentiably on a wanted input.
    private boolean[] needs(boolean[] wanted) {
        boolean[] needs = new boolean[dtypes.size()];
        System.arraycopy(wanted, 0, needs, 0, inputCount);
        for (int i = 0; i < steps.size(); i++) {
            Step step = steps.get(i);
            needs[inputCount + i] =
                    step.op().hasGradient() && dtypes.get(inputCount + i).isFloating() && step.reads(needs);
        }
        return needs;
    }

    private void propagate(int number, Tensor[] arriving, IntFunction<Tensor> values, boolean[] needs) {
        Step step = steps.get(number - inputCount);
        GradContext context = new StepContext(this, step, number, arriving[number], values, needs);
        List<GradRule> rules = step.op().gradRules();
        for (int i = 0; i < rules.size(); i++) {
            if (step.arguments()[i] instanceof Value value && needs[value.number()]) {
                Tensor part = rules.get(i).apply(context);
                if (part != null) {
                    Tensor fitted = part.to(dtypes.get(value.number()));
                    Tensor before = arriving[value.number()];
                    arriving[value.number()] = before == null ? fitted : before.add(fitted);
                }
            }
        }
    }

    /// What the gradient rules of one step see.
    private record StepContext(
            Tape tape, Step step, int number, Tensor grad, IntFunction<Tensor> values, boolean[] needs)
            implements GradContext {
        @Override
        public Tensor grad(int output) {
            return grad;
        }

        @Override
        public Tensor input(int argument) {
            return step.arguments()[argument] instanceof Value value
                    ? values.apply(value.number())
                    : (Tensor) step.arguments()[argument];
        }

        @Override
        public Tensor out() {
            return values.apply(number);
        }

        @Override
        public Tensor out(int output) {
            return out();
        }

        @Override
        public long[] shape(int argument) {
            return input(argument).shape();
        }

        @Override
        public List<long[]> shapes() {
            throw new NotTraceableException(null);
        }

        @Override
        public DType dtype(int argument) {
            return step.arguments()[argument] instanceof Value value
                    ? tape.dtypes.get(value.number())
                    : ((Tensor) step.arguments()[argument]).dtype();
        }

        @Override
        public Args args() {
            return new Args(step.arguments());
        }

        @Override
        public boolean has(int argument) {
            return step.arguments()[argument] != null;
        }

        @Override
        public boolean needs(int argument) {
            return step.arguments()[argument] instanceof Value value && needs[value.number()];
        }
    }
}
