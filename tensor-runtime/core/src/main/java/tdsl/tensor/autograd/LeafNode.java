package tdsl.tensor.autograd;

import tdsl.tensor.GradMode;
import tdsl.tensor.Tensor;

/// The end of the graph at a leaf: adds what arrives to the leaf's gradient.
final class LeafNode extends Node {
    private AutogradState state;

    LeafNode() {
        super("leaf", new Edge[0]);
    }

    void attach(AutogradState leafState) {
        state = leafState;
    }

    @Override
    int outputCount() {
        return 1;
    }

    @Override
    Tensor[] backward(Tensor[] gradients) {
        Tensor arriving = gradients[0];
        Tensor grad = state.grad();
        if (grad == null) {
            // A copy, since the arriving tensor may be part of another gradient as well.
            state.setGrad(
                    GradMode.isEnabled() ? arriving.clone() : arriving.detach().clone());
        } else if (GradMode.isEnabled()) {
            state.setGrad(grad.add(arriving));
        } else {
            grad.add_(arriving);
        }
        return new Tensor[0];
    }

    @Override
    void release() {
        // A leaf saves nothing.
    }
}
