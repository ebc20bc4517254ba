package tdsl.tensor.autograd;

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
import tdsl.tensor.error.GradException;
import tdsl.tensor.error.TypeException;
import tdsl.tensor.ops.OpIndex;

/// One recorded call of a {@link Function}.
public final class FunctionNode extends Node {
    private final Function function;
    private final FunctionContext context;
    private final List<Description> arguments;
    private final List<Description> outputs;
    private boolean released;

    /// What stays known of a tensor without keeping its elements.
    private record Description(long[] shape, DType dtype) {
        static Description of(Tensor tensor) {
            return new Description(tensor.shape(), tensor.dtype());
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

    /// Calls a function, recording it if an argument requires a gradient.
    ///
    /// @return what its forward returned, with history
    public static Object call(Function function, Object... arguments) {
        List<Tensor> tensors = new ArrayList<>();
        for (Object argument : arguments) {
            if (argument instanceof Tensor tensor) {
                tensors.add(tensor);
            }
        }
        boolean recording = GradMode.isEnabled();
        Edge[] edges = tensors.stream()
                .map(tensor -> recording ? History.edge(tensor) : null)
                .toArray(Edge[]::new);
        boolean[] needsGrad = new boolean[edges.length];
        for (int i = 0; i < edges.length; i++) {
            needsGrad[i] = edges[i] != null;
        }
        FunctionContext context = new FunctionContext(arguments, needsGrad);
        Object result = forward(function, context, arguments);
        if (Arrays.stream(edges).allMatch(Objects::isNull)) {
            return result;
        }
        return record(function, context, edges, tensors, result);
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
            Function function, FunctionContext context, Edge[] edges, List<Tensor> inputs, Object result) {
        List<Tensor> results = distinct(function, inputs, result);
        List<Description> outputs = results.stream().map(Description::of).toList();
        List<Description> arguments = inputs.stream().map(Description::of).toList();
        FunctionNode node = new FunctionNode(function, context, edges, arguments, outputs);
        for (int i = 0; i < results.size(); i++) {
            if (results.get(i).dtype().isFloating()) {
                History.record(results.get(i), node, i);
            }
        }
        context.attach(node);
        return result instanceof Tensor ? results.getFirst() : results;
    }

    /// The results, of which each can have a history of its own: an input that is returned, or a tensor that is
    /// returned twice, is replaced by a view.
    private static List<Tensor> distinct(Function function, List<Tensor> inputs, Object result) {
        List<?> returned = result instanceof List<?> list ? list : Collections.singletonList(result);
        Set<Tensor> taken = Collections.newSetFromMap(new IdentityHashMap<>());
        taken.addAll(inputs);
        List<Tensor> results = new ArrayList<>();
        for (Object output : returned) {
            if (!(output instanceof Tensor tensor)) {
                throw new TypeException("%s: forward must return a tensor or a list of tensors", function.name());
            }
            results.add(taken.add(tensor) ? tensor : tensor.viewAs(tensor.layout()));
        }
        return results;
    }

    @Override
    int outputCount() {
        return outputs.size();
    }

    @Override
    Tensor[] backward(Tensor[] gradients) {
        if (released) {
            GradException error = new GradException("%s: backward was already run through this result", name());
            error.withHint("pass retain_graph=true to the first backward to run a second one");
            throw error;
        }
        List<Tensor> complete = new ArrayList<>();
        for (int i = 0; i < gradients.length; i++) {
            complete.add(gradients[i] != null ? gradients[i] : zeros(outputs.get(i)));
        }
        List<Tensor> results = function.backward(context, complete);
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

    /// A gradient in the shape and dtype of the argument that it belongs to: summed where forward broadcast the
    /// argument, repeated where backward returned one number for all of it.
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
                "%s: backward returned a gradient of shape %s for tensor argument %d, which has shape %s",
                name(),
                Shapes.format(gradient.shape()),
                input + 1,
                Shapes.format(arguments.get(input).shape()));
        error.withHint("a gradient has its argument's shape, or one that the argument broadcasts to, or no axes");
        return error;
    }

    private static Tensor zeros(Description output) {
        return (Tensor) OpIndex.ZEROS.OP.call(output.shape(), output.dtype(), null);
    }

    @Override
    void release() {
        released |= context.release();
    }
}
