package tdsl.tensor.autograd;

import java.util.ArrayList;
import java.util.List;
import tdsl.tensor.DType;
import tdsl.tensor.GradMode;
import tdsl.tensor.Tensor;
import tdsl.tensor.dispatch.Args;
import tdsl.tensor.dispatch.Op;
import tdsl.tensor.error.GradException;

/// Finds where numbers first become NaN, as PyTorch's `detect_anomaly`, which looks at backward only.
final class Anomalies {
    private Anomalies() {}

    /// @throws GradException if an output of an op has NaN and no input had
    static void checkForward(Op op, Args args, List<Tensor> outputs) {
        List<Node.Saved> inputs = new ArrayList<>();
        for (int i = 0; i < args.count(); i++) {
            String name = op.signature().parameters().get(i).name();
            if (args.value(i) instanceof Tensor tensor) {
                inputs.add(new Node.Saved("its argument '" + name + "'", tensor));
            }
        }
        for (Tensor output : outputs) {
            if (hasNaN(output) && inputs.stream().noneMatch(input -> hasNaN(input.tensor()))) {
                throw new GradException(
                        "%s: the result is NaN in %s; %s", op.name(), share(output), statistics(inputs));
            }
        }
    }

    /// @throws GradException if a gradient that a node gives has NaN and none that it got had
    static void checkBackward(Node node, Tensor[] gradients, Tensor[] results) {
        for (int i = 0; i < results.length; i++) {
            if (results[i] == null || !hasNaN(results[i])) {
                continue;
            }
            List<Node.Saved> inputs = new ArrayList<>();
            for (Tensor gradient : gradients) {
                if (gradient != null) {
                    inputs.add(new Node.Saved("the gradient that arrived", gradient));
                }
            }
            inputs.addAll(node.saved());
            throw new GradException(
                    "backward of %s: the gradient of %s is NaN in %s; %s",
                    node.name(), node.inputName(i), share(results[i]), statistics(inputs));
        }
    }

    private static boolean hasNaN(Tensor tensor) {
        return tensor.dtype().isFloating() && count(tensor.detach().isnan()) > 0;
    }

    private static String share(Tensor tensor) {
        return count(tensor.detach().isnan()) + " of " + tensor.elementCount() + " elements";
    }

    private static String statistics(List<Node.Saved> tensors) {
        boolean previous = GradMode.set(false);
        try {
            return String.join("; ", tensors.stream().map(Anomalies::statistics).toList());
        } finally {
            GradMode.set(previous);
        }
    }

    /// `the gradient that arrived: f64[3], min -1.0, max 2.0, 0 NaN, 1 infinite`; least and most are of finite
    /// elements.
    private static String statistics(Node.Saved saved) {
        Tensor tensor = saved.tensor().detach();
        String start = saved.role() + ": " + tensor.describe();
        if (!tensor.dtype().isFloating() || tensor.elementCount() == 0) {
            return start;
        }
        Tensor finite = tensor.masked_select(tensor.isfinite());
        String range = finite.elementCount() == 0
                ? ", nothing finite"
                : ", min " + finite.amin().item() + ", max " + finite.amax().item();
        return start + range + ", " + count(tensor.isnan()) + " NaN, " + count(tensor.isinf()) + " infinite";
    }

    private static long count(Tensor flags) {
        return (Long) flags.to(DType.INT64).sum().item();
    }
}
