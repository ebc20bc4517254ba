package tdsl.tensor.autograd;

import tdsl.tensor.Layout;
import tdsl.tensor.Tensor;
import tdsl.tensor.ops.OpIndex;

/// A gradient laid out as the storage that it belongs to, so that any view of that storage has its counterpart here.
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
        Tensor flat = (Tensor) OpIndex.NEW_ZEROS.OP.call(like, new long[] {extent}, null);
        return new StorageGradient(flat, lowest);
    }

    static StorageGradient copyOf(Layout layout, Tensor gradient) {
        StorageGradient copy = zeros(layout, gradient);
        copy.at(layout).copy_(gradient);
        return copy;
    }

    /// The part that corresponds to a view with this layout.
    Tensor at(Layout view) {
        Layout shifted = Layout.strided(view.shape(), view.strides(), view.offset() - shift);
        return (Tensor) OpIndex.AS_STRIDED.OP.call(flat, shifted);
    }
}
