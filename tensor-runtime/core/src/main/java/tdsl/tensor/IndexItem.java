package tdsl.tensor;

import java.util.List;
import tdsl.tensor.error.IndexException;

/// One part of an index expression such as `x[1:3, ..., -1]`, with NumPy's meaning.
public sealed interface IndexItem {
    /// Items as text, the way the language and NumPy write them: `1:3, ..., ::-1, newaxis, -1`.
    ///
    /// @throws IndexException naming the item that cannot be read
    static List<IndexItem> parse(String text) {
        return IndexText.parse(text);
    }

    /// One position of an axis, which disappears; negative counts from the end.
    record At(long index) implements IndexItem {}

    /// A range of positions; a null part is omitted, as in `::2`.
    record Slice(Long start, Long stop, Long step) implements IndexItem {
        /// All of an axis.
        public static final Slice ALL = new Slice(null, null, null);

        public Slice {
            if (step != null && step == 0) {
                throw new IndexException("slice step must not be 0");
            }
        }

        /// @return the positions chosen from an axis of this size
        public Range within(long size) {
            long by = step == null ? 1 : step;
            long first = start == null ? (by > 0 ? 0 : size - 1) : clamp(start, size, by);
            long end = stop == null ? (by > 0 ? size : -1) : clamp(stop, size, by);
            // Math.abs(Long.MIN_VALUE) is negative; no axis is long enough to tell it from its neighbour.
            long stride = Math.abs(by == Long.MIN_VALUE ? by + 1 : by);
            long distance = by > 0 ? end - first : first - end;
            long count = distance <= 0 ? 0 : (distance - 1) / stride + 1;
            return new Range(first, count, by);
        }

        private static long clamp(long position, long size, long step) {
            long fromFront = position < 0 ? position + size : position;
            return step > 0 ? Math.clamp(fromFront, 0, size) : Math.clamp(fromFront, -1, size - 1);
        }
    }

    /// Positions of one axis.
    record Range(long start, long count, long step) {}

    /// As many full slices as needed; at most once.
    record Ellipsis() implements IndexItem {}

    /// A new axis of size 1.
    record NewAxis() implements IndexItem {}

    /// Positions given by an integer tensor, or by a bool tensor that selects where it is true.
    record By(Tensor indices) implements IndexItem {}
}
