package tdsl.interpreter.values.functions;

import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import com.oracle.truffle.api.interop.TruffleObject;
import com.oracle.truffle.api.nodes.Node;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import tdsl.interpreter.diagnostics.ErrorKind;
import tdsl.interpreter.diagnostics.Failures;
import tdsl.interpreter.diagnostics.ScriptException;
import tdsl.interpreter.runtime.Truth;
import tdsl.interpreter.values.Kinds;
import tdsl.interpreter.values.None;
import tdsl.interpreter.values.collections.ListValue;
import tdsl.interpreter.values.collections.TupleValue;
import tdsl.tensor.Tensor;
import tdsl.tensor.autograd.function.Function;
import tdsl.tensor.autograd.function.FunctionContext;
import tdsl.tensor.error.GradException;
import tdsl.tensor.error.TensorException;

/// A differentiable operator that a script defines: `op name(…) { forward { … } backward(dy) { … } }`.
public final class ScriptOp extends CallableValue {
    /// Where the code of `forward` and `backward` finds the {@link Run} among its arguments.
    public static final int RUN_ARGUMENT = 1;

    private final String[] savedNames;
    private final String[] rereadArguments;
    private final FunctionValue arguments;
    private final FunctionValue forward;
    private final FunctionValue backward;

    /// @param savedNames what `backward` takes besides the arguments and the gradients
    /// @param rereadArguments names of the arguments that `backward` reads, in their places; null in the
    ///     others
    /// @param arguments gives the tuple of all arguments, defaults included
    /// @param backward null if the operator has no gradient
    public ScriptOp(
            String[] savedNames,
            String[] rereadArguments,
            FunctionValue arguments,
            FunctionValue forward,
            FunctionValue backward) {
        this.savedNames = savedNames;
        this.rereadArguments = rereadArguments;
        this.arguments = arguments;
        this.forward = forward;
        this.backward = backward;
    }

    @Override
    public String name() {
        return arguments.name();
    }

    public ParameterList parameters() {
        return arguments.code().parameters();
    }

    @Override
    @TruffleBoundary
    public Object call(Node site, Object[] positional, String[] names, Object[] named) {
        TupleValue complete = (TupleValue) arguments.call(site, positional, names, named);
        try {
            Object result = new Run(site).apply(complete.elements().toArray());
            return OpCalls.toScript(site, result);
        } catch (TensorException failure) {
            throw Failures.fromTensor(failure, site);
        }
    }

    @Override
    public String toString() {
        return "<op " + parameters() + ">";
    }

    /// What a forward block says about its results, in the form of a call.
    public enum Remark {
        MARK_DIRTY,
        MARK_NON_DIFFERENTIABLE,
        SET_MATERIALIZE_GRADS,
        ONCE_DIFFERENTIABLE;

        /// The name in scripts.
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// One call of the operator, from forward to backward.
    public final class Run implements Function, TruffleObject {
        private final Node site;
        private FunctionContext context;

        private Run(Node site) {
            this.site = site;
        }

        @Override
        public String name() {
            return ScriptOp.this.name();
        }

        @Override
        public String argumentName(int argument) {
            return "argument '" + parameters().names().get(argument) + "'";
        }

        @Override
        public Object forward(FunctionContext functionContext, Object[] values) {
            context = functionContext;
            saveRereadArguments(values);
            List<Object> passed = new ArrayList<>(Arrays.asList(forward.captured(), this));
            passed.addAll(Arrays.asList(values));
            Object result = forward.callTarget().call(site, passed.toArray());
            return switch (result) {
                case Tensor tensor -> tensor;
                case TupleValue tuple -> tensors(tuple.elements(), "forward");
                case ListValue list -> tensors(list.elements(), "forward");
                default ->
                    throw failure("forward must return a tensor or a tuple of tensors, not " + Kinds.describe(result));
            };
        }

        @Override
        public List<Tensor> backward(FunctionContext functionContext, List<Tensor> gradients) {
            if (backward == null) {
                throw new GradException("%s has no backward block", name());
            }
            context = functionContext;
            List<Object> passed = new ArrayList<>(Arrays.asList(backward.captured(), this));
            addArguments(passed);
            for (String saved : savedNames) {
                passed.add(functionContext.hasKept(saved) ? functionContext.kept(saved) : functionContext.saved(saved));
            }
            requireOnePerOutput(gradients.size());
            gradients.forEach(gradient -> passed.add(gradient == null ? None.VALUE : gradient));
            Object result = backward.callTarget().call(site, passed.toArray());
            return switch (result) {
                case TupleValue tuple -> tensors(tuple.elements(), "backward");
                case ListValue list -> tensors(list.elements(), "backward");
                default -> tensors(Arrays.asList(result), "backward");
            };
        }

        /// So that a change in place between forward and backward is noticed, and not a wrong gradient.
        private void saveRereadArguments(Object[] values) {
            for (int i = 0; i < rereadArguments.length; i++) {
                if (rereadArguments[i] != null && values[i] instanceof Tensor tensor) {
                    context.save(rereadArguments[i], tensor);
                }
            }
        }

        private void addArguments(List<Object> passed) {
            Object[] values = context.arguments();
            for (int i = 0; i < values.length; i++) {
                boolean isTensor = values[i] == null;
                Object unused = isTensor ? None.VALUE : values[i];
                passed.add(isTensor && rereadArguments[i] != null ? context.saved(rereadArguments[i]) : unused);
            }
        }

        private void requireOnePerOutput(int outputs) {
            int taken = backward.code().parameters().size();
            if (taken != outputs) {
                throw failure("backward takes %d gradients for %d outputs".formatted(taken, outputs));
            }
        }

        private List<Tensor> tensors(List<Object> values, String block) {
            List<Tensor> tensors = new ArrayList<>(values.size());
            for (Object value : values) {
                tensors.add(
                        switch (value) {
                            case Tensor tensor -> tensor;
                            case None _ when block.equals("backward") -> null;
                            case Long _, Double _ -> Tensor.of(value);
                            default -> throw failure(block + " must return tensors, not " + Kinds.describe(value));
                        });
            }
            return tensors;
        }

        private ScriptException failure(String what) {
            return new ScriptException(ErrorKind.TYPE, name() + ": " + what, site);
        }

        /// Keeps a value for backward.
        public void save(String name, Object value) {
            if (value instanceof Tensor tensor) {
                context.save(name, tensor);
            } else {
                context.keep(name, value);
            }
        }

        /// What the forward block says about its results.
        public void note(Remark remark, Object[] values) {
            switch (remark) {
                case MARK_DIRTY -> context.markDirty(markedTensors(remark, values));
                case MARK_NON_DIFFERENTIABLE -> context.markNonDifferentiable(markedTensors(remark, values));
                case SET_MATERIALIZE_GRADS ->
                    context.setMaterializeGrads(values.length != 1 || Truth.of(site, values[0], remark.label()));
                case ONCE_DIFFERENTIABLE -> context.onceDifferentiable();
            }
        }

        private Tensor[] markedTensors(Remark remark, Object[] values) {
            return tensors(Arrays.asList(values), remark.label()).toArray(Tensor[]::new);
        }

        /// Whether the gradient of an argument will be used.
        public boolean needsGrad(int parameter) {
            return context.needsInputGrad(parameter);
        }
    }
}
