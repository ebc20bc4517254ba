package tdsl.tensor.autograd;

import tdsl.tensor.Layout;
import tdsl.tensor.Tensor;

/// A tensor of which a region was overwritten: outside it the gradient goes to the old value, inside to the new one.
final class RegionNode extends Node {
    private final Layout baseLayout;
    private final Layout region;

    RegionNode(Tensor base, Layout region, Node writer) {
        super("assignment to a view", new Edge[] {History.edge(base), new Edge(writer, 0)});
        this.baseLayout = base.layout();
        this.region = region;
    }

    @Override
    public int outputCount() {
        return 1;
    }

    @Override
    public Tensor[] backward(Tensor[] gradients) {
        StorageGradient whole = StorageGradient.copyOf(baseLayout, gradients[0]);
        Tensor inside = whole.at(region).clone();
        if (inputs()[0] == null) {
            return new Tensor[] {null, inside};
        }
        whole.at(region).zero_();
        return new Tensor[] {whole.at(baseLayout), inside};
    }

    @Override
    public void release() {
        // Layouts only.
    }
}
