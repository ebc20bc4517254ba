package tdsl.tensor.autograd;

import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import tdsl.tensor.Tensor;

/// What results depend on.
public final class Reach {
    private Reach() {}

    /// Whether a result depends on a leaf, or on the beginning of another graph, that is none of `inputs`.
    public static boolean goesBeyond(List<Tensor> results, List<Tensor> inputs) {
        Set<Node> own = nodes(inputs);
        Set<Node> seen = nodes(results);
        ArrayDeque<Node> open = new ArrayDeque<>(seen);
        while (!open.isEmpty()) {
            Node node = open.pop();
            boolean isSource = true;
            for (Edge edge : node.inputs()) {
                if (edge != null) {
                    isSource = false;
                    if (seen.add(edge.node())) {
                        open.push(edge.node());
                    }
                }
            }
            if (isSource && !own.contains(node)) {
                return true;
            }
        }
        return false;
    }

    private static Set<Node> nodes(List<Tensor> tensors) {
        Set<Node> nodes = new HashSet<>();
        for (Tensor tensor : tensors) {
            Edge edge = History.edge(tensor);
            if (edge != null) {
                nodes.add(edge.node());
            }
        }
        return nodes;
    }
}
