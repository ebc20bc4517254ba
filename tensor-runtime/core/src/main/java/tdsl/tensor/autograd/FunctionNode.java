package tdsl.tensor.autograd;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import tdsl.tensor.DType;
import tdsl.tensor.GradMode;
import tdsl.tensor.Tensor;
import tdsl.tensor.error.GradException;
import tdsl.tensor.ops.OpIndex;

/// One recorded call of a {@link Function}.
public final class FunctionNode extends Node {
    private final Function function;
    private final FunctionContext context;
    private final List<long[]> inputShapes;
    private final List<Output> outputs;
    private boolean released;

    private record Output(long[] shape, DType dtype) {}

    private FunctionNode(
            Function function, FunctionContext context, Edge[] edges, List<long[]> inputShapes, List<Output> outputs) {
        super(function.name(), edges);
        this.function = function;
        this.context = context;
        this.inputShapes = inputShapes;
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
        if (Arrays.stream(edges).allMatch(java.util.Objects::isNull)) {
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

    @SuppressWarnings("unchecked")
    private static Object record(
            Function function, FunctionContext context, Edge[] edges, List<Tensor> inputs, Object result) {
        boolean single = result instanceof Tensor;
        List<Tensor> results = single ? List.of((Tensor) result) : (List<Tensor>) result;
        List<Output> outputs = results.stream()
                .map(tensor -> new Output(tensor.shape(), tensor.dtype()))
                .toList();
        List<long[]> shapes = inputs.stream().map(Tensor::shape).toList();
        FunctionNode node = new FunctionNode(function, context, edges, shapes, outputs);
        for (int i = 0; i < results.size(); i++) {
            if (results.get(i).dtype().isFloating()) {
                History.record(results.get(i), node, i);
            }
        }
        context.attach(node);
        return result;
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
        if (results.size() != inputShapes.size()) {
            throw new GradException(
                    "%s: backward returned %d gradients for %d tensor arguments",
                    name(), results.size(), inputShapes.size());
        }
        Tensor[] fitted = new Tensor[results.size()];
        for (int i = 0; i < fitted.length; i++) {
            fitted[i] = results.get(i) == null ? null : fit(results.get(i), i);
        }
        return fitted;
    }

    /// A gradient in the shape of the input that it belongs to.
    private Tensor fit(Tensor gradient, int input) {
        long[] shape = inputShapes.get(input);
        if (gradient.layout().hasShape(shape)) {
            return gradient;
        }
        // Summed where the forward broadcast the input, repeated where backward returned less than a whole gradient.
        return gradient.rank() <= shape.length ? gradient.expand(shape) : gradient.sum_to(shape);
    }

    private static Tensor zeros(Output output) {
        return (Tensor) OpIndex.ZEROS.OP.call(output.shape(), output.dtype(), null);
    }

    @Override
    void release() {
        released = true;
        context.release();
    }
}
