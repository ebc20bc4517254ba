package tdsl.tensor.cuda.indexing;

import java.util.Locale;
import tdsl.tensor.DType;
import tdsl.tensor.error.ValueException;

/// What a write does with the element that is there; the kernels' names begin with these.
public enum Combine {
    REPLACE,
    SUM,
    PROD,
    AMAX,
    AMIN;

    /// @param reduce a name as PyTorch has it; a mean is a sum, divided later
    static Combine named(String op, String reduce) {
        return switch (reduce) {
            case "sum", "mean" -> SUM;
            case "prod" -> PROD;
            case "amax" -> AMAX;
            case "amin" -> AMIN;
            default ->
                throw new ValueException(
                        "%s: reduce must be \"sum\", \"prod\", \"mean\", \"amax\" or \"amin\", not \"%s\"", op, reduce);
        };
    }

    /// The same for bools, in bytes that stay 0 or 1.
    private Combine ofBools() {
        return switch (this) {
            case SUM -> AMAX;
            case PROD -> AMIN;
            default -> this;
        };
    }

    /// The kernels' name, and the dtype that they are made for.
    String kernel(DType dtype) {
        return (dtype == DType.BOOL ? ofBools() : this).name().toLowerCase(Locale.ROOT);
    }

    DType kernelType(DType dtype) {
        if (this != REPLACE) {
            return dtype == DType.BOOL ? DType.UINT8 : dtype;
        }
        return switch (dtype.byteSize()) {
            case 1 -> DType.UINT8;
            case 2 -> DType.INT16;
            case 4 -> DType.INT32;
            default -> DType.INT64;
        };
    }

    /// Bytes of a number that elements are combined in.
    int numberBytes(DType dtype) {
        return this == REPLACE
                ? dtype.byteSize()
                : dtype.isFloating() ? dtype.arithmetic().byteSize() : Long.BYTES;
    }
}
