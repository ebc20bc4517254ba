package tdsl.tensor.cpu.lines;

import java.util.Arrays;

/// Stable order of keys. Each key is packed into one long with its index behind it, so that a sort of
/// plain longs, which the JVM does with SIMD instructions where it can, sorts both. Where both do not
/// fit, the low bits of the keys are left out at first, and keys that are equal without them are sorted
/// by them afterwards.
final class KeySort {
    private KeySort() {}

    /// @return the indices of the keys from the smallest to the largest; equal keys in the order of their
    /// indices
    static int[] order(long[] keys) {
        int[] order = new int[keys.length];
        if (keys.length == 0) {
            return order;
        }
        long lowest = keys[0];
        long highest = keys[0];
        for (long key : keys) {
            lowest = Math.min(lowest, key);
            highest = Math.max(highest, key);
        }
        int indexBits = Integer.SIZE - Integer.numberOfLeadingZeros(keys.length - 1);
        int keyBits = Long.SIZE - Long.numberOfLeadingZeros(highest - lowest);
        int omittedBits = Math.max(0, keyBits + indexBits - (Long.SIZE - 1));
        long[] packed = new long[keys.length];
        for (int i = 0; i < packed.length; i++) {
            packed[i] = (keys[i] - lowest) >>> omittedBits << indexBits | i;
        }
        Arrays.sort(packed);
        if (omittedBits > 0) {
            sortRunsByOmittedBits(packed, keys, lowest, omittedBits, indexBits);
        }
        int indexMask = (1 << indexBits) - 1;
        for (int i = 0; i < packed.length; i++) {
            order[i] = (int) packed[i] & indexMask;
        }
        return order;
    }

    private static void sortRunsByOmittedBits(long[] packed, long[] keys, long lowest, int omittedBits, int indexBits) {
        long indexMask = (1L << indexBits) - 1;
        long omittedMask = (1L << omittedBits) - 1;
        int begin = 0;
        for (int end = 1; end <= packed.length; end++) {
            if (end < packed.length && packed[end] >>> indexBits == packed[begin] >>> indexBits) {
                continue;
            }
            if (end - begin > 1) {
                for (int i = begin; i < end; i++) {
                    long index = packed[i] & indexMask;
                    packed[i] = (keys[(int) index] - lowest & omittedMask) << indexBits | index;
                }
                Arrays.sort(packed, begin, end);
            }
            begin = end;
        }
    }
}
