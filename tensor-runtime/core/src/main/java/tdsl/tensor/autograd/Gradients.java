package tdsl.tensor.autograd;

import java.util.ArrayList;
import java.util.List;
import tdsl.tensor.Tensor;
import tdsl.tensor.error.GradException;

/// Gradients of some tensors with respect to others, as `torch.autograd.grad`.
public final class Gradients {
    private Gradients() {}

    /// What a call asks for besides the gradients.
    ///
    /// @param retainGraph      keep what was saved, for another backward pass
    /// @param createGraph      record the pass, so that the gradients can be differentiated
    /// @param allowUnused      give null for an input that no output depends on, and not an error
    /// @param materializeGrads give zeros for such an input
    public record Options(boolean retainGraph, boolean createGraph, boolean allowUnused, boolean materializeGrads) {
        public static final Options DEFAULT = new Options(false, false, false, false);
    }

    /// The gradients of the sum of `outputs`, weighted by `gradOutputs`. Leaves keep theirs unchanged.
    ///
    /// @param gradOutputs one per output, of its shape; null, or null among them, for outputs with one
    ///     element
    /// @return one per input
    /// @throws GradException if an output has several elements and no weight, or an input takes no part
    public static List<Tensor> of(
            List<Tensor> outputs, List<Tensor> inputs, List<Tensor> gradOutputs, Options options) {
        if (gradOutputs != null && gradOutputs.size() != outputs.size()) {
            throw new GradException("grad: %d grad_outputs for %d outputs", gradOutputs.size(), outputs.size());
        }
        List<Tensor> weights = new ArrayList<>();
        for (int i = 0; i < outputs.size(); i++) {
            Tensor given = gradOutputs == null ? null : gradOutputs.get(i);
            weights.add(given != null ? given : implied(outputs.get(i)));
        }
        List<Tensor> found = Engine.gradients(outputs, inputs, weights, options.retainGraph(), options.createGraph());
        List<Tensor> gradients = new ArrayList<>();
        for (int i = 0; i < inputs.size(); i++) {
            gradients.add(found.get(i) != null ? found.get(i) : unused(inputs.get(i), i, options));
        }
        return gradients;
    }

    /// The gradient that backward starts from if none is given.
    public static Tensor implied(Tensor output) {
        if (output.elementCount() != 1) {
            throw new GradException(
                            "backward: a tensor with %d elements needs the gradient to start from",
                            output.elementCount())
                    .withHint("reduce it first, as in loss.mean().backward()");
        }
        return output.detach().ones_like();
    }

    private static Tensor unused(Tensor input, int index, Options options) {
        if (options.materializeGrads()) {
            return input.detach().zeros_like();
        }
        if (options.allowUnused()) {
            return null;
        }
        throw new GradException("grad: no output depends on input %d, %s", index, input.describe())
                .withHint("pass allow_unused=true if that is meant");
    }
}
