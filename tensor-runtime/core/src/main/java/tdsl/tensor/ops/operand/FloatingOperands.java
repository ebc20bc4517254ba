package tdsl.tensor.ops.operand;

import tdsl.tensor.Tensor;
import tdsl.tensor.error.DTypeException;

/// What ops require that are made for floating elements alone.
public final class FloatingOperands {
    private FloatingOperands() {}

    /// @throws DTypeException unless all tensors are floating
    public static void require(String op, Tensor... tensors) {
        for (Tensor tensor : tensors) {
            if (!tensor.dtype().isFloating()) {
                throw new DTypeException("%s: takes floating tensors, not %s", op, tensor.describe())
                        .withHint("convert with .to(f32)");
            }
        }
    }
}
