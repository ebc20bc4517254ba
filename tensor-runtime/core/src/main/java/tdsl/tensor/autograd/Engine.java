package tdsl.tensor.autograd;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import tdsl.tensor.GradMode;
import tdsl.tensor.Shapes;
import tdsl.tensor.Tensor;
import tdsl.tensor.error.GradException;
import tdsl.tensor.error.TensorException;

/// Runs a graph backwards: each node once, after all that depend on it, without recursion.
public final class Engine {
    private final boolean retainGraph;
    private final Map<Node, Tensor[]> pending = new IdentityHashMap<>();
    private final Map<Node, Integer> waitingFor = new IdentityHashMap<>();
    private final PriorityQueue<Node> ready =
            new PriorityQueue<>(Comparator.comparingLong(Node::sequence).reversed());
    /// Where gradients are delivered instead of into leaves, for {@link #gradients}; null to fill the leaves.
    private final Map<Edge, Tensor> captured;

    private Engine(boolean retainGraph, Map<Edge, Tensor> captured) {
        this.retainGraph = retainGraph;
        this.captured = captured;
    }

    /// Adds the gradients of `root` to all leaves it was computed from.
    ///
    /// @param gradient     the gradient with respect to `root`, of its shape
    /// @param retainGraph  keep what was saved, for another backward pass
    /// @param createGraph  record the backward pass itself; implies `retainGraph`
    /// @throws GradException if `root` does not require a gradient
    public static void backward(Tensor root, Tensor gradient, boolean retainGraph, boolean createGraph) {
        run(new Engine(retainGraph || createGraph, null), List.of(root), List.of(gradient), createGraph);
    }

    /// The gradients of `outputs` with respect to `inputs`; leaves keep theirs unchanged.
    ///
    /// @param gradients one per output, of its shape
    /// @return one per input; null where no output depends on it
    public static List<Tensor> gradients(
            List<Tensor> outputs,
            List<Tensor> inputs,
            List<Tensor> gradients,
            boolean retainGraph,
            boolean createGraph) {
        Map<Edge, Tensor> captured = new HashMap<>();
        List<Edge> edges = new ArrayList<>();
        for (Tensor input : inputs) {
            Edge edge = History.edge(input);
            if (edge == null) {
                throw new GradException("grad: an input, %s, does not require a gradient", input.describe());
            }
            edges.add(edge);
            captured.put(edge, null);
        }
        run(new Engine(retainGraph || createGraph, captured), outputs, gradients, createGraph);
        return edges.stream().map(captured::get).toList();
    }

    private static void run(Engine engine, List<Tensor> roots, List<Tensor> gradients, boolean createGraph) {
        boolean previous = GradMode.set(createGraph);
        try {
            for (int i = 0; i < roots.size(); i++) {
                engine.start(roots.get(i), gradients.get(i));
            }
            engine.countDependencies();
            engine.drain();
        } finally {
            GradMode.set(previous);
        }
    }

    private void start(Tensor root, Tensor gradient) {
        Edge edge = History.edge(root);
        if (edge == null) {
            throw new GradException(
                    "backward: %s was not computed from a tensor that requires a gradient", root.describe());
        }
        if (!root.layout().hasShape(gradient.shape())) {
            throw new GradException(
                    "backward: the gradient has shape %s, but the tensor %s",
                    Shapes.format(gradient.shape()), Shapes.format(root.shape()));
        }
        deliver(edge, gradient.to(root.dtype()));
    }

    private void countDependencies() {
        Set<Node> roots = new HashSet<>(pending.keySet());
        Set<Node> seen = new HashSet<>(roots);
        ArrayDeque<Node> open = new ArrayDeque<>(roots);
        while (!open.isEmpty()) {
            for (Edge edge : open.pop().inputs()) {
                if (edge != null) {
                    waitingFor.merge(edge.node(), 1, Integer::sum);
                    if (seen.add(edge.node())) {
                        open.push(edge.node());
                    }
                }
            }
        }
        for (Node root : roots) {
            if (!waitingFor.containsKey(root)) {
                ready.add(root);
            }
        }
    }

    private void drain() {
        while (!ready.isEmpty()) {
            Node node = ready.poll();
            Tensor[] gradients = pending.remove(node);
            Tensor[] results = gradients == null ? new Tensor[node.inputs().length] : backward(node, gradients);
            Edge[] edges = node.inputs();
            for (int i = 0; i < edges.length; i++) {
                if (edges[i] == null) {
                    continue;
                }
                if (results[i] != null) {
                    deliver(edges[i], results[i]);
                }
                if (waitingFor.merge(edges[i].node(), -1, Integer::sum) == 0) {
                    ready.add(edges[i].node());
                }
            }
        }
    }

    private Tensor[] backward(Node node, Tensor[] gradients) {
        if (node instanceof LeafNode && captured != null) {
            return new Tensor[0];
        }
        Tensor[] results;
        try {
            results = node.backward(gradients);
        } catch (GradException error) {
            throw error.origin() == null ? error.madeAt(node.origin()) : error;
        } catch (TensorException error) {
            GradException wrapped = new GradException("backward of %s: %s", node.name(), error.getMessage());
            wrapped.initCause(error);
            throw wrapped.madeAt(node.origin());
        }
        if (!retainGraph) {
            node.release();
        }
        return results;
    }

    /// Adds a gradient to what has arrived at `edge` so far.
    private void deliver(Edge edge, Tensor gradient) {
        if (captured != null && captured.containsKey(edge)) {
            captured.merge(edge, gradient, Tensor::add);
        }
        Tensor[] gradients = pending.computeIfAbsent(edge.node(), node -> new Tensor[node.outputCount()]);
        Tensor before = gradients[edge.output()];
        gradients[edge.output()] = before == null ? gradient : before.add(gradient);
    }
}
