package tdsl.tensor.ops.operand;

import java.util.List;
import tdsl.tensor.DType;
import tdsl.tensor.Tensor;
import tdsl.tensor.error.DTypeException;
import tdsl.tensor.error.ShapeException;

/// What ops that read and write at positions require of the tensors that hold those.
public final class IndexOperands {
    private IndexOperands() {}

    /// @throws DTypeException unless the elements are integers
    public static void requireIntegers(String op, Tensor index) {
        if (!index.dtype().isIntegral()) {
            throw new DTypeException("%s: an index must be an integer tensor, not %s", op, index.describe());
        }
    }

    /// @return the index
    /// @throws ShapeException if it has more than one axis
    public static Tensor vector(String op, Tensor index) {
        if (index.rank() > 1) {
            throw new ShapeException("%s: the index must be a vector, not %s", op, index.describe());
        }
        return index;
    }

    /// @param axis the axis that the index is for; −1 if there is none
    /// @throws ShapeException unless the index has as many axes, and no axis is longer except `axis`
    public static void requireFit(String op, Tensor input, Tensor index, int axis) {
        boolean fits = index.rank() == input.rank();
        for (int i = 0; fits && i < input.rank(); i++) {
            fits = i == axis || index.size(i) <= input.size(i);
        }
        if (!fits) {
            throw new ShapeException(
                    "%s: index %s does not fit %s: same rank, and no axis larger%s",
                    op, index.describe(), input.describe(), axis < 0 ? "" : " except axis " + axis);
        }
    }

    /// @throws ShapeException unless the mask is bools in the shape of the input's first axes
    public static void requireMask(Tensor input, Tensor mask) {
        boolean fits = mask.dtype() == DType.BOOL && mask.rank() <= input.rank();
        for (int axis = 0; fits && axis < mask.rank(); axis++) {
            fits = mask.size(axis) == input.size(axis);
        }
        if (!fits) {
            throw new ShapeException(
                    "index_mask: the mask must be bools in the shape of the first axes of %s, not %s",
                    input.describe(), mask.describe());
        }
    }

    /// The axis that an index with a single tensor is for; −1 if there are several or none.
    public static int onlyAxis(List<Tensor> indices) {
        int only = -1;
        for (int axis = 0; axis < indices.size(); axis++) {
            if (indices.get(axis) != null) {
                if (only >= 0) {
                    return -1;
                }
                only = axis;
            }
        }
        return only;
    }
}
