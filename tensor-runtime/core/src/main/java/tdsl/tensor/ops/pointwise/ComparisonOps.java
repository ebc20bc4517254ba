package tdsl.tensor.ops.pointwise;

import static tdsl.tensor.dispatch.Op.op;
import static tdsl.tensor.dispatch.Samples.uniform;
import static tdsl.tensor.dispatch.TypeRule.COMPARISON;

import java.util.Arrays;
import tdsl.tensor.DType;
import tdsl.tensor.Tensor;
import tdsl.tensor.dispatch.Op;
import tdsl.tensor.dispatch.Samples;
import tdsl.tensor.ops.TensorOp;

/// Comparisons and logic of two elements. The operands broadcast; the result is bool.
public final class ComparisonOps {
    private ComparisonOps() {}

    private static Samples pairs() {
        return Samples.of(uniform(-2, 2, 3, 4).round(), uniform(-2, 2, 3, 4).round())
                .and(uniform(-2, 2, 3, 4).round(), uniform(-2, 2, 4).round());
    }

    /// Elementwise: are they equal?
    @TensorOp("eq(input: Tensor, other: Tensor) -> Tensor")
    public static Op eq() {
        return op().pointwise(COMPARISON).onnx("Equal").samples(ComparisonOps::pairs);
    }

    /// Elementwise: do they differ?
    @TensorOp("ne(input: Tensor, other: Tensor) -> Tensor")
    public static Op ne() {
        return op().pointwise(COMPARISON).samples(ComparisonOps::pairs);
    }

    /// Elementwise: is `input` less?
    @TensorOp("lt(input: Tensor, other: Tensor) -> Tensor")
    public static Op lt() {
        return op().pointwise(COMPARISON).onnx("Less").samples(ComparisonOps::pairs);
    }

    /// Elementwise: is `input` less or equal?
    @TensorOp("le(input: Tensor, other: Tensor) -> Tensor")
    public static Op le() {
        return op().pointwise(COMPARISON).onnx("LessOrEqual").samples(ComparisonOps::pairs);
    }

    /// Elementwise: is `input` greater?
    @TensorOp("gt(input: Tensor, other: Tensor) -> Tensor")
    public static Op gt() {
        return op().pointwise(COMPARISON).onnx("Greater").samples(ComparisonOps::pairs);
    }

    /// Elementwise: is `input` greater or equal?
    @TensorOp("ge(input: Tensor, other: Tensor) -> Tensor")
    public static Op ge() {
        return op().pointwise(COMPARISON).onnx("GreaterOrEqual").samples(ComparisonOps::pairs);
    }

    /// Elementwise: are both nonzero?
    @TensorOp("logical_and(input: Tensor, other: Tensor) -> Tensor")
    public static Op logical_and() {
        return op().pointwise(COMPARISON).samples(ComparisonOps::pairs);
    }

    /// Elementwise: is at least one nonzero?
    @TensorOp("logical_or(input: Tensor, other: Tensor) -> Tensor")
    public static Op logical_or() {
        return op().pointwise(COMPARISON).samples(ComparisonOps::pairs);
    }

    /// Elementwise: is exactly one nonzero?
    @TensorOp("logical_xor(input: Tensor, other: Tensor) -> Tensor")
    public static Op logical_xor() {
        return op().pointwise(COMPARISON).samples(ComparisonOps::pairs);
    }

    /// Elementwise: `|input − other| ≤ atol + rtol · |other|`, or equal. Two NaN are close if `equal_nan`.
    @TensorOp(
            "isclose(input: Tensor, other: Tensor, rtol: float = 1e-5, atol: float = 1e-8, equal_nan: bool = false) -> Tensor")
    public static Op isclose() {
        return op().composite(a -> {
            Tensor input = a.tensor(0);
            Tensor other = a.tensor(1);
            if (input.dtype() == DType.BOOL && other.dtype() == DType.BOOL) {
                return input.eq(other);
            }
            Tensor tolerance = other.abs().mul(a.real(2)).add(a.real(3));
            Tensor near = input.sub(other).abs().le(tolerance).logical_and(other.isfinite());
            Tensor close = input.eq(other).logical_or(near);
            return a.flag(4) ? close.logical_or(input.isnan().logical_and(other.isnan())) : close;
        });
    }

    /// Are all elements close, as {@code isclose} defines it?
    @TensorOp(
            "allclose(input: Tensor, other: Tensor, rtol: float = 1e-5, atol: float = 1e-8, equal_nan: bool = false) -> bool")
    public static Op allclose() {
        return op().composite(a -> a.tensor(0)
                .isclose(a.tensor(1), a.real(2), a.real(3), a.flag(4))
                .all()
                .item());
    }

    /// Do both have the same shape and equal elements?
    @TensorOp("equal(input: Tensor, other: Tensor) -> bool")
    public static Op equal() {
        return op().composite(
                        a -> Arrays.equals(a.tensor(0).shape(), a.tensor(1).shape())
                                && (Boolean) a.tensor(0).eq(a.tensor(1)).all().item());
    }
}
