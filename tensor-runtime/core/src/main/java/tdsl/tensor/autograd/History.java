package tdsl.tensor.autograd;

import tdsl.tensor.Layout;
import tdsl.tensor.Tensor;
import tdsl.tensor.error.GradException;

/// Attaches nodes to tensors: after an operation, and after a change in place, which changes the history of a view's
/// base as well.
public final class History {
    private History() {}

    /// Makes `tensor` an output of `node`.
    static void record(Tensor tensor, Node node, int output) {
        tensor.setAutograd(AutogradState.result(node, output));
        tensor.setBaseEpoch(epochOfBase(tensor));
    }

    private static int epochOfBase(Tensor tensor) {
        Tensor base = tensor.base();
        return base == null || base.autograd() == null ? 0 : base.autograd().epoch();
    }

    /// Where the gradient of `tensor` goes; null if it requires none.
    static Edge edge(Tensor tensor) {
        refreshView(tensor);
        return tensor.requiresGrad() ? tensor.autograd().edge() : null;
    }

    /// A view whose base was changed in place since has a new history: it is a part of the base as that is now.
    public static void refreshView(Tensor view) {
        Tensor base = view.base();
        if (base == null || base.autograd() == null || base.isLeaf()) {
            return;
        }
        if (view.baseEpoch() != base.autograd().epoch()) {
            record(view, new ViewNode(base, view.layout()), 0);
        }
    }

    /// Refuses a change in place that would make gradients wrong.
    ///
    /// @throws GradException for leaves that require a gradient, their views, and views made without recording
    static void checkInPlace(String op, Tensor target) {
        if (target.requiresGrad() && target.isLeaf()) {
            throw leafChanged(op, "a leaf that requires a gradient");
        }
        Tensor base = target.base();
        if (base != null && base.requiresGrad() && base.isLeaf()) {
            throw leafChanged(op, "a view of a leaf that requires a gradient");
        }
        if (base != null && base.requiresGrad() && !target.requiresGrad()) {
            GradException error = new GradException(
                    "%s: a view that was made under no_grad cannot be changed in place where gradients are recorded,"
                            + " since its base requires one",
                    op);
            error.withHint("make the view outside `no_grad()`, or change it inside");
            throw error;
        }
    }

    private static GradException leafChanged(String op, String what) {
        GradException error = new GradException("%s: %s cannot be changed in place", op, what);
        error.withHint("update it inside `with no_grad() { … }`, or work on a clone()");
        return error;
    }

    /// After `node` computed the new value of `target` in place.
    static void rebase(Tensor target, Node node) {
        Tensor base = target.base();
        if (base == null) {
            int epoch = target.autograd() == null ? 0 : target.autograd().epoch();
            record(target, node, 0);
            target.autograd().setEpoch(epoch + 1);
            return;
        }
        int epoch = base.autograd() == null ? 0 : base.autograd().epoch();
        Layout region = target.layout();
        record(base, new RegionNode(base, region, node), 0);
        base.autograd().setEpoch(epoch + 1);
        record(target, new ViewNode(base, region), 0);
    }
}
