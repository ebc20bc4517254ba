package tdsl.tensor.cpu.sparse;

/// A stable sort of non-negative keys that carries along where each came from: least significant digits first.
final class RadixSort {
    private static final int DIGIT_BITS = 11;
    private static final int DIGITS = 1 << DIGIT_BITS;

    private long[] keys;
    private int[] order;
    private long[] otherKeys;
    private int[] otherOrder;

    /// Sorts `keys`.
    ///
    /// @param largest no key is greater
    RadixSort(long[] keys, long largest) {
        int count = keys.length;
        this.keys = keys.clone();
        otherKeys = new long[count];
        otherOrder = new int[count];
        order = new int[count];
        for (int i = 0; i < count; i++) {
            order[i] = i;
        }
        for (int shift = 0; shift < Long.SIZE && largest >>> shift != 0; shift += DIGIT_BITS) {
            pass(shift);
        }
    }

    private void pass(int shift) {
        int[] next = new int[DIGITS + 1];
        for (long key : keys) {
            next[digit(key, shift) + 1]++;
        }
        for (int digit = 0; digit < DIGITS; digit++) {
            next[digit + 1] += next[digit];
        }
        for (int i = 0; i < keys.length; i++) {
            int place = next[digit(keys[i], shift)]++;
            otherKeys[place] = keys[i];
            otherOrder[place] = order[i];
        }
        long[] sortedKeys = otherKeys;
        otherKeys = keys;
        keys = sortedKeys;
        int[] sortedOrder = otherOrder;
        otherOrder = order;
        order = sortedOrder;
    }

    private static int digit(long key, int shift) {
        return (int) (key >>> shift) & (DIGITS - 1);
    }

    /// The keys in ascending order.
    long[] keys() {
        return keys;
    }

    /// For each sorted key the position it had before.
    int[] order() {
        return order;
    }
}
