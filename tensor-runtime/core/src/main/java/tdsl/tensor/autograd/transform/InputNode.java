package tdsl.tensor.autograd.transform;

import tdsl.tensor.Tensor;
import tdsl.tensor.autograd.Edge;
import tdsl.tensor.autograd.History;
import tdsl.tensor.autograd.Node;

/// The beginning of a graph that is differentiated on its own: an argument as the function that is
/// differentiated sees it. Its gradient is that of this use of the tensor alone, however else the function
/// knows it, which keeps derivatives within derivatives apart. A derivative further out passes through to the
/// tensor itself.
final class InputNode extends Node {
    private InputNode(Edge[] outer) {
        super("argument of a transform", outer);
    }

    /// A tensor of the same values.
    static Tensor track(Tensor tensor) {
        Tensor tracked = tensor.detached();
        Edge outer = History.edge(tensor);
        History.record(tracked, new InputNode(outer == null ? new Edge[0] : new Edge[] {outer}), 0);
        return tracked;
    }

    @Override
    public int outputCount() {
        return 1;
    }

    @Override
    public Tensor[] backward(Tensor[] gradients) {
        return inputs().length == 0 ? new Tensor[0] : gradients;
    }

    @Override
    public boolean allowsChanges() {
        return false;
    }

    @Override
    public void release() {
        // Saves nothing.
    }
}
