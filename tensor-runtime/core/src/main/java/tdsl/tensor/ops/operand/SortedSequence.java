package tdsl.tensor.ops.operand;

import tdsl.tensor.Shapes;
import tdsl.tensor.Tensor;
import tdsl.tensor.error.ShapeException;

/// What a search requires of the sorted lines that it goes through.
public final class SortedSequence {
    private SortedSequence() {}

    /// @throws ShapeException unless the sequence is a vector, or has a line for each line of values
    public static void requireMatch(Tensor sorted, Tensor values) {
        boolean matches = sorted.rank() == 1 || sorted.rank() == values.rank() && sorted.rank() > 0;
        for (int axis = 0; matches && axis < sorted.rank() - 1; axis++) {
            matches = sorted.size(axis) == values.size(axis);
        }
        if (!matches) {
            throw new ShapeException(
                    "searchsorted: the sorted sequence must be a vector, or agree with the values except at the last"
                            + " axis, but its shape is %s and theirs %s",
                    Shapes.format(sorted.shape()), Shapes.format(values.shape()));
        }
    }
}
