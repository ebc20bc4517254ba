package tdsl.tensor.format;

import java.util.function.LongConsumer;
import tdsl.tensor.Layout;
import tdsl.tensor.Tensor;

/// Which elements of a tensor are printed: all, or of each long axis the first and the last few.
///
/// @param shortened true for a tensor with too many elements to show
record Summary(boolean shortened) {
    private static final long MOST_ELEMENTS_IN_FULL = 1000;
    private static final int EDGE_ITEMS = 3;

    static Summary of(Tensor tensor) {
        return new Summary(tensor.elementCount() > MOST_ELEMENTS_IN_FULL);
    }

    /// Whether an axis of this size is printed with a gap.
    boolean hasGap(long size) {
        return shortened && size > 2 * EDGE_ITEMS;
    }

    /// How many indices of an axis are printed.
    long visibleCount(long size) {
        return hasGap(size) ? 2 * EDGE_ITEMS : size;
    }

    /// How many of the visible indices lie before the gap.
    long visibleBeforeGap(long size) {
        return hasGap(size) ? EDGE_ITEMS : size;
    }

    /// The index in the axis of the visible index with this number.
    long index(long visible, long size) {
        return visible < visibleBeforeGap(size) ? visible : size - visibleCount(size) + visible;
    }

    /// Passes the storage position of every visible element.
    void forEachPosition(Layout layout, LongConsumer action) {
        forEachPosition(layout, 0, layout.offset(), action);
    }

    private void forEachPosition(Layout layout, int axis, long position, LongConsumer action) {
        if (axis == layout.rank()) {
            action.accept(position);
            return;
        }
        long size = layout.size(axis);
        for (long visible = 0; visible < visibleCount(size); visible++) {
            forEachPosition(layout, axis + 1, position + index(visible, size) * layout.stride(axis), action);
        }
    }
}
