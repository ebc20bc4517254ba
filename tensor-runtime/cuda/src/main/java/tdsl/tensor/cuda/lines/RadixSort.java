package tdsl.tensor.cuda.lines;

import tdsl.tensor.DType;
import tdsl.tensor.Device;
import tdsl.tensor.Tensor;
import tdsl.tensor.cuda.launch.Grids;
import tdsl.tensor.cuda.launch.KernelFile;
import tdsl.tensor.error.ValueException;

/// Stable sorting of the lines of a matrix of unsigned keys, by 8 bits at a time.
public final class RadixSort {
    private static final KernelFile FILE = new KernelFile("lines/radix_sort");
    private static final int DIGIT_BITS = 8;
    private static final int DIGITS = 1 << DIGIT_BITS;
    private static final int TILE_BYTES = 1 << 14;
    /// Lines that one block sorts by itself, shortest first.
    private static final int[] SHORT_LINES = {256, 1024, 2048};

    private RadixSort() {}

    /// Lines in order.
    ///
    /// @param keys   sorted
    /// @param values i32 without sign: for each key its place in the line before
    public record Sorted(Tensor keys, Tensor values) {}

    /// @param keys  contiguous lines of unsigned numbers, in i32 or i64; changed
    /// @param lines how many of `length` elements
    /// @param bits  that keys have at most
    public static Sorted sort(Tensor keys, long lines, long length, int bits) {
        if (length >= 1L << 32) {
            throw new ValueException("a GPU sorts up to 2^32 elements, not %d", length);
        }
        for (int most : SHORT_LINES) {
            if (length <= most) {
                return sortShort(keys, lines, length, bits, most);
            }
        }
        return sortLong(keys, lines, length, bits);
    }

    private static String label(Tensor keys) {
        return keys.dtype() == DType.INT64 ? "_u64" : "_u32";
    }

    private static Sorted sortShort(Tensor keys, long lines, long length, int bits, int most) {
        Tensor sorted = Tensor.empty(keys.device(), keys.dtype(), keys.elementCount());
        Tensor values = Tensor.empty(keys.device(), DType.INT32, keys.elementCount());
        FILE.kernel("sort_lines_" + most + label(keys))
                .on(keys.device())
                .tensor(keys)
                .tensor(sorted)
                .tensor(values)
                .int64(length)
                .int64(bits)
                .launch(lines, Grids.THREADS);
        return new Sorted(sorted, values);
    }

    private static Sorted sortLong(Tensor keys, long lines, long length, int bits) {
        Device device = keys.device();
        long tiles = Math.ceilDiv(length, TILE_BYTES / keys.dtype().byteSize());
        Tensor counts = Tensor.empty(device, DType.INT32, lines * DIGITS * tiles);
        Tensor totals = Tensor.empty(device, DType.INT32, lines * DIGITS);
        Tensor otherKeys = Tensor.empty(device, keys.dtype(), keys.elementCount());
        Tensor values = null;
        Tensor otherValues = Tensor.empty(device, DType.INT32, keys.elementCount());
        Tensor spareValues = Tensor.empty(device, DType.INT32, keys.elementCount());
        for (int shift = 0; shift < bits; shift += DIGIT_BITS) {
            FILE.kernel("radix_count" + label(keys))
                    .on(device)
                    .tensor(keys)
                    .int64(length)
                    .int64(tiles)
                    .int64(shift)
                    .tensor(counts)
                    .launch(lines * tiles, Grids.THREADS);
            FILE.kernel("radix_offsets")
                    .on(device)
                    .tensor(counts)
                    .int64(tiles)
                    .tensor(totals)
                    .launch(lines * DIGITS, Grids.THREADS);
            FILE.kernel("radix_move" + label(keys))
                    .on(device)
                    .tensor(keys)
                    .tensor(values)
                    .tensor(otherKeys)
                    .tensor(otherValues)
                    .int64(length)
                    .int64(tiles)
                    .int64(shift)
                    .tensor(counts)
                    .tensor(totals)
                    .launch(lines * tiles, Grids.THREADS);
            Tensor movedKeys = otherKeys;
            otherKeys = keys;
            keys = movedKeys;
            Tensor movedValues = otherValues;
            otherValues = values == null ? spareValues : values;
            values = movedValues;
        }
        return new Sorted(keys, values);
    }

    /// Unsigned numbers in the order of a tensor's elements, −0 equal to 0 and NaN above all.
    ///
    /// @param descending   for the opposite order
    /// @param notANumberLast with NaN above all also then
    static Tensor keys(Tensor contiguous, boolean descending, boolean notANumberLast) {
        DType type = contiguous.dtype();
        Tensor keys = Tensor.empty(
                contiguous.device(), type.byteSize() == Long.BYTES ? DType.INT64 : DType.INT32, contiguous.shape());
        FILE.kernel("make_keys", Grids.kernelType(type))
                .on(contiguous.device())
                .tensor(contiguous)
                .tensor(keys)
                .int64(contiguous.elementCount())
                .int64(descending ? 1 : 0)
                .int64(notANumberLast ? 1 : 0)
                .launch(Grids.blocks(contiguous.elementCount(), Grids.THREADS), Grids.THREADS);
        return keys;
    }
}
