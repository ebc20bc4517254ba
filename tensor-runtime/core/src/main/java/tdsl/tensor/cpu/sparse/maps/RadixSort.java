package tdsl.tensor.cpu.sparse.maps;

/// A stable sort of non-negative keys that carries along where each came from: least significant digits first.
final class RadixSort {
    private static final int MOST_DIGIT_BITS = 11;

    private final int digitBits;

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
        int bits = Long.SIZE - Long.numberOfLeadingZeros(largest);
        int passes = Math.ceilDiv(bits, MOST_DIGIT_BITS);
        digitBits = passes == 0 ? 0 : Math.ceilDiv(bits, passes);
        for (int pass = 0; pass < passes; pass++) {
            pass(pass * digitBits);
        }
    }

    private void pass(int shift) {
        int digits = 1 << digitBits;
        int[] next = new int[digits + 1];
        for (long key : keys) {
            next[digit(key, shift) + 1]++;
        }
        for (int digit = 0; digit < digits; digit++) {
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

    private int digit(long key, int shift) {
        return (int) (key >>> shift) & ((1 << digitBits) - 1);
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
