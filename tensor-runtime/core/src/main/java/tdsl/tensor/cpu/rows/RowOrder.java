package tdsl.tensor.cpu.rows;

/// Which rows of a source go to each of a range of target rows, in ascending order: a counting sort of positions.
final class RowOrder {
    /// Where the sources of each target begin in `sources`, and where the last one's end.
    private final int[] begins;
    private final int[] sources;

    /// @param positions the target of each source; those outside of `lowest..limit` are left out
    RowOrder(long[] positions, int lowest, int limit) {
        int targets = limit - lowest;
        begins = new int[targets + 1];
        for (long position : positions) {
            if (position >= lowest && position < limit) {
                begins[(int) position - lowest + 1]++;
            }
        }
        for (int i = 0; i < targets; i++) {
            begins[i + 1] += begins[i];
        }
        sources = new int[begins[targets]];
        int[] next = begins.clone();
        for (int source = 0; source < positions.length; source++) {
            long position = positions[source];
            if (position >= lowest && position < limit) {
                sources[next[(int) position - lowest]++] = source;
            }
        }
    }

    int targets() {
        return begins.length - 1;
    }

    /// The first number of a source of this target, past the last one of the target before.
    int begin(int target) {
        return begins[target];
    }

    /// The source with this number.
    long source(int number) {
        return sources[number];
    }
}
