package tdsl.tensor.autograd;

import tdsl.tensor.Layout;
import tdsl.tensor.Tensor;
import tdsl.tensor.error.GradException;

/// Attaches nodes to tensors: after an operation, and after a change in place, which changes the history of a
/// view's base as well.
public final class History {
    private History() {}

    /// Makes `tensor` an output of `node`.
    public static void record(Tensor tensor, Node node, int output) {
        tensor.setAutograd(AutogradState.result(node, output));
        tensor.setBaseEpoch(epochOfBase(tensor));
    }

    private static int epochOfBase(Tensor tensor) {
        Tensor base = tensor.base();
        return base == null || base.autograd() == null ? 0 : base.autograd().epoch();
    }

    /// Where the gradient of `tensor` goes; null if it requires none.
    public static Edge edge(Tensor tensor) {
        refreshView(tensor);
        return tensor.requiresGrad() ? tensor.autograd().edge() : null;
    }

    /// A view whose base was changed in place since has a new history: it is a part of the base as that is
    /// now.
    public static void refreshView(Tensor view) {
        Tensor base = view.base();
        if (base == null || base.autograd() == null || base.isLeaf()) {
            return;
        }
        if (view.baseEpoch() != base.autograd().epoch()) {
            ViewNode node = new ViewNode(base, view.layout());
            node.setOrigin(base.autograd().node().origin());
            record(view, node, 0);
        }
    }

    /// Refuses a change in place that would make gradients wrong.
    ///
    /// @throws GradException for leaves that require a gradient, their views, and views made without
    ///     recording
    public static void checkInPlace(String op, Tensor target) {
        if (target.requiresGrad() && target.isLeaf()) {
            throw leafChanged(op, "a leaf that requires a gradient");
        }
        Tensor base = target.base();
        if (base != null && base.requiresGrad() && base.isLeaf()) {
            throw leafChanged(op, "a view of a leaf that requires a gradient");
        }
        if (isFixed(target) || base != null && isFixed(base)) {
            throw new GradException(
                            "%s: an argument of a function that is differentiated cannot be changed in place", op)
                    .withHint("work on a clone()");
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

    private static boolean isFixed(Tensor tensor) {
        return tensor.requiresGrad()
                && tensor.autograd().node() != null
                && !tensor.autograd().node().allowsChanges();
    }

    private static GradException leafChanged(String op, String what) {
        GradException error = new GradException("%s: %s cannot be changed in place", op, what);
        error.withHint("update it inside `with no_grad() { … }`, or work on a clone()");
        return error;
    }

    /// After `node` computed the new value of `target` in place, as its first output.
    static void rebase(Tensor target, Node node) {
        rebase(target, node, 0);
    }

    /// After `node` computed the new value of `target` in place.
    ///
    /// @param output which of the node's outputs it is; of a view, the first
    public static void rebase(Tensor target, Node node, int output) {
        Tensor base = target.base();
        if (base == null) {
            replace(target, node, output);
            return;
        }
        Layout region = target.layout();
        replace(base, new RegionNode(base, region, node), 0);
        AutogradState before = target.autograd();
        record(target, new ViewNode(base, region), 0);
        passRetained(before, target);
    }

    /// Gives a tensor that is no view a history for its new value.
    private static void replace(Tensor tensor, Node node, int output) {
        AutogradState before = tensor.autograd();
        record(tensor, node, output);
        tensor.autograd().setEpoch(before == null ? 1 : before.epoch() + 1);
        passRetained(before, tensor);
    }

    private static void passRetained(AutogradState before, Tensor tensor) {
        if (before != null) {
            before.passRetainedTo(tensor.autograd());
        }
    }
}
