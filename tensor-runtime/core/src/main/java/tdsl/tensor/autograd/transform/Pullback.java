package tdsl.tensor.autograd.transform;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import tdsl.tensor.GradMode;
import tdsl.tensor.Shapes;
import tdsl.tensor.Tensor;
import tdsl.tensor.autograd.Engine;
import tdsl.tensor.autograd.Reach;
import tdsl.tensor.batch.BatchLevel;
import tdsl.tensor.error.GradException;

/// One call of a function, and the way back from gradients of its outputs to gradients of its inputs.
///
/// Derivatives may lie within derivatives, and within mappings over examples: there, inputs are first given a
/// value of their own for every example, so that gradients are those of single examples. The graph is always
/// one of ordinary tensors, which hold all examples.
public final class Pullback {
    private final List<Tensor> inputs;
    private final List<Tensor> outputs;
    private final List<Tensor> results;
    /// The mappings that the call was in; null if in none.
    private final BatchLevel level;

    private final boolean isRecorded;
    private final boolean goesBeyond;

    private Pullback(Function<List<Tensor>, List<Tensor>> function, List<Tensor> primals) {
        level = BatchLevel.current();
        isRecorded = GradMode.isEnabled();
        boolean recording = GradMode.set(true);
        try {
            inputs = primals.stream().map(this::tracked).toList();
            results = function.apply(inputs.stream()
                    .map(input -> BatchLevel.absorb(level, input))
                    .toList());
            outputs = results.stream()
                    .map(result -> BatchLevel.materialise(level, result))
                    .toList();
        } finally {
            GradMode.set(recording);
        }
        goesBeyond = isRecorded && Reach.goesBeyond(outputs, inputs);
    }

    private Tensor tracked(Tensor primal) {
        if (!primal.dtype().isFloating()) {
            throw new GradException("only floating tensors have gradients, not %s", primal.describe());
        }
        return InputNode.track(BatchLevel.materialise(level, primal));
    }

    /// Calls a function.
    ///
    /// @param primals the tensors that it is differentiated with respect to
    public static Pullback of(Function<List<Tensor>, List<Tensor>> function, List<Tensor> primals) {
        return new Pullback(function, primals);
    }

    /// What the function returned, with the history that it has apart from these inputs.
    public List<Tensor> outputs() {
        return goesBeyond ? results : results.stream().map(Tensor::detach).toList();
    }

    /// Gradients of the inputs, zeros where nothing depends on one. May be called again.
    ///
    /// @param cotangents one per output, of its shape
    public List<Tensor> pull(List<Tensor> cotangents) {
        if (cotangents.size() != outputs.size()) {
            throw new GradException("vjp: %d cotangents for %d outputs", cotangents.size(), outputs.size());
        }
        List<Tensor> given = new ArrayList<>();
        for (int i = 0; i < outputs.size(); i++) {
            requireShape("cotangent", cotangents.get(i), results.get(i));
            given.add(BatchLevel.materialise(level, cotangents.get(i)));
        }
        boolean creates = GradMode.isEnabled() && (goesBeyond || given.stream().anyMatch(Tensor::requiresGrad));
        return pull(given, creates).stream()
                .map(gradient -> BatchLevel.absorb(level, gradient))
                .toList();
    }

    private static void requireShape(String what, Tensor given, Tensor result) {
        if (!result.layout().hasShape(given.shape())) {
            throw new GradException(
                    "the %s has shape %s, but belongs to %s", what, Shapes.format(given.shape()), result.describe());
        }
    }

    private List<Tensor> pull(List<Tensor> cotangents, boolean createGraph) {
        return derivatives(outputs, inputs, cotangents, createGraph);
    }

    /// Gradients of some outputs that may be constant, zeros where there is none.
    private static List<Tensor> derivatives(
            List<Tensor> outputs, List<Tensor> inputs, List<Tensor> cotangents, boolean createGraph) {
        int[] variable = IntStream.range(0, outputs.size())
                .filter(i -> outputs.get(i).requiresGrad())
                .toArray();
        List<Tensor> gradients = Engine.gradients(
                IntStream.of(variable).mapToObj(outputs::get).toList(),
                inputs,
                IntStream.of(variable).mapToObj(cotangents::get).toList(),
                true,
                createGraph);
        List<Tensor> complete = new ArrayList<>();
        for (int i = 0; i < inputs.size(); i++) {
            Tensor gradient = gradients.get(i);
            complete.add(gradient != null ? gradient : inputs.get(i).detach().zeros_like());
        }
        return complete;
    }

    /// The derivative of the outputs along a direction, forward, by differentiating the way back: a gradient
    /// of the inputs is linear in the cotangents, and its derivative in these is the derivative wanted
    /// (Townsend, "A new trick for calculating Jacobian vector products", 2017).
    ///
    /// @param tangents one per input, of its shape
    /// @return one per output
    public List<Tensor> push(List<Tensor> tangents) {
        if (tangents.size() != inputs.size()) {
            throw new GradException("jvp: %d tangents for %d inputs", tangents.size(), inputs.size());
        }
        List<Tensor> directions = new ArrayList<>();
        for (int i = 0; i < tangents.size(); i++) {
            directions.add(BatchLevel.materialise(level, tangents.get(i)));
            requireShape("tangent", directions.get(i), inputs.get(i));
        }
        List<Tensor> dummies = outputs.stream()
                .map(output -> InputNode.track(output.detach().zeros_like()))
                .toList();
        List<Tensor> back = pull(dummies, true);
        List<Tensor> own = new ArrayList<>(inputs);
        own.addAll(dummies);
        boolean creates = isRecorded
                && (Reach.goesBeyond(back, own) || directions.stream().anyMatch(Tensor::requiresGrad));
        return derivatives(back, dummies, directions, creates).stream()
                .map(derivative -> BatchLevel.absorb(level, derivative))
                .toList();
    }
}
