package tdsl.tensor.cpu.lines;

import java.util.Arrays;

/// The smallest of many keys, without sorting them all.
final class Selection {
    /// After so many partitions the rest is sorted: keys arranged to defeat the choice of pivots cost no
    /// more than that.
    private static final int MOST_PARTITIONS = 64;

    private Selection() {}

    /// The key that would stand at position `rank`, counted from 0, if all were sorted.
    static long atRank(long[] keys, int rank) {
        int capacity = 4 * (rank + 1) + 32;
        return capacity > 0 && capacity < keys.length / 2
                ? ofCandidates(keys, rank, capacity)
                : partitioned(keys.clone(), keys.length, rank);
    }

    /// Keeps those that may still be among the smallest, and narrows them down whenever there are too
    /// many.
    private static long ofCandidates(long[] keys, int rank, int capacity) {
        long[] candidates = new long[capacity];
        int count = 0;
        long limit = Long.MAX_VALUE;
        for (long key : keys) {
            if (key <= limit) {
                candidates[count++] = key;
                if (count == capacity) {
                    limit = partitioned(candidates, count, rank);
                    count = rank + 1;
                }
            }
        }
        return partitioned(candidates, count, rank);
    }

    /// The indices of the `count` smallest keys, in the order of the keys; of equal ones the first are
    /// chosen.
    static int[] smallest(long[] keys, int count) {
        if (count == 0) {
            return new int[0];
        }
        long limit = atRank(keys, count - 1);
        int[] chosen = new int[count];
        int found = 0;
        for (int i = 0; i < keys.length; i++) {
            if (keys[i] < limit) {
                chosen[found++] = i;
            }
        }
        for (int i = 0; found < count; i++) {
            if (keys[i] == limit) {
                chosen[found++] = i;
            }
        }
        long[] chosenKeys = Arrays.stream(chosen).mapToLong(i -> keys[i]).toArray();
        int[] order = KeySort.order(chosenKeys);
        return Arrays.stream(order).map(i -> chosen[i]).toArray();
    }

    /// Hoare's algorithm (1961): afterwards `keys[rank]` is in its place, with nothing larger before it.
    private static long partitioned(long[] keys, int count, int rank) {
        int low = 0;
        int high = count - 1;
        for (int partitions = 0; low < high; partitions++) {
            if (partitions == MOST_PARTITIONS) {
                Arrays.sort(keys, low, high + 1);
                break;
            }
            long pivot = median(keys[low], keys[(low + high) >>> 1], keys[high]);
            int left = low;
            int right = high;
            while (left <= right) {
                while (keys[left] < pivot) {
                    left++;
                }
                while (keys[right] > pivot) {
                    right--;
                }
                if (left <= right) {
                    long moved = keys[left];
                    keys[left++] = keys[right];
                    keys[right--] = moved;
                }
            }
            if (rank <= right) {
                high = right;
            } else if (rank >= left) {
                low = left;
            } else {
                break;
            }
        }
        return keys[rank];
    }

    private static long median(long a, long b, long c) {
        return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
    }
}
