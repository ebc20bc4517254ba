package tdsl.tensor.dispatch;

import tdsl.tensor.DType;
import tdsl.tensor.DType.Category;
import tdsl.tensor.Tensor;
import tdsl.tensor.error.DTypeException;

/// How a pointwise op turns the dtypes of its operands into the one it computes in and the one it returns.
public enum TypeRule {
    /// Computes in the promoted dtype and returns it.
    ARITHMETIC,
    /// As arithmetic; bool operands have no such operation.
    NUMERIC,
    /// Integers and bools become f32 first.
    FLOATING,
    /// Computes in the promoted dtype and returns bool.
    COMPARISON,
    /// Only for integers and bool.
    BITWISE,
    /// Only for integers.
    SHIFT;

    /// The dtype that the kernel computes in.
    ///
    /// @throws DTypeException if the op does not take it
    public DType compute(String op, DType promoted) {
        return switch (this) {
            case ARITHMETIC, COMPARISON -> promoted;
            case FLOATING -> promoted.isFloating() ? promoted : DType.FLOAT32;
            case NUMERIC -> {
                if (promoted == DType.BOOL) {
                    throw new DTypeException("%s: bool operands are not supported", op)
                            .withHint("use ^ or ~ for logic, or convert with .to(i64)");
                }
                yield promoted;
            }
            case BITWISE, SHIFT -> {
                if (promoted.isFloating() || (this == SHIFT && promoted == DType.BOOL)) {
                    throw new DTypeException(
                            "%s: takes integer%s operands, not %s", op, this == BITWISE ? " or bool" : "", promoted);
                }
                yield promoted;
            }
        };
    }

    /// The dtype of the result.
    public DType output(DType computed) {
        return this == COMPARISON ? DType.BOOL : computed;
    }

    /// The promoted dtype of several operands, as PyTorch's `result_type`: tensors with axes decide; a 0-d tensor, and
    /// still less a plain number, changes the dtype only when its category (bool, integer, floating) is higher.
    public static DType promote(Tensor... operands) {
        DType withAxes = null;
        DType zeroDim = null;
        DType weak = null;
        for (Tensor operand : operands) {
            if (operand.isWeak()) {
                weak = promoteNullable(weak, operand.dtype());
            } else if (operand.rank() == 0) {
                zeroDim = promoteNullable(zeroDim, operand.dtype());
            } else {
                withAxes = promoteNullable(withAxes, operand.dtype());
            }
        }
        DType strong = combine(withAxes, zeroDim);
        return combine(strong, weak == null ? null : DType.defaultOf(weak.category()));
    }

    private static DType promoteNullable(DType a, DType b) {
        return a == null ? b : DType.promote(a, b);
    }

    private static DType combine(DType stronger, DType weaker) {
        if (stronger == null || weaker == null) {
            return stronger == null ? weaker : stronger;
        }
        Category category = weaker.category();
        return category.compareTo(stronger.category()) > 0 ? weaker : stronger;
    }
}
