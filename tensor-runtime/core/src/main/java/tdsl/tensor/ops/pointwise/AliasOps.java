package tdsl.tensor.ops.pointwise;

import static tdsl.tensor.Tensor.weakScalar;
import static tdsl.tensor.dispatch.Op.op;
import static tdsl.tensor.dispatch.Samples.uniform;

import tdsl.tensor.dispatch.Op;
import tdsl.tensor.dispatch.Samples;
import tdsl.tensor.ops.TensorOp;

/// Further names that PyTorch and the Array API have for pointwise functions, and short forms of several.
public final class AliasOps {
    private AliasOps() {}

    /// Elementwise input + value · tensor1 · tensor2.
    @TensorOp(
            value = "addcmul(input: Tensor, tensor1: Tensor, tensor2: Tensor, value: number = 1) -> Tensor",
            inPlace = true)
    public static Op addcmul() {
        return op().composite(a -> a.tensor(0).add(a.tensor(1).mul(a.tensor(2)).mul(weakScalar(a.value(3)))))
                .samples(() -> Samples.of(uniform(-2, 2, 3, 4), uniform(-1, 2, 4), uniform(0, 2, 3, 1))
                        .named("value", 0.5));
    }

    /// Elementwise input + value · tensor1 / tensor2.
    @TensorOp(
            value = "addcdiv(input: Tensor, tensor1: Tensor, tensor2: Tensor, value: number = 1) -> Tensor",
            inPlace = true)
    public static Op addcdiv() {
        return op().composite(a -> a.tensor(0).add(a.tensor(1).div(a.tensor(2)).mul(weakScalar(a.value(3)))))
                .samples(() -> Samples.of(uniform(-2, 2, 3, 4), uniform(-1, 2, 4), uniform(0.5, 2, 3, 1))
                        .named("value", 0.5));
    }

    /// Another name of {@code clamp}.
    @TensorOp(value = "clip(input: Tensor, min: Tensor? = none, max: Tensor? = none) -> Tensor", inPlace = true)
    public static Op clip() {
        return op().composite(a -> a.tensor(0).clamp(a.tensor(1), a.tensor(2)))
                .samples(() -> Samples.of(uniform(-2, 2, 3, 4), -0.95, 1.05));
    }

    /// Elementwise `input`, but not less than `min`.
    @TensorOp(value = "clamp_min(input: Tensor, min: Tensor) -> Tensor", inPlace = true)
    public static Op clamp_min() {
        return op().composite(a -> a.tensor(0).clamp(a.tensor(1), null))
                .samples(() -> Samples.of(uniform(-2, 2, 3, 4), -0.95));
    }

    /// Elementwise `input`, but not more than `max`.
    @TensorOp(value = "clamp_max(input: Tensor, max: Tensor) -> Tensor", inPlace = true)
    public static Op clamp_max() {
        return op().composite(a -> a.tensor(0).clamp(null, a.tensor(1)))
                .samples(() -> Samples.of(uniform(-2, 2, 3, 4), 1.05));
    }

    /// Elementwise sign, as {@code sign}; there are no complex dtypes.
    @TensorOp(value = "sgn(input: Tensor) -> Tensor", inPlace = true)
    public static Op sgn() {
        return op().composite(a -> a.tensor(0).sign()).samples(() -> Samples.of(uniform(-2, 2, 3, 4)));
    }

    /// Another name of {@code mul}.
    @TensorOp("multiply(input: Tensor, other: Tensor) -> Tensor")
    public static Op multiply() {
        return op().composite(a -> a.tensor(0).mul(a.tensor(1)))
                .samples(() -> Samples.of(uniform(-2, 2, 3, 4), uniform(0.3, 2.2, 3, 4))
                        .and(uniform(-2, 2, 3, 4), uniform(0.3, 2.2, 4)));
    }

    /// Another name of {@code sub}.
    @TensorOp("subtract(input: Tensor, other: Tensor) -> Tensor")
    public static Op subtract() {
        return op().composite(a -> a.tensor(0).sub(a.tensor(1)))
                .samples(() -> Samples.of(uniform(-2, 2, 3, 4), uniform(0.3, 2.2, 3, 4))
                        .and(uniform(-2, 2, 3, 4), uniform(0.3, 2.2, 4)));
    }

    /// Another name of {@code div}.
    @TensorOp("divide(input: Tensor, other: Tensor) -> Tensor")
    public static Op divide() {
        return op().composite(a -> a.tensor(0).div(a.tensor(1)))
                .samples(() -> Samples.of(uniform(-2, 2, 3, 4), uniform(0.3, 2.2, 3, 4))
                        .and(uniform(-2, 2, 3, 4), uniform(0.3, 2.2, 4)));
    }

    /// Another name of {@code div}.
    @TensorOp("true_divide(input: Tensor, other: Tensor) -> Tensor")
    public static Op true_divide() {
        return op().composite(a -> a.tensor(0).div(a.tensor(1)))
                .samples(() -> Samples.of(uniform(-2, 2, 3, 4), uniform(0.3, 2.2, 3, 4))
                        .and(uniform(-2, 2, 3, 4), uniform(0.3, 2.2, 4)));
    }

    /// Another name of {@code gt}.
    @TensorOp("greater(input: Tensor, other: Tensor) -> Tensor")
    public static Op greater() {
        return op().composite(a -> a.tensor(0).gt(a.tensor(1)));
    }

    /// Another name of {@code ge}.
    @TensorOp("greater_equal(input: Tensor, other: Tensor) -> Tensor")
    public static Op greater_equal() {
        return op().composite(a -> a.tensor(0).ge(a.tensor(1)));
    }

    /// Another name of {@code lt}.
    @TensorOp("less(input: Tensor, other: Tensor) -> Tensor")
    public static Op less() {
        return op().composite(a -> a.tensor(0).lt(a.tensor(1)));
    }

    /// Another name of {@code le}.
    @TensorOp("less_equal(input: Tensor, other: Tensor) -> Tensor")
    public static Op less_equal() {
        return op().composite(a -> a.tensor(0).le(a.tensor(1)));
    }

    /// Another name of {@code ne}.
    @TensorOp("not_equal(input: Tensor, other: Tensor) -> Tensor")
    public static Op not_equal() {
        return op().composite(a -> a.tensor(0).ne(a.tensor(1)));
    }

    /// Another name of {@code atan2}.
    @TensorOp("arctan2(input: Tensor, other: Tensor) -> Tensor")
    public static Op arctan2() {
        return op().composite(a -> a.tensor(0).atan2(a.tensor(1)))
                .samples(() -> Samples.of(uniform(-2, 2, 3, 4), uniform(0.3, 2.2, 3, 4))
                        .and(uniform(-2, 2, 3, 4), uniform(0.3, 2.2, 4)));
    }

    /// Another name of {@code neg}.
    @TensorOp("negative(input: Tensor) -> Tensor")
    public static Op negative() {
        return op().composite(a -> a.tensor(0).neg()).samples(() -> Samples.of(uniform(-0.9, 0.9, 3, 4)));
    }

    /// Another name of {@code abs}.
    @TensorOp("absolute(input: Tensor) -> Tensor")
    public static Op absolute() {
        return op().composite(a -> a.tensor(0).abs()).samples(() -> Samples.of(uniform(-0.9, 0.9, 3, 4)));
    }

    /// Another name of {@code acos}.
    @TensorOp("arccos(input: Tensor) -> Tensor")
    public static Op arccos() {
        return op().composite(a -> a.tensor(0).acos()).samples(() -> Samples.of(uniform(-0.9, 0.9, 3, 4)));
    }

    /// Another name of {@code asin}.
    @TensorOp("arcsin(input: Tensor) -> Tensor")
    public static Op arcsin() {
        return op().composite(a -> a.tensor(0).asin()).samples(() -> Samples.of(uniform(-0.9, 0.9, 3, 4)));
    }

    /// Another name of {@code atan}.
    @TensorOp("arctan(input: Tensor) -> Tensor")
    public static Op arctan() {
        return op().composite(a -> a.tensor(0).atan()).samples(() -> Samples.of(uniform(-0.9, 0.9, 3, 4)));
    }

    /// Another name of {@code acosh}.
    @TensorOp("arccosh(input: Tensor) -> Tensor")
    public static Op arccosh() {
        return op().composite(a -> a.tensor(0).acosh()).samples(() -> Samples.of(uniform(1.1, 2, 3, 4)));
    }

    /// Another name of {@code asinh}.
    @TensorOp("arcsinh(input: Tensor) -> Tensor")
    public static Op arcsinh() {
        return op().composite(a -> a.tensor(0).asinh()).samples(() -> Samples.of(uniform(-0.9, 0.9, 3, 4)));
    }

    /// Another name of {@code atanh}.
    @TensorOp("arctanh(input: Tensor) -> Tensor")
    public static Op arctanh() {
        return op().composite(a -> a.tensor(0).atanh()).samples(() -> Samples.of(uniform(-0.9, 0.9, 3, 4)));
    }

    /// Another name of {@code trunc}.
    @TensorOp("fix(input: Tensor) -> Tensor")
    public static Op fix() {
        return op().composite(a -> a.tensor(0).trunc()).samples(() -> Samples.of(uniform(-0.9, 0.9, 3, 4)));
    }

    /// Another name of {@code bitwise_not}.
    @TensorOp("bitwise_invert(input: Tensor) -> Tensor")
    public static Op bitwise_invert() {
        return op().composite(a -> a.tensor(0).bitwise_not());
    }
}
