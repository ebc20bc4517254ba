package tdsl.tensor.autograd;

import java.util.concurrent.atomic.AtomicLong;
import tdsl.tensor.Tensor;

/// One recorded operation, as the backward pass sees it: gradients of its outputs in, gradients of its inputs out.
public abstract class Node {
    private static final AtomicLong SEQUENCE = new AtomicLong();

    private final long sequence = SEQUENCE.incrementAndGet();
    private final String name;
    private final Edge[] inputs;
    private Object origin;

    /// @param inputs where the gradients go; null where none is wanted
    Node(String name, Edge[] inputs) {
        this.name = name;
        this.inputs = inputs;
    }

    /// The operation, as messages call it.
    public final String name() {
        return name;
    }

    final Edge[] inputs() {
        return inputs;
    }

    /// Grows with time: later operations have larger numbers.
    final long sequence() {
        return sequence;
    }

    final Object origin() {
        return origin;
    }

    final void setOrigin(Object place) {
        if (origin == null) {
            origin = place;
        }
    }

    abstract int outputCount();

    /// @param gradients one per output, null where nothing depended on it
    /// @return one per input, null where there is none
    abstract Tensor[] backward(Tensor[] gradients);

    /// Drops what was saved; a later backward pass is an error.
    abstract void release();
}
