package tdsl.tensor.autograd;

import java.util.function.UnaryOperator;
import tdsl.tensor.GradMode;
import tdsl.tensor.MemoryScope;
import tdsl.tensor.Tensor;
import tdsl.tensor.autograd.hooks.HookHandle;
import tdsl.tensor.error.GradException;

/// What autograd knows of one tensor: for a leaf its gradient, for a result the node that computed it.
public final class AutogradState {
    private final Node node;
    private final int output;
    private final LeafNode leaf;
    private Tensor grad;
    private boolean retainsGrad;
    private int epoch;

    private AutogradState(Node node, int output, LeafNode leaf) {
        this.node = node;
        this.output = output;
        this.leaf = leaf;
    }

    /// The state of a tensor that gradients are summed up in.
    public static AutogradState leaf() {
        LeafNode node = new LeafNode();
        AutogradState state = new AutogradState(null, 0, node);
        node.attach(state);
        return state;
    }

    static AutogradState result(Node node, int output) {
        return new AutogradState(node, output, null);
    }

    /// The node whose output the tensor is; null for a leaf.
    public Node node() {
        return node;
    }

    /// Passed on to the node, for messages about its backward pass.
    public void setOrigin(Object place) {
        if (node != null) {
            node.setOrigin(place);
        }
    }

    /// Where the gradient of the tensor goes.
    public Edge edge() {
        return leaf != null ? new Edge(leaf, 0) : new Edge(node, output);
    }

    // ---- gradient ----

    public synchronized Tensor grad() {
        return grad;
    }

    public synchronized void setGrad(Tensor gradient) {
        MemoryScope scope = MemoryScope.current();
        // A leaf outlives the scopes around its backward passes, and its gradient belongs to it.
        grad = scope == null || gradient == null ? gradient : scope.keep(gradient);
    }

    /// Adds what a backward pass found. Passes on several threads may arrive at once.
    ///
    /// @param owned whether nothing else refers to the memory of what arrives
    synchronized void accumulate(Tensor arriving, boolean owned) {
        if (grad == null && owned && arriving.isContiguous() && !GradMode.isEnabled()) {
            setGrad(arriving.detached());
        } else if (grad == null) {
            // A copy, since the arriving tensor may be part of another gradient as well.
            setGrad(GradMode.isEnabled() ? arriving.clone() : arriving.detach().clone());
        } else if (GradMode.isEnabled()) {
            setGrad(grad.add(arriving));
        } else {
            grad.add_(arriving);
        }
    }

    /// Makes backward passes keep the gradient of a result.
    public void retainGrad() {
        if (node != null) {
            retainsGrad = true;
            node.hooksToExtend().retain(output, this);
        }
    }

    public boolean retainsGrad() {
        return retainsGrad;
    }

    /// The state after a change in place: it is the new value whose gradient is kept.
    void passRetainedTo(AutogradState later) {
        if (retainsGrad) {
            node.hooksToExtend().retain(output, null);
            later.retainGrad();
        }
    }

    // ---- hooks ----

    /// See {@link Tensor#registerHook}.
    public HookHandle addHook(UnaryOperator<Tensor> hook) {
        Edge edge = edge();
        return edge.node().hooksToExtend().add(edge.output(), hook);
    }

    /// See {@link Tensor#registerPostAccumulateGradHook}.
    public HookHandle addPostAccumulateHook(Runnable hook) {
        if (leaf == null) {
            throw new GradException("only leaves accumulate gradients; this tensor is the result of %s", node.name());
        }
        return leaf.addHook(hook);
    }

    // ---- changes of history ----

    /// How often this tensor was changed through a view, or in place, with its history changing too.
    public int epoch() {
        return epoch;
    }

    void setEpoch(int rebases) {
        epoch = rebases;
    }
}
