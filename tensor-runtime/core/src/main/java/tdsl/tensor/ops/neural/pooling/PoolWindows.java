package tdsl.tensor.ops.neural.pooling;

import tdsl.tensor.error.ValueException;

/// Which elements of an axis go into each result along it: `start`, `start + step`, … below `end`.
///
/// @param starts the first element for each result, inside of the axis
/// @param ends   where its elements end, inside of the axis
/// @param sizes  how many elements there would be if padding counted
public record PoolWindows(int[] starts, int[] ends, int[] sizes, int step) {

    /// Windows of `kernel` elements, `dilation` apart, that start at every `stride`-th place of the
    /// padded axis.
    ///
    /// @param ceil whether a last window may reach beyond the padding; it starts before the padding at
    /// the end does
    static PoolWindows sliding(
            String op, long size, long kernel, long stride, long padding, long dilation, boolean ceil) {
        if (kernel < 1 || stride < 1 || dilation < 1 || padding < 0 || padding > ((kernel - 1) * dilation + 1) / 2) {
            throw new ValueException(
                    "%s: kernel_size %d, stride %d and dilation %d must be positive, and padding %d at most half"
                            + " the kernel",
                    op, kernel, stride, dilation, padding);
        }
        long reach = dilation * (kernel - 1) + 1;
        long count = Math.floorDiv(size + 2 * padding - reach + (ceil ? stride - 1 : 0), stride) + 1;
        if (ceil && (count - 1) * stride >= size + padding) {
            count--;
        }
        if (count < 1) {
            throw new ValueException(
                    "%s: a window of %d elements does not fit into an axis of %d with %d elements of padding",
                    op, reach, size, padding);
        }
        PoolWindows windows = ofCount(count, dilation);
        for (int i = 0; i < count; i++) {
            long start = i * stride - padding;
            long end = Math.min(start + reach, size + padding);
            windows.sizes[i] = (int) Math.ceilDiv(end - start, dilation);
            windows.starts[i] = (int) (start < 0 ? start + Math.ceilDiv(-start, dilation) * dilation : start);
            windows.ends[i] = (int) Math.min(end, size);
        }
        return windows;
    }

    /// As many windows as there are to be results, of almost equal size, that cover the axis.
    static PoolWindows adaptive(long size, long count) {
        PoolWindows windows = ofCount(count, 1);
        for (int i = 0; i < count; i++) {
            windows.starts[i] = (int) (i * size / count);
            windows.ends[i] = (int) Math.ceilDiv((i + 1) * size, count);
            windows.sizes[i] = windows.ends[i] - windows.starts[i];
        }
        return windows;
    }

    private static PoolWindows ofCount(long count, long step) {
        return new PoolWindows(new int[(int) count], new int[(int) count], new int[(int) count], (int) step);
    }

    public int count() {
        return starts.length;
    }

    /// How many elements of the axis go into a result.
    int elements(int result) {
        return Math.max(0, Math.ceilDiv(ends[result] - starts[result], step));
    }
}
