package tdsl.tensor.autograd;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import tdsl.tensor.Device;
import tdsl.tensor.GradMode;
import tdsl.tensor.Shapes;
import tdsl.tensor.Tensor;
import tdsl.tensor.device.DefaultDevice;
import tdsl.tensor.error.ForwardPlace;
import tdsl.tensor.error.GradException;
import tdsl.tensor.error.TensorException;

/// Runs a graph backwards: each node once, after all that depend on it, without recursion. An engine is one
/// pass; passes on several threads do not know of each other, and meet only where they add to the gradient of
/// a leaf.
public final class Engine {
    private static final Comparator<Node> LATEST_FIRST =
            Comparator.comparingLong(Node::sequence).reversed();

    private final boolean retainGraph;
    private final Map<Node, Progress> nodes = new HashMap<>();
    private final PriorityQueue<Node> ready = new PriorityQueue<>(LATEST_FIRST);
    /// The gradients that the pass is for, by their edges; null to fill all leaves.
    private final Map<Edge, Tensor> wanted;
    /// Whether what arrives at the wanted edges goes into leaves, and not to the caller.
    private final boolean fillsLeaves;

    /// How far a pass is with a node.
    private static final class Progress {
        private Tensor[] gradients;
        private int waitingFor;
        /// Whether the node leads to a gradient that is wanted.
        private boolean isNeeded = true;

        private boolean isWanted;
        /// Of a leaf, whether nothing else refers to the memory of its gradient.
        private boolean isOwned;
    }

    private Engine(boolean retainGraph, Map<Edge, Tensor> wanted, boolean fillsLeaves) {
        this.retainGraph = retainGraph;
        this.wanted = wanted;
        this.fillsLeaves = fillsLeaves;
    }

    // ---- passes ----

    /// Adds the gradients of `root` to all leaves it was computed from.
    ///
    /// @param gradient     the gradient with respect to `root`, of its shape
    /// @param retainGraph  keep what was saved, for another backward pass
    /// @param createGraph  record the backward pass itself
    /// @throws GradException if `root` does not require a gradient
    public static void backward(Tensor root, Tensor gradient, boolean retainGraph, boolean createGraph) {
        new Engine(retainGraph, null, true).run(List.of(root), List.of(gradient), createGraph);
    }

    /// As {@link #backward(Tensor, Tensor, boolean, boolean)}, for some leaves only.
    ///
    /// @throws GradException if one of `leaves` is not a leaf that requires a gradient
    public static void backward(
            Tensor root, Tensor gradient, boolean retainGraph, boolean createGraph, List<Tensor> leaves) {
        Map<Edge, Tensor> wanted = new HashMap<>();
        for (Tensor leaf : leaves) {
            if (!leaf.isLeaf()) {
                throw new GradException("backward: an input, %s, is not a leaf", leaf.describe());
            }
            wanted.put(edge("backward", leaf), null);
        }
        new Engine(retainGraph, wanted, true).run(List.of(root), List.of(gradient), createGraph);
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
        Map<Edge, Tensor> wanted = new HashMap<>();
        List<Edge> edges = new ArrayList<>();
        for (Tensor input : inputs) {
            Edge edge = edge("grad", input);
            edges.add(edge);
            wanted.put(edge, null);
        }
        new Engine(retainGraph, wanted, false).run(outputs, gradients, createGraph);
        return edges.stream().map(wanted::get).toList();
    }

    private static Edge edge(String pass, Tensor input) {
        requireOrdinary(input);
        Edge edge = History.edge(input);
        if (edge == null) {
            throw new GradException("%s: an input, %s, does not require a gradient", pass, input.describe());
        }
        return edge;
    }

    private static void requireOrdinary(Tensor tensor) {
        if (tensor.batch() != null) {
            throw new GradException("backward: in vmap, gradients are those of grad(f)");
        }
    }

    private void run(List<Tensor> roots, List<Tensor> gradients, boolean createGraph) {
        boolean previous = GradMode.set(createGraph);
        try {
            for (int i = 0; i < roots.size(); i++) {
                start(roots.get(i), gradients.get(i));
            }
            prepare();
            while (!ready.isEmpty()) {
                visit(ready.poll());
            }
        } finally {
            GradMode.set(previous);
        }
    }

    private void start(Tensor root, Tensor gradient) {
        requireOrdinary(root);
        Edge edge = History.edge(root);
        if (edge == null) {
            throw new GradException(
                            "backward: %s was not computed from a tensor that requires a gradient", root.describe())
                    .withHint("param(x) makes one; was it computed in `with no_grad()`, or cut off by detach()?");
        }
        if (!root.layout().hasShape(gradient.shape())) {
            throw new GradException(
                    "backward: the gradient has shape %s, but the tensor %s",
                    Shapes.format(gradient.shape()), Shapes.format(root.shape()));
        }
        nodes.computeIfAbsent(edge.node(), _ -> new Progress());
        deliver(edge, gradient.to(root.dtype()), false);
    }

    // ---- preparation ----

    /// Counts for every node how many gradients it has to wait for.
    private void prepare() {
        List<Node> reached = new ArrayList<>(nodes.keySet());
        List<Node> roots = List.copyOf(reached);
        ArrayDeque<Node> open = new ArrayDeque<>(roots);
        while (!open.isEmpty()) {
            for (Edge edge : open.pop().inputs()) {
                if (edge == null) {
                    continue;
                }
                Progress progress = nodes.get(edge.node());
                if (progress == null) {
                    progress = new Progress();
                    nodes.put(edge.node(), progress);
                    open.push(edge.node());
                    if (wanted != null) {
                        reached.add(edge.node());
                    }
                }
                progress.waitingFor++;
            }
        }
        if (wanted != null) {
            findNeeded(reached);
        }
        for (Node root : roots) {
            if (nodes.get(root).waitingFor == 0) {
                ready.add(root);
            }
        }
    }

    private void findNeeded(List<Node> reached) {
        for (Edge edge : wanted.keySet()) {
            Progress progress = nodes.get(edge.node());
            if (progress != null) {
                progress.isWanted = true;
            }
        }
        // Inputs are older than what was computed from them.
        reached.sort(LATEST_FIRST.reversed());
        for (Node node : reached) {
            Progress progress = nodes.get(node);
            progress.isNeeded = fillsLeaves && progress.isWanted;
            for (Edge edge : node.inputs()) {
                Progress input = edge == null ? null : nodes.get(edge.node());
                progress.isNeeded |= input != null && (input.isNeeded || input.isWanted);
            }
        }
    }

    // ---- the pass ----

    private void visit(Node node) {
        Progress progress = nodes.remove(node);
        Tensor[] gradients = progress.gradients;
        if (gradients != null) {
            prepareGradients(node, progress);
        }
        if (!progress.isNeeded) {
            return;
        }
        Edge[] edges = node.inputs();
        boolean[] owned = new boolean[edges.length];
        Tensor[] results = gradients == null ? null : backward(node, progress, owned);
        for (int i = 0; i < edges.length; i++) {
            if (edges[i] == null) {
                continue;
            }
            if (results != null && results[i] != null) {
                deliver(edges[i], results[i], owned[i]);
            }
            if (--nodes.get(edges[i].node()).waitingFor == 0) {
                ready.add(edges[i].node());
            }
        }
    }

    /// All gradients have arrived: hooks may change them, and those that are wanted are taken.
    private void prepareGradients(Node node, Progress progress) {
        Tensor[] gradients = progress.gradients;
        if (node.hooks() != null) {
            node.hooks().run(node, gradients);
        }
        if (progress.isWanted && !fillsLeaves) {
            for (int i = 0; i < gradients.length; i++) {
                wanted.replace(new Edge(node, i), gradients[i]);
            }
        }
    }

    private Tensor[] backward(Node node, Progress progress, boolean[] owned) {
        Tensor[] gradients = progress.gradients;
        Tensor[] results;
        try {
            results = runWhere(gradients, node, progress, owned);
            if (GradMode.detectsAnomalies()) {
                Anomalies.checkBackward(node, gradients, results);
            }
        } catch (GradException error) {
            error.madeAt(node.origin());
            throw error;
        } catch (TensorException error) {
            throw inBackward(node, error);
        } catch (RuntimeException error) {
            if (error instanceof ForwardPlace place) {
                place.madeAt(node.origin());
            }
            throw error;
        }
        if (!retainGraph) {
            node.release();
        }
        return results;
    }

    /// Runs a node; what its rules make is where the gradients are.
    private static Tensor[] runWhere(Tensor[] gradients, Node node, Progress progress, boolean[] owned) {
        Device device = Device.CPU;
        for (Tensor gradient : gradients) {
            device = gradient != null ? gradient.device() : device;
        }
        if (device == DefaultDevice.get()) {
            return run(gradients, node, progress, owned);
        }
        return DefaultDevice.with(device, () -> run(gradients, node, progress, owned));
    }

    private static Tensor[] run(Tensor[] gradients, Node node, Progress progress, boolean[] owned) {
        // A hook of a leaf may have kept the gradient, or have given another tensor in its place.
        return node instanceof LeafNode leaf
                ? leaf.accumulate(gradients[0], progress.isOwned && leaf.hooks() == null)
                : node.backward(gradients, owned);
    }

    private static TensorException inBackward(Node node, TensorException error) {
        GradException wrapped = new GradException("backward of %s: %s", node.name(), error.getMessage());
        error.hint().ifPresent(hint -> wrapped.withHint("%s", hint));
        wrapped.initCause(error);
        wrapped.madeAt(node.origin());
        return wrapped;
    }

    /// Adds a gradient to what has arrived at `edge` so far.
    ///
    /// @param owned whether nothing else refers to its memory
    private void deliver(Edge edge, Tensor gradient, boolean owned) {
        Progress progress = nodes.get(edge.node());
        if (progress.gradients == null) {
            progress.gradients = new Tensor[edge.node().outputCount()];
        }
        Tensor before = progress.gradients[edge.output()];
        progress.gradients[edge.output()] = before == null ? gradient : before.add(gradient);
        progress.isOwned = before != null || owned;
    }
}
