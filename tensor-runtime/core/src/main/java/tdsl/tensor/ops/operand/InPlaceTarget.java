package tdsl.tensor.ops.operand;

import tdsl.tensor.DType;
import tdsl.tensor.Shapes;
import tdsl.tensor.Tensor;
import tdsl.tensor.error.DTypeException;
import tdsl.tensor.error.ShapeException;

/// What a tensor must be like for a pointwise op to write its result into it, on every device.
public final class InPlaceTarget {
    private InPlaceTarget() {}

    /// @param shape    of the result
    /// @param computed the dtype that the op computes in
    /// @return the target
    /// @throws ShapeException if the result does not fit into it, or some of its elements share memory
    /// @throws DTypeException if it cannot hold numbers of that kind
    public static Tensor check(String op, Tensor target, long[] shape, DType computed) {
        if (!target.layout().hasShape(shape)) {
            throw new ShapeException(
                    "%s: the result has shape %s, which does not fit into %s",
                    op, Shapes.format(shape), target.describe());
        }
        if (computed.category().compareTo(target.dtype().category()) > 0) {
            throw new DTypeException("%s: the result is %s, which %s cannot hold", op, computed, target.describe())
                    .withHint("convert the tensor first, as in x = x.to(%s)", computed);
        }
        DistinctElements.require(op, target);
        return target;
    }
}
