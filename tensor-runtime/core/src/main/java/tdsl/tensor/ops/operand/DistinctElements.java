package tdsl.tensor.ops.operand;

import tdsl.tensor.Tensor;
import tdsl.tensor.error.ShapeException;

/// What a write in place needs: that no two elements of the target share memory, and that nothing it
/// reads does with what it writes.
public final class DistinctElements {
    private DistinctElements() {}

    /// @throws ShapeException if a change of one element would change another
    public static void require(String op, Tensor target) {
        if (target.layout().overlapsItself()) {
            throw new ShapeException(
                            "%s: some elements of %s share memory, so it cannot be changed in place",
                            op, target.describe())
                    .withHint("clone() it first");
        }
    }

    /// The tensor, or a copy where it lies in the memory that is written.
    public static Tensor apart(Tensor read, Tensor target) {
        return read.storage() == target.storage() ? read.detached().clone() : read;
    }
}
