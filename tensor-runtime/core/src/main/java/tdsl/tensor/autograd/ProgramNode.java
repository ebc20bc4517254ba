package tdsl.tensor.autograd;

import java.util.ArrayList;
import java.util.List;
import tdsl.tensor.GradMode;
import tdsl.tensor.Layout;
import tdsl.tensor.Shapes;
import tdsl.tensor.Tensor;
import tdsl.tensor.error.GradException;
import tdsl.tensor.fusion.FusedExpression;
import tdsl.tensor.fusion.FusedGradient;

/// A recorded fused expression: keeps the leaves that its gradient reads, and computes all gradients in one
/// pass.
public final class ProgramNode extends Node {
    private final FusedGradient gradient;
    private final Layout[] layouts;
    /// Shape of the elements, before the expression reduced them.
    private final long[] shape;
    private volatile SavedTensor[] saved;

    private ProgramNode(FusedGradient gradient, Edge[] edges, SavedTensor[] saved, Layout[] layouts, long[] shape) {
        super(gradient.name(), edges);
        this.gradient = gradient;
        this.saved = saved;
        this.layouts = layouts;
        this.shape = shape;
    }

    /// Gives `output` the history of having been computed from `leaves`.
    ///
    /// @param shape of the elements of the expression
    public static void record(FusedGradient gradient, Tensor[] leaves, long[] shape, Tensor output) {
        Edge[] edges = new Edge[leaves.length];
        SavedTensor[] saved = null;
        Layout[] layouts = new Layout[leaves.length];
        for (int i = 0; i < leaves.length; i++) {
            layouts[i] = leaves[i].layout();
            edges[i] = gradient.isWanted(i) ? History.edge(leaves[i]) : null;
            if (gradient.reads(i)) {
                saved = saved == null ? new SavedTensor[leaves.length] : saved;
                saved[i] = SavedTensor.of(leaves[i]);
            }
        }
        History.record(output, new ProgramNode(gradient, edges, saved, layouts, shape), 0);
    }

    @Override
    public int outputCount() {
        return 1;
    }

    @Override
    public Tensor[] backward(Tensor[] gradients) {
        return backward(gradients, new boolean[layouts.length]);
    }

    @Override
    Tensor[] backward(Tensor[] gradients, boolean[] owned) {
        Tensor[] leaves = leaves();
        long count = Shapes.elementCount(shape);
        Tensor[] results = GradMode.isEnabled()
                ? gradient.evaluateByOps(leaves, shape, count, gradients[0])
                : gradient.evaluate(leaves, shape, count, gradients[0]);
        for (int i = 0; i < results.length; i++) {
            owned[i] = gradient.computesApart(i) && !GradMode.isEnabled();
            long[] wanted = results[i] == null ? null : layouts[i].shape();
            if (wanted != null && !results[i].layout().hasShape(wanted)) {
                results[i] = results[i].sum_to(wanted);
            }
        }
        return results;
    }

    private Tensor[] leaves() {
        // Taken once, since another pass may release what was saved at any time.
        SavedTensor[] held = saved;
        Tensor[] leaves = new Tensor[layouts.length];
        for (int i = 0; i < leaves.length; i++) {
            if (gradient.reads(i)) {
                if (held == null) {
                    GradException error = new GradException("%s: backward was already run through this result", name());
                    error.withHint("pass retain_graph=true to the first backward to run a second one");
                    throw error;
                }
                leaves[i] = value(held[i], i);
            }
        }
        return leaves;
    }

    private Tensor value(SavedTensor held, int leaf) {
        FusedExpression.Use use = gradient.useOf(leaf);
        return held.get(use.op(), use.origin(), use.role());
    }

    @Override
    public void release() {
        SavedTensor[] held = saved;
        saved = null;
        for (int i = 0; held != null && i < held.length; i++) {
            if (held[i] != null) {
                held[i].release();
            }
        }
    }

    @Override
    public List<Saved> saved() {
        SavedTensor[] held = saved;
        List<Saved> result = new ArrayList<>();
        for (int i = 0; held != null && i < held.length; i++) {
            if (held[i] != null) {
                result.add(new Saved(inputName(i), value(held[i], i)));
            }
        }
        return result;
    }

    @Override
    public String inputName(int input) {
        return gradient.useOf(input).role();
    }
}
