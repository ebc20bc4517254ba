package tdsl.tensor.sparse;

/// The input rows and the output rows that one kernel offset connects: pair `i` is `(inputs[i], outputs[i])`.
/// Output rows ascend, so the pairs of a block of output rows are a range.
public record RowPairs(int[] inputs, int[] outputs) {
    /// Pairs in any order, brought into that of their output rows; pairs with the same output row stay in order.
    ///
    /// @param outputRows more than the largest output row
    public static RowPairs sorted(int[] inputs, int[] outputs, int outputRows) {
        if (ascends(outputs)) {
            return new RowPairs(inputs, outputs);
        }
        int[] next = new int[outputRows + 1];
        for (int output : outputs) {
            next[output + 1]++;
        }
        for (int row = 0; row < outputRows; row++) {
            next[row + 1] += next[row];
        }
        int[] sortedInputs = new int[inputs.length];
        int[] sortedOutputs = new int[inputs.length];
        for (int pair = 0; pair < inputs.length; pair++) {
            int place = next[outputs[pair]]++;
            sortedInputs[place] = inputs[pair];
            sortedOutputs[place] = outputs[pair];
        }
        return new RowPairs(sortedInputs, sortedOutputs);
    }

    private static boolean ascends(int[] values) {
        for (int i = 1; i < values.length; i++) {
            if (values[i] < values[i - 1]) {
                return false;
            }
        }
        return true;
    }

    public int count() {
        return inputs.length;
    }

    /// The first pair, from `start` on, whose output row is at least `row`.
    public int firstAtOrAfter(int row, int start) {
        int low = start;
        int high = outputs.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (outputs[middle] < row) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /// The same pairs with input and output exchanged.
    ///
    /// @param inputRows more than the largest input row
    public RowPairs inverse(int inputRows) {
        return sorted(outputs, inputs, inputRows);
    }
}
