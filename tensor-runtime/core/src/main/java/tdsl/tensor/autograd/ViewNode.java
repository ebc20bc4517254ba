package tdsl.tensor.autograd;

import tdsl.tensor.Layout;
import tdsl.tensor.Tensor;

/// A view of a tensor that was changed in place: its gradient is that of its region of the base.
final class ViewNode extends Node {
    private final Layout baseLayout;
    private final Layout region;

    ViewNode(Tensor base, Layout region) {
        super("view", new Edge[] {base.autograd().edge()});
        this.baseLayout = base.layout();
        this.region = region;
    }

    @Override
    public int outputCount() {
        return 1;
    }

    @Override
    public Tensor[] backward(Tensor[] gradients) {
        StorageGradient whole = StorageGradient.zeros(baseLayout, gradients[0]);
        whole.add(region, gradients[0]);
        return new Tensor[] {whole.at(baseLayout)};
    }

    @Override
    public void release() {
        // Layouts only.
    }
}
