package tdsl.tensor.autograd;

import tdsl.tensor.MemoryScope;
import tdsl.tensor.Tensor;

/// What autograd knows of one tensor: for a leaf its gradient, for a result the node that computed it.
public final class AutogradState {
    private final Node node;
    private final int output;
    private final LeafNode leaf;
    private Tensor grad;
    private int epoch;

    private AutogradState(Node node, int output, LeafNode leaf) {
        this.node = node;
        this.output = output;
        this.leaf = leaf;
    }

    /// The state of a tensor that gradients are summed up in.
    public static AutogradState leaf(Tensor tensor) {
        LeafNode node = new LeafNode();
        AutogradState state = new AutogradState(null, 0, node);
        node.attach(state);
        return state;
    }

    static AutogradState result(Node node, int output) {
        return new AutogradState(node, output, null);
    }

    public boolean requiresGrad() {
        return true;
    }

    /// The node whose output the tensor is; null for a leaf.
    public Node node() {
        return node;
    }

    public Tensor grad() {
        return grad;
    }

    public void setGrad(Tensor gradient) {
        MemoryScope scope = MemoryScope.current();
        // A leaf outlives the scopes around its backward passes, and its gradient belongs to it.
        grad = scope == null || gradient == null ? gradient : scope.keep(gradient);
    }

    /// Passed on to the node, for messages about its backward pass.
    public void setOrigin(Object place) {
        if (node != null) {
            node.setOrigin(place);
        }
    }

    Edge edge() {
        return leaf != null ? new Edge(leaf, 0) : new Edge(node, output);
    }

    /// How often this tensor was changed through a view, or in place, with its history changing too.
    public int epoch() {
        return epoch;
    }

    void setEpoch(int rebases) {
        epoch = rebases;
    }
}
