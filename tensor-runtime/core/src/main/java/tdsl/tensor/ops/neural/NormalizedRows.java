package tdsl.tensor.ops.neural;

import java.util.Arrays;
import tdsl.tensor.Shapes;
import tdsl.tensor.Tensor;
import tdsl.tensor.error.ShapeException;
import tdsl.tensor.ops.operand.FloatingOperands;

/// What a normalisation over the last axes requires of its tensors.
public final class NormalizedRows {
    private NormalizedRows() {}

    /// @param input      floating, with `shape` as its last sizes
    /// @param parameters of that shape, or null
    /// @throws ShapeException if one is not
    public static void require(String op, Tensor input, long[] shape, Tensor... parameters) {
        FloatingOperands.require(op, input);
        int before = input.rank() - shape.length;
        if (before < 0 || !Arrays.equals(Arrays.copyOfRange(input.shape(), before, input.rank()), shape)) {
            throw new ShapeException("%s: the last axes of %s must be %s", op, input.describe(), Shapes.format(shape));
        }
        for (Tensor parameter : parameters) {
            if (parameter != null && !parameter.layout().hasShape(shape)) {
                throw new ShapeException(
                        "%s: weight and bias must be %s, not %s", op, Shapes.format(shape), parameter.describe());
            }
        }
    }
}
