package tdsl.tensor.autograd;

import tdsl.tensor.Layout;
import tdsl.tensor.Tensor;
import tdsl.tensor.ops.indexing.Indexing;

/// A gradient laid out as the storage that it belongs to, so that any view of that storage has its
/// counterpart here.
final class StorageGradient {
    private final Tensor flat;
    private final long shift;

    private StorageGradient(Tensor flat, long shift) {
        this.flat = flat;
        this.shift = shift;
    }

    /// @param like a tensor of the gradient's dtype
    static StorageGradient zeros(Layout layout, Tensor like) {
        long lowest = layout.elementCount() == 0 ? layout.offset() : layout.lowest();
        long extent = layout.elementCount() == 0 ? 0 : layout.highest() - lowest + 1;
        return new StorageGradient(like.new_zeros(extent), lowest);
    }

    static StorageGradient copyOf(Layout layout, Tensor gradient) {
        StorageGradient copy = zeros(layout, gradient);
        copy.at(layout).copy_(gradient);
        return copy;
    }

    /// The part that corresponds to a view with this layout.
    Tensor at(Layout view) {
        return flat.strided_view(shifted(view));
    }

    /// Adds a gradient to that part; elements that the view shows several times get the sum.
    void add(Layout view, Tensor gradient) {
        Indexing.addStrided(flat, shifted(view), gradient);
    }

    private Layout shifted(Layout view) {
        return Layout.strided(view.shape(), view.strides(), view.offset() - shift);
    }
}
