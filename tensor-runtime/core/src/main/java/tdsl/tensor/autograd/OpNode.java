package tdsl.tensor.autograd;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import tdsl.tensor.DType;
import tdsl.tensor.Device;
import tdsl.tensor.Storage;
import tdsl.tensor.Tensor;
import tdsl.tensor.dispatch.Args;
import tdsl.tensor.dispatch.GradContext;
import tdsl.tensor.dispatch.GradRule;
import tdsl.tensor.dispatch.Op;
import tdsl.tensor.dispatch.ParameterType;
import tdsl.tensor.error.GradException;

/// One recorded call of an op: keeps what the row's gradient rules read, and applies them.
final class OpNode extends Node {
    private static final String OUTPUT = "its output";
    private static final SavedTensor[] NOTHING = {};

    private final Op op;
    private final int outputCount;
    /// Arguments without tensors.
    private final Args args;
    /// The tensor arguments in order, as positions in the signature, or as elements of the one list
    /// argument.
    private final InputInfo[] inputs;
    private SavedTensor[] savedInputs;
    private SavedTensor[] savedOutputs;
    private final List<Listed> listed;
    private volatile boolean released;

    /// What stays known of a tensor argument whether it is saved or not.
    record InputInfo(int argument, long[] shape, DType dtype, Device device) {}

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
        savedOutputs = outputs.stream().map(SavedTensor::of).toArray(SavedTensor[]::new);
    }

    @Override
    public int outputCount() {
        return outputCount;
    }

    @Override
    public Tensor[] backward(Tensor[] gradients) {
        return backward(gradients, new boolean[inputs.length]);
    }

    @Override
    Tensor[] backward(Tensor[] gradients, boolean[] owned) {
        // First of all, since another pass may release what was saved at any time.
        Context context = new Context(gradients);
        if (released) {
            GradException error = new GradException("%s: backward was already run through this result", name());
            error.withHint("pass retain_graph=true to the first backward to run a second one");
            throw error;
        }
        for (Listed tensor : listed) {
            tensor.saved().get(this, "a tensor of its argument '" + parameterName(tensor.argument()) + "'");
        }
        Tensor[] results = results(context);
        for (int i = 0; i < results.length; i++) {
            owned[i] = results[i] != null && inputs()[i].node() instanceof LeafNode && context.owns(i, results);
        }
        return results;
    }

    private Tensor[] results(Context context) {
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
                Tensor gradient = rules.get(ruleIndex(inputs[i].argument())).apply(context);
                results[i] = gradient == null ? null : fit(gradient, i);
            }
        }
        return results;
    }

    /// The number of this argument among those that are tensors, given or not.
    private int ruleIndex(int argument) {
        int index = 0;
        for (int i = 0; i < argument; i++) {
            index += op.signature().parameters().get(i).type() == ParameterType.TENSOR ? 1 : 0;
        }
        return index;
    }

    private String parameterName(int argument) {
        return op.signature().parameters().get(argument).name();
    }

    /// A gradient in the shape and dtype of the input that it belongs to, and where that is.
    private Tensor fit(Tensor gradient, int input) {
        if (gradient == null) {
            return null;
        }
        InputInfo info = inputs[input];
        Tensor fitted = gradient.layout().hasShape(info.shape()) ? gradient : gradient.sum_to(info.shape());
        fitted = fitted.dtype() == info.dtype() ? fitted : fitted.to(info.dtype());
        return fitted.device() == info.device() ? fitted : fitted.to(info.device());
    }

    @Override
    public void release() {
        SavedTensor[] ofInputs = savedInputs;
        SavedTensor[] ofOutputs = savedOutputs;
        released |= ofOutputs != null || Arrays.stream(ofInputs).anyMatch(Objects::nonNull);
        savedInputs = NOTHING;
        savedOutputs = null;
        releaseAll(ofInputs);
        releaseAll(ofOutputs == null ? NOTHING : ofOutputs);
    }

    private static void releaseAll(SavedTensor[] saved) {
        for (SavedTensor tensor : saved) {
            if (tensor != null) {
                tensor.release();
            }
        }
    }

    @Override
    public List<Saved> saved() {
        List<Saved> saved = new ArrayList<>();
        for (int i = 0; i < savedInputs.length; i++) {
            if (savedInputs[i] != null) {
                saved.add(new Saved(inputName(i), savedInputs[i].get(this, inputName(i))));
            }
        }
        for (int i = 0; savedOutputs != null && i < savedOutputs.length; i++) {
            saved.add(new Saved(OUTPUT, savedOutputs[i].get(this, OUTPUT)));
        }
        return saved;
    }

    @Override
    public String inputName(int input) {
        return "its argument '" + parameterName(inputs[input].argument()) + "'";
    }

    /// What the rules see in one pass. It holds what was saved when it began, should another pass release it.
    private final class Context implements GradContext {
        private final Tensor[] gradients;
        private final SavedTensor[] ofInputs = savedInputs;
        private final SavedTensor[] ofOutputs = savedOutputs;
        /// What hooks unpacked, so that they are asked once a pass; null as long as that is nothing.
        private Map<SavedTensor, Tensor> unpacked;

        Context(Tensor[] gradients) {
            this.gradients = gradients;
        }

        /// Whether a result was computed by the rules, for this one input. Rules are formulas of what the context gives
        /// them: what shares no memory with that is theirs alone.
        boolean owns(int input, Tensor[] results) {
            Tensor result = results[input];
            if (result.batch() != null || result.base() != null || unpacked != null) {
                return false;
            }
            Storage memory = result.storage();
            for (int i = 0; i < results.length; i++) {
                if (i != input && isIn(memory, results[i])) {
                    return false;
                }
            }
            for (Tensor gradient : gradients) {
                if (isIn(memory, gradient)) {
                    return false;
                }
            }
            return !isSaved(memory, ofInputs) && !isSaved(memory, ofOutputs) && !isListed(memory);
        }

        private static boolean isIn(Storage memory, Tensor tensor) {
            return tensor != null && tensor.storage() == memory;
        }

        private static boolean isSaved(Storage memory, SavedTensor[] saved) {
            for (int i = 0; saved != null && i < saved.length; i++) {
                if (saved[i] != null && saved[i].isIn(memory)) {
                    return true;
                }
            }
            return false;
        }

        private boolean isListed(Storage memory) {
            for (Listed tensor : listed) {
                if (tensor.saved().isIn(memory)) {
                    return true;
                }
            }
            return false;
        }

        private Tensor value(SavedTensor saved, String role) {
            if (!saved.isPacked()) {
                return saved.get(OpNode.this, role);
            }
            unpacked = unpacked == null ? new IdentityHashMap<>() : unpacked;
            return unpacked.computeIfAbsent(saved, packed -> packed.get(OpNode.this, role));
        }

        @Override
        public Tensor grad() {
            return grad(0);
        }

        @Override
        public Tensor grad(int output) {
            if (gradients[output] == null) {
                gradients[output] = ofOutputs != null ? out(output).detach().zeros_like() : null;
            }
            return gradients[output];
        }

        @Override
        public Tensor input(int argument) {
            int input = inputIndex(argument);
            if (ofInputs[input] == null) {
                throw notSaved(parameterName(argument));
            }
            return value(ofInputs[input], inputName(input));
        }

        @Override
        public Tensor out() {
            return out(0);
        }

        @Override
        public Tensor out(int output) {
            if (ofOutputs == null) {
                throw notSaved("out");
            }
            return value(ofOutputs[output], OUTPUT);
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
        public boolean has(int argument) {
            return Arrays.stream(inputs).anyMatch(input -> input.argument() == argument);
        }

        @Override
        public boolean needs(int argument) {
            return inputs()[inputIndex(argument)] != null;
        }
    }
}
