package tdsl.tensor.ops.creation;

import static tdsl.tensor.dispatch.Op.op;

import java.util.Arrays;
import java.util.List;
import tdsl.tensor.DType;
import tdsl.tensor.dispatch.Op;
import tdsl.tensor.dispatch.TypeRule;
import tdsl.tensor.error.TypeException;
import tdsl.tensor.error.ValueException;
import tdsl.tensor.ops.TensorOp;

/// Questions about dtypes and elements.
public final class TypeOps {
    private TypeOps() {}

    /// The dtype of arithmetic with both operands, plain numbers being weak.
    @TensorOp("result_type(tensor1: Tensor, tensor2: Tensor) -> value")
    public static Op result_type() {
        return op().composite(a -> TypeRule.promote(a.tensor(0), a.tensor(1)));
    }

    /// The smallest dtype that holds both.
    @TensorOp("promote_types(type1: dtype, type2: dtype) -> value")
    public static Op promote_types() {
        return op().composite(a -> DType.promote(a.value(0, DType.class), a.value(1, DType.class)));
    }

    /// Whether arithmetic may write elements of one dtype into a tensor of another: not floating ones into integers,
    /// nor numbers into bools.
    @TensorOp("can_cast(from_: dtype, to: dtype) -> bool")
    public static Op can_cast() {
        return op().composite(a -> a.value(0, DType.class)
                        .category()
                        .compareTo(a.value(1, DType.class).category())
                <= 0);
    }

    /// Whether a dtype is of a kind of the Array API ("bool", "signed integer", "unsigned integer", "integral",
    /// "real floating", "complex floating", "numeric"), or is another dtype, or one of a list of these.
    @TensorOp("isdtype(dtype: dtype, kind: value) -> bool")
    public static Op isdtype() {
        return op().composite(a -> isOfKind(a.value(0, DType.class), a.value(1)));
    }

    private static boolean isOfKind(DType dtype, Object kind) {
        return switch (kind) {
            case DType other -> dtype == other;
            case List<?> kinds -> kinds.stream().anyMatch(each -> isOfKind(dtype, each));
            case String name -> isOfNamedKind(dtype, name);
            case null, default ->
                throw new TypeException("isdtype: kind must be a dtype, the name of a kind, or a list, not %s", kind);
        };
    }

    private static boolean isOfNamedKind(DType dtype, String kind) {
        return switch (kind) {
            case "bool" -> dtype == DType.BOOL;
            case "signed integer" -> dtype.isIntegral() && dtype != DType.UINT8;
            case "unsigned integer" -> dtype == DType.UINT8;
            case "integral" -> dtype.isIntegral();
            case "real floating" -> dtype.isFloating();
            case "complex floating" -> false;
            case "numeric" -> dtype != DType.BOOL;
            default -> throw new ValueException("isdtype: there is no kind \"%s\"", kind);
        };
    }

    /// Whether the dtype is f16, bf16, f32 or f64.
    @TensorOp("is_floating_point(input: Tensor) -> bool")
    public static Op is_floating_point() {
        return op().composite(a -> a.tensor(0).dtype().isFloating());
    }

    /// Whether the dtype is complex: never.
    @TensorOp("is_complex(input: Tensor) -> bool")
    public static Op is_complex() {
        return op().composite(_ -> false);
    }

    /// Whether the dtype has negative numbers.
    @TensorOp("is_signed(input: Tensor) -> bool")
    public static Op is_signed() {
        return op().composite(a ->
                a.tensor(0).dtype().isFloating() || a.tensor(0).dtype().least() < 0);
    }

    /// Whether the only element is not 0.
    @TensorOp("is_nonzero(input: Tensor) -> bool")
    public static Op is_nonzero() {
        return op().composite(a -> a.tensor(0).ne(0).item());
    }

    /// Whether both have the same shape.
    @TensorOp("is_same_size(input: Tensor, other: Tensor) -> bool")
    public static Op is_same_size() {
        return op().composite(
                        a -> Arrays.equals(a.tensor(0).shape(), a.tensor(1).shape()));
    }

    /// How many elements there are.
    @TensorOp("numel(input: Tensor) -> int")
    public static Op numel() {
        return op().composite(a -> a.tensor(0).elementCount());
    }

    /// Bytes per element.
    @TensorOp("element_size(input: Tensor) -> int")
    public static Op element_size() {
        return op().composite(a -> (long) a.tensor(0).dtype().byteSize());
    }

    /// As `to`, by its name in the Array API: a copy with another dtype, or without `copy` the input itself where it
    /// has
    /// that dtype.
    @TensorOp("astype(x: Tensor, dtype: dtype, copy: bool = true) -> Tensor")
    public static Op astype() {
        return op().composite(a -> {
            DType dtype = a.value(1, DType.class);
            return a.flag(2) || a.tensor(0).isWeak()
                    ? a.tensor(0).cast(dtype)
                    : a.tensor(0).to(dtype);
        });
    }

    /// As `to`, with the dtype of another tensor.
    @TensorOp("type_as(input: Tensor, other: Tensor) -> Tensor")
    public static Op type_as() {
        return op().composite(a -> a.tensor(0).to(a.tensor(1).dtype()));
    }
}
