package tdsl.tensor.sparse;

/// The inputs and the outputs that one kernel offset connects: pair `i` is `(inputs[i], outputs[i])`. Both are
/// positions in the ascending order of the coordinates, not rows, and both ascend: an offset moves all coordinates
/// in the same way. So the pairs of a block of outputs are a range, and the way back needs no sort.
public record PositionPairs(int[] inputs, int[] outputs) {
    public int count() {
        return inputs.length;
    }

    /// The first pair whose output position is at least `position`.
    public int firstAtOrAfter(int position) {
        int low = 0;
        int high = outputs.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (outputs[middle] < position) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /// The same pairs with input and output exchanged.
    public PositionPairs inverse() {
        return new PositionPairs(outputs, inputs);
    }
}
