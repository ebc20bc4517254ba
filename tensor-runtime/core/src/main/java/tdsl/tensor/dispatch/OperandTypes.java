package tdsl.tensor.dispatch;

import java.util.Set;
import tdsl.tensor.DType;
import tdsl.tensor.Device;
import tdsl.tensor.Tensor;
import tdsl.tensor.error.DTypeException;
import tdsl.tensor.error.ValueException;

/// The dtypes in which pointwise ops take their operands, on every device.
public final class OperandTypes {
    private static final Set<String> SCALING = Set.of("mul", "mul_", "div", "div_", "floor_divide", "floor_divide_");

    private static final Set<String> CHOOSING = Set.of("maximum", "minimum", "fmax", "fmin");

    private OperandTypes() {}

    /// Whether the op chooses between its operands, the first being a bool.
    public static boolean isSelection(Op op) {
        return op.inPlaceBase().orElse(op).name().equals("where");
    }

    /// The dtype that the op computes in.
    ///
    /// @throws DTypeException if it does not take such operands
    public static DType compute(Op op, Tensor... operands) {
        if (!isSelection(op)) {
            DType computed = op.computeDType(operands);
            return CHOOSING.contains(op.name()) ? holdingNumbers(op, computed, operands) : computed;
        }
        if (operands[0].dtype() != DType.BOOL) {
            throw new DTypeException("where: the condition must be bool, not %s", operands[0].describe());
        }
        return holdingNumbers(op, op.computeDType(operands[1], operands[2]), operands[1], operands[2]);
    }

    /// The dtype, if it has the plain numbers among the operands: what chooses among its operands gives none that
    /// is not there, where arithmetic would wrap around.
    ///
    /// @throws ValueException if a number is beyond an integer dtype
    private static DType holdingNumbers(Op op, DType computed, Tensor... operands) {
        for (Tensor operand : operands) {
            if (computed.isIntegral()
                    && operand.isWeak()
                    && operand.device() != Device.TRACE
                    && !computed.admits(operand.item())) {
                throw new ValueException(
                        "%s: %s is beyond %s, whose numbers are %d to %d",
                        op.name(), operand.item(), computed, computed.least(), computed.greatest());
            }
        }
        return computed;
    }

    /// The dtype that an operand is converted to before the op computes in `computed`: where f16 or bf16 is
    /// multiplied or divided by a number, the number keeps more digits, as in PyTorch.
    public static DType operand(Op op, int index, Tensor operand, DType computed) {
        if (index == 0 && isSelection(op)) {
            return DType.BOOL;
        }
        boolean keepsDigits = operand.rank() == 0 && operand.dtype() != computed && SCALING.contains(op.name());
        return keepsDigits ? computed.arithmetic() : computed;
    }
}
