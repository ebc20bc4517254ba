package tdsl.tensor.autograd;

import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import tdsl.tensor.Tensor;

/// One recorded operation, as the backward pass sees it: gradients of its outputs in, gradients of its inputs
/// out. Passes on several threads may run one node at the same time.
public abstract class Node {
    private static final AtomicLong SEQUENCE = new AtomicLong();

    private final long sequence = SEQUENCE.incrementAndGet();
    private final String name;
    private final Edge[] inputs;
    private Object origin;
    private volatile OutputHooks hooks;

    /// A tensor that a node saved.
    ///
    /// @param role how the node used it, such as `its output`
    public record Saved(String role, Tensor tensor) {}

    /// @param name   the operation, as messages call it
    /// @param inputs where the gradients go; null where none is wanted
    protected Node(String name, Edge[] inputs) {
        this.name = name;
        this.inputs = inputs;
    }

    public final String name() {
        return name;
    }

    protected final Edge[] inputs() {
        return inputs;
    }

    /// Grows with time: later operations have larger numbers, so a node's is larger than those of its inputs.
    final long sequence() {
        return sequence;
    }

    /// Nodes are looked up for every edge of a pass: a number of their own is cheaper than the object's
    /// identity.
    @Override
    public final int hashCode() {
        return Long.hashCode(sequence);
    }

    @Override
    public final boolean equals(Object other) {
        return this == other;
    }

    /// Where in a program the operation was called; null if that is not known.
    public final Object origin() {
        return origin;
    }

    /// Says where the operation was called, and so for the operations that it is made of: those which it
    /// depends on and that have no place yet.
    public final void setOrigin(Object place) {
        if (origin != null || place == null) {
            return;
        }
        origin = place;
        for (Edge edge : inputs) {
            if (edge != null && edge.node().isPartWithoutPlace()) {
                placeParts(place);
                return;
            }
        }
    }

    private boolean isPartWithoutPlace() {
        return origin == null && inputs.length > 0;
    }

    private void placeParts(Object place) {
        ArrayDeque<Node> open = new ArrayDeque<>();
        open.push(this);
        while (!open.isEmpty()) {
            for (Edge edge : open.pop().inputs) {
                if (edge != null && edge.node().isPartWithoutPlace()) {
                    edge.node().origin = place;
                    open.push(edge.node());
                }
            }
        }
    }

    /// The hooks of the outputs; null if there are none.
    final OutputHooks hooks() {
        return hooks;
    }

    final synchronized OutputHooks hooksToExtend() {
        if (hooks == null) {
            hooks = new OutputHooks();
        }
        return hooks;
    }

    public abstract int outputCount();

    /// @param gradients one per output, null where nothing depended on it
    /// @return one per input, null where there is none
    public abstract Tensor[] backward(Tensor[] gradients);

    /// As {@link #backward(Tensor[])}, and tells which results own their memory: nothing else refers to it, so that it
    /// may become the gradient of a leaf as it is.
    ///
    /// @param owned one per input, false; set to true for such results
    Tensor[] backward(Tensor[] gradients, boolean[] owned) {
        return backward(gradients);
    }

    /// Drops what was saved; a later backward pass is an error.
    public abstract void release();

    /// Whether the results may be changed in place.
    public boolean allowsChanges() {
        return true;
    }

    /// What is still saved, for messages.
    public List<Saved> saved() {
        return List.of();
    }

    /// What the gradient of an input belongs to, for messages.
    public String inputName(int input) {
        return "input " + (input + 1);
    }
}
