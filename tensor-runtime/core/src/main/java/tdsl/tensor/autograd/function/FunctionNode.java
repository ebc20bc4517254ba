package tdsl.tensor.autograd.function;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import tdsl.tensor.DType;
import tdsl.tensor.GradMode;
import tdsl.tensor.Shapes;
import tdsl.tensor.Tensor;
import tdsl.tensor.autograd.Edge;
import tdsl.tensor.autograd.History;
import tdsl.tensor.autograd.Node;
import tdsl.tensor.batch.EachExample;
import tdsl.tensor.error.GradException;
import tdsl.tensor.error.TypeException;
import tdsl.tensor.ops.Tensors;

/// One recorded call of a {@link Function}.
final class FunctionNode extends Node {
    private final Function function;
    private final FunctionContext context;
    private final List<Description> arguments;
    private final List<Description> outputs;
    private volatile boolean released;

    /// What stays known of a tensor without keeping its elements.
    ///
    /// @param argument its position among the arguments, or outputs
    private record Description(int argument, long[] shape, DType dtype) {
        static Description of(int argument, Tensor tensor) {
            return new Description(argument, tensor.shape(), tensor.dtype());
        }
    }

    private FunctionNode(
            Function function,
            FunctionContext context,
            Edge[] edges,
            List<Description> arguments,
            List<Description> outputs) {
        super(function.name(), edges);
        this.function = function;
        this.context = context;
        this.arguments = arguments;
        this.outputs = outputs;
    }

    // ---- forward ----

    static Object call(Function function, Object[] arguments) {
        if (EachExample.isNeeded(arguments)) {
            return EachExample.call(function.name(), arguments, ofExample -> call(function, ofExample));
        }
        boolean recording = GradMode.isEnabled();
        List<Description> tensors = new ArrayList<>();
        List<Edge> edges = new ArrayList<>();
        boolean[] needsGrad = new boolean[arguments.length];
        for (int i = 0; i < arguments.length; i++) {
            if (arguments[i] instanceof Tensor tensor) {
                Edge edge = recording ? History.edge(tensor) : null;
                tensors.add(Description.of(i, tensor));
                edges.add(edge);
                needsGrad[i] = edge != null;
            }
        }
        FunctionContext context = new FunctionContext(arguments, needsGrad);
        Object result = forward(function, context, arguments);
        if (edges.stream().allMatch(Objects::isNull)) {
            return result;
        }
        return record(function, context, edges.toArray(Edge[]::new), tensors, result);
    }

    private static Object forward(Function function, FunctionContext context, Object[] arguments) {
        boolean previous = GradMode.set(false);
        try {
            return function.forward(context, arguments);
        } finally {
            GradMode.set(previous);
        }
    }

    private static Object record(
            Function function, FunctionContext context, Edge[] edges, List<Description> arguments, Object result) {
        List<Tensor> results = distinct(function, context, result);
        checkDirty(function, context, results);
        List<Description> outputs = new ArrayList<>();
        for (Tensor output : results) {
            outputs.add(Description.of(outputs.size(), output));
        }
        FunctionNode node = new FunctionNode(function, context, edges, arguments, outputs);
        for (int i = 0; i < results.size(); i++) {
            Tensor output = results.get(i);
            if (context.isDirty(output)) {
                History.rebase(output, node, i);
            } else if (output.dtype().isFloating() && !context.isNonDifferentiable(output)) {
                History.record(output, node, i);
            }
        }
        context.attach(node);
        return result instanceof Tensor ? results.getFirst() : results;
    }

    /// The results, of which each can have a history of its own: an input that is returned unchanged, or a
    /// tensor that is returned twice, is replaced by a view.
    private static List<Tensor> distinct(Function function, FunctionContext context, Object result) {
        List<?> returned = result instanceof List<?> list ? list : Collections.singletonList(result);
        Set<Tensor> taken = Collections.newSetFromMap(new IdentityHashMap<>());
        for (Object argument : context.arguments()) {
            if (argument instanceof Tensor tensor && !context.isDirty(tensor)) {
                taken.add(tensor);
            }
        }
        List<Tensor> results = new ArrayList<>();
        for (Object output : returned) {
            if (!(output instanceof Tensor tensor)) {
                throw new TypeException("%s: forward must return a tensor or a list of tensors", function.name());
            }
            results.add(taken.add(tensor) ? tensor : tensor.viewAs(tensor.layout()));
        }
        return results;
    }

    private static void checkDirty(Function function, FunctionContext context, List<Tensor> results) {
        for (Tensor changed : context.dirtyTensors()) {
            if (results.stream().noneMatch(output -> output == changed)) {
                throw new GradException(
                        "%s: %s is marked dirty but forward does not return it", function.name(), changed.describe());
            }
            if (changed.base() != null && results.size() > 1) {
                throw new GradException("%s: a view that is changed in place must be the only output", function.name());
            }
            History.checkInPlace(function.name(), changed);
        }
    }

    // ---- backward ----

    @Override
    public int outputCount() {
        return outputs.size();
    }

    @Override
    public Tensor[] backward(Tensor[] gradients) {
        FunctionContext pass = context.forPass();
        if (released) {
            GradException error = new GradException("%s: backward was already run through this result", name());
            error.withHint("pass retain_graph=true to the first backward to run a second one");
            throw error;
        }
        List<Tensor> complete = new ArrayList<>();
        for (int i = 0; i < gradients.length; i++) {
            boolean missing = gradients[i] == null && context.materializesGrads();
            complete.add(missing ? zeros(outputs.get(i)) : gradients[i]);
        }
        return context.isOnceDifferentiable() ? backwardOnce(pass, complete) : gradientsOf(pass, complete);
    }

    private Tensor[] gradientsOf(FunctionContext pass, List<Tensor> gradients) {
        List<Tensor> results = function.backward(pass, gradients);
        if (results.size() != arguments.size()) {
            throw new GradException(
                    "%s: backward returned %d gradients for %d tensor arguments",
                    name(), results.size(), arguments.size());
        }
        Tensor[] fitted = new Tensor[results.size()];
        for (int i = 0; i < fitted.length; i++) {
            boolean wanted = inputs()[i] != null && results.get(i) != null;
            fitted[i] = wanted ? fit(results.get(i), i) : null;
        }
        return fitted;
    }

    private Tensor[] backwardOnce(FunctionContext pass, List<Tensor> gradients) {
        boolean recording = GradMode.set(false);
        Tensor[] results;
        try {
            results = gradientsOf(pass, gradients);
        } finally {
            GradMode.set(recording);
        }
        for (int i = 0; recording && i < results.length; i++) {
            if (results[i] != null) {
                results[i] = results[i].detach();
                History.record(results[i], new OnceDifferentiableNode(name(), inputs()), 0);
            }
        }
        return results;
    }

    /// A gradient in the shape and dtype of the argument that it belongs to: summed where forward broadcast
    /// the argument, repeated where backward returned one number for all of it.
    private Tensor fit(Tensor gradient, int input) {
        Description argument = arguments.get(input);
        Tensor fitted = gradient;
        if (!gradient.layout().hasShape(argument.shape())) {
            if (gradient.rank() == 0) {
                fitted = gradient.expand(argument.shape());
            } else if (broadcastsTo(argument.shape(), gradient.shape())) {
                fitted = gradient.sum_to(argument.shape());
            } else {
                throw wrongShape(gradient, input);
            }
        }
        return fitted.to(argument.dtype());
    }

    private static boolean broadcastsTo(long[] shape, long[] target) {
        int added = target.length - shape.length;
        boolean broadcasts = added >= 0;
        for (int axis = 0; broadcasts && axis < shape.length; axis++) {
            broadcasts = shape[axis] == 1 || shape[axis] == target[added + axis];
        }
        return broadcasts;
    }

    private GradException wrongShape(Tensor gradient, int input) {
        GradException error = new GradException(
                "%s: backward returned a gradient of shape %s for %s, which has shape %s",
                name(),
                Shapes.format(gradient.shape()),
                inputName(input),
                Shapes.format(arguments.get(input).shape()));
        error.withHint("a gradient has its argument's shape, or one that the argument broadcasts to, or no axes");
        return error;
    }

    private static Tensor zeros(Description output) {
        return Tensors.zeros(output.shape(), output.dtype());
    }

    @Override
    public void release() {
        released |= context.hasSaved();
        context.release();
    }

    @Override
    public List<Saved> saved() {
        FunctionContext pass = context.forPass();
        List<Saved> saved = new ArrayList<>();
        pass.savedNames().forEach(name -> saved.add(new Saved("the saved '" + name + "'", pass.saved(name))));
        return saved;
    }

    @Override
    public String inputName(int input) {
        return function.argumentName(arguments.get(input).argument());
    }

    /// The history of a gradient that must not be differentiated.
    private static final class OnceDifferentiableNode extends Node {
        OnceDifferentiableNode(String function, Edge[] inputs) {
            super(function, Arrays.copyOf(inputs, inputs.length));
        }

        @Override
        public int outputCount() {
            return 1;
        }

        @Override
        public Tensor[] backward(Tensor[] gradients) {
            throw new GradException("%s: its backward is once differentiable: it has no second derivative", name());
        }

        @Override
        public void release() {
            // Saves nothing.
        }
    }
}
