package tdsl.tensor.autograd;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import tdsl.tensor.DType;
import tdsl.tensor.Tensor;
import tdsl.tensor.dispatch.Args;
import tdsl.tensor.dispatch.GradContext;
import tdsl.tensor.dispatch.GradRule;
import tdsl.tensor.dispatch.Op;
import tdsl.tensor.error.GradException;

/// One recorded call of an op: keeps what the row's gradient rules read, and applies them.
final class OpNode extends Node {
    private final Op op;
    private final int outputCount;
    /// Arguments without tensors.
    private final Args args;
    /// The tensor arguments in order, as positions in the signature, or as elements of the one list argument.
    private final InputInfo[] inputs;
    private SavedTensor[] savedInputs;
    private SavedTensor[] savedOutputs;
    private final List<Listed> listed;
    private boolean released;

    /// What stays known of a tensor argument whether it is saved or not.
    record InputInfo(int argument, long[] shape, DType dtype) {}

    /// A tensor of a list among the plain arguments, such as an index.
    record Listed(int argument, SavedTensor saved) {}

    OpNode(
            Op op,
            Args args,
            InputInfo[] inputs,
            Edge[] edges,
            SavedTensor[] savedInputs,
            List<Listed> listed,
            int outputCount) {
        super(op.name(), edges);
        this.op = op;
        this.args = args;
        this.inputs = inputs;
        this.savedInputs = savedInputs;
        this.listed = listed;
        this.outputCount = outputCount;
    }

    void saveOutputs(List<Tensor> outputs) {
        savedOutputs = outputs.stream().map(SavedTensor::new).toArray(SavedTensor[]::new);
    }

    @Override
    int outputCount() {
        return outputCount;
    }

    @Override
    Tensor[] backward(Tensor[] gradients) {
        if (released) {
            GradException error = new GradException("%s: backward was already run through this result", name());
            error.withHint("pass retain_graph=true to the first backward to run a second one");
            throw error.madeAt(origin());
        }
        for (Listed tensor : listed) {
            tensor.saved().get(this, "a tensor of its argument '" + parameterName(tensor.argument()) + "'");
        }
        GradContext context = new Context(gradients);
        Tensor[] results = new Tensor[inputs.length];
        if (op.gradListRule().isPresent()) {
            List<Tensor> parts = op.gradListRule().get().apply(context);
            for (int i = 0; i < results.length; i++) {
                results[i] = inputs()[i] == null ? null : fit(parts.get(i), i);
            }
            return results;
        }
        List<GradRule> rules = op.gradRules();
        for (int i = 0; i < results.length; i++) {
            if (inputs()[i] != null) {
                Tensor gradient = rules.get(i).apply(context);
                results[i] = gradient == null ? null : fit(gradient, i);
            }
        }
        return results;
    }

    private String parameterName(int argument) {
        return op.signature().parameters().get(argument).name();
    }

    /// A gradient in the shape and dtype of the input that it belongs to.
    private Tensor fit(Tensor gradient, int input) {
        if (gradient == null) {
            return null;
        }
        InputInfo info = inputs[input];
        Tensor fitted = gradient.layout().hasShape(info.shape()) ? gradient : gradient.sum_to(info.shape());
        return fitted.dtype() == info.dtype() ? fitted : fitted.to(info.dtype());
    }

    @Override
    void release() {
        released |= savedOutputs != null || Arrays.stream(savedInputs).anyMatch(Objects::nonNull);
        savedInputs = new SavedTensor[0];
        savedOutputs = null;
    }

    private final class Context implements GradContext {
        private final Tensor[] gradients;

        Context(Tensor[] gradients) {
            this.gradients = gradients;
        }

        @Override
        public Tensor grad() {
            return grad(0);
        }

        @Override
        public Tensor grad(int output) {
            if (gradients[output] == null) {
                gradients[output] = savedOutputs != null ? out(output).detach().zeros_like() : null;
            }
            return gradients[output];
        }

        @Override
        public Tensor input(int argument) {
            SavedTensor saved = savedInputs[inputIndex(argument)];
            if (saved == null) {
                throw notSaved(parameterName(argument));
            }
            return saved.get(OpNode.this, "its argument '" + parameterName(argument) + "'");
        }

        @Override
        public Tensor out() {
            return out(0);
        }

        @Override
        public Tensor out(int output) {
            if (savedOutputs == null) {
                throw notSaved("out");
            }
            return savedOutputs[output].get(OpNode.this, "its output");
        }

        private IllegalStateException notSaved(String name) {
            return new IllegalStateException(
                    op.name() + ": the gradient rule reads '" + name + "', which the row does not save");
        }

        private int inputIndex(int argument) {
            for (int i = 0; i < inputs.length; i++) {
                if (inputs[i].argument() == argument) {
                    return i;
                }
            }
            throw new IllegalStateException(op.name() + ": argument " + argument + " is not a tensor");
        }

        @Override
        public long[] shape(int argument) {
            return inputs[inputIndex(argument)].shape();
        }

        @Override
        public List<long[]> shapes() {
            return Arrays.stream(inputs).map(InputInfo::shape).toList();
        }

        @Override
        public DType dtype(int argument) {
            return inputs[inputIndex(argument)].dtype();
        }

        @Override
        public Args args() {
            return args;
        }

        @Override
        public boolean needs(int argument) {
            return inputs()[inputIndex(argument)] != null;
        }
    }
}
