package tdsl.tensor.ops.pointwise;

import static tdsl.tensor.dispatch.Op.NO_GRADIENT;
import static tdsl.tensor.dispatch.Op.op;
import static tdsl.tensor.dispatch.Samples.uniform;
import static tdsl.tensor.dispatch.TypeRule.ARITHMETIC;
import static tdsl.tensor.dispatch.TypeRule.COMPARISON;
import static tdsl.tensor.dispatch.TypeRule.NUMERIC;

import tdsl.tensor.DType;
import tdsl.tensor.Tensor;
import tdsl.tensor.dispatch.Op;
import tdsl.tensor.dispatch.Samples;
import tdsl.tensor.dispatch.Widening;
import tdsl.tensor.ops.OpIndex;
import tdsl.tensor.ops.TensorOp;

/// Functions of one element. The result has the shape of the input.
public final class PointwiseOps {
    private PointwiseOps() {}

    /// Elementwise |x|.
    @TensorOp(value = "abs(input: Tensor) -> Tensor", inPlace = true)
    public static Op abs() {
        return op().pointwise(ARITHMETIC)
                .grad(c -> c.grad().mul(c.input(0).sign()))
                .saves("input")
                .onnx("Abs")
                .samples(() -> Samples.of(uniform(-2, 2, 3, 4)));
    }

    /// Elementwise −x.
    @TensorOp(value = "neg(input: Tensor) -> Tensor", inPlace = true)
    public static Op neg() {
        return op().pointwise(NUMERIC)
                .grad(c -> c.grad().neg())
                .onnx("Neg")
                .samples(() -> Samples.of(uniform(-2, 2, 3, 4)));
    }

    /// Elementwise x, as unary plus.
    @TensorOp("positive(input: Tensor) -> Tensor")
    public static Op positive() {
        return op().composite(args -> args.tensor(0));
    }

    /// Elementwise sign: −1, 0 or 1.
    @TensorOp(value = "sign(input: Tensor) -> Tensor", inPlace = true)
    public static Op sign() {
        return op().pointwise(ARITHMETIC)
                .grad(c -> c.grad().zeros_like())
                .onnx("Sign")
                .samples(() -> Samples.of(uniform(-2, 2, 3, 4)));
    }

    /// Elementwise largest integer not above x.
    @TensorOp(value = "floor(input: Tensor) -> Tensor", inPlace = true)
    public static Op floor() {
        return op().pointwise(NUMERIC)
                .grad(c -> c.grad().zeros_like())
                .onnx("Floor")
                .samples(() -> Samples.of(uniform(-2, 2, 3, 4)));
    }

    /// Elementwise smallest integer not below x.
    @TensorOp(value = "ceil(input: Tensor) -> Tensor", inPlace = true)
    public static Op ceil() {
        return op().pointwise(NUMERIC)
                .grad(c -> c.grad().zeros_like())
                .onnx("Ceil")
                .samples(() -> Samples.of(uniform(-2, 2, 3, 4)));
    }

    /// Elementwise nearest integer, halves to the even one; `round(input, decimals)` is `round_decimals`.
    @TensorOp(value = "round(input: Tensor) -> Tensor", inPlace = true)
    public static Op round() {
        return op().pointwise(NUMERIC)
                .otherwise(() -> OpIndex.find("round_decimals"))
                .grad(c -> c.grad().zeros_like())
                .onnx("Round")
                .samples(() -> Samples.of(uniform(-2, 2, 3, 4)));
    }

    /// Elementwise nearest number with so many decimals, halves to the even one; with a negative number of them,
    /// the nearest multiple of a power of ten.
    @TensorOp(value = "round_decimals(input: Tensor, decimals: int) -> Tensor", inPlace = true)
    public static Op round_decimals() {
        return op().composite(Widening.of(a -> {
                    Tensor input = a.tensor(0);
                    if (!input.dtype().isFloating() && a.integer(1) >= 0) {
                        return input;
                    }
                    double scale = Math.pow(10, Math.abs(a.integer(1)));
                    Tensor rounded = a.integer(1) >= 0
                            ? input.mul(scale).round().div(scale)
                            : input.div(scale).round().mul(scale);
                    return rounded.to(input.dtype());
                }))
                .samples(() -> Samples.of(uniform(-2, 2, 3, 4), 1L));
    }

    /// Elementwise integer part, towards 0.
    @TensorOp(value = "trunc(input: Tensor) -> Tensor", inPlace = true)
    public static Op trunc() {
        return op().pointwise(NUMERIC).grad(c -> c.grad().zeros_like()).samples(() -> Samples.of(uniform(-2, 2, 3, 4)));
    }

    /// Elementwise: is x not a number?
    @TensorOp("isnan(input: Tensor) -> Tensor")
    public static Op isnan() {
        return op().pointwise(COMPARISON).onnx("IsNaN").samples(() -> Samples.of(uniform(-2, 2, 3, 4)));
    }

    /// Elementwise: is x an infinity?
    @TensorOp("isinf(input: Tensor) -> Tensor")
    public static Op isinf() {
        return op().pointwise(COMPARISON).onnx("IsInf").samples(() -> Samples.of(uniform(-2, 2, 3, 4)));
    }

    /// Elementwise: is x neither infinite nor not a number?
    @TensorOp("isfinite(input: Tensor) -> Tensor")
    public static Op isfinite() {
        return op().pointwise(COMPARISON).samples(() -> Samples.of(uniform(-2, 2, 3, 4)));
    }

    /// Elementwise: is x zero or false?
    @TensorOp("logical_not(input: Tensor) -> Tensor")
    public static Op logical_not() {
        return op().pointwise(COMPARISON).samples(() -> Samples.of(uniform(-2, 2, 3, 4)));
    }

    /// Elementwise complement of all bits; of a bool, its opposite.
    @TensorOp("bitwise_not(input: Tensor) -> Tensor")
    public static Op bitwise_not() {
        return op().composite(a -> a.tensor(0).dtype() == DType.BOOL
                ? a.tensor(0).logical_not()
                : a.tensor(0).bitwise_xor(-1));
    }

    /// Elementwise `input` limited to `[min, max]`; a bound that is none does not limit.
    @TensorOp(value = "clamp(input: Tensor, min: Tensor? = none, max: Tensor? = none) -> Tensor", inPlace = true)
    public static Op clamp() {
        return op().composite(a -> {
                    var atLeast = a.isNull(1) ? a.tensor(0) : a.tensor(0).maximum(a.tensor(1));
                    return a.isNull(2) ? atLeast : atLeast.minimum(a.tensor(2));
                })
                .samples(() -> Samples.of(uniform(-2, 2, 3, 4), -0.95, 1.05));
    }

    /// Elementwise `input` where `condition` holds, else `other`; all three broadcast. `where(condition)` gives the
    /// indices of the elements that are not 0, as `nonzero` with `as_tuple`.
    @TensorOp("where(condition: Tensor, input: Tensor, other: Tensor) -> Tensor")
    public static Op where() {
        return op().pointwise(ARITHMETIC)
                .otherwise(() -> OpIndex.find("where_indices"))
                .grad(
                        NO_GRADIENT,
                        c -> c.input(0).where(c.grad(), c.grad().zeros_like()),
                        c -> c.input(0).where(c.grad().zeros_like(), c.grad()))
                .saves("condition")
                .onnx("Where")
                .samples(() -> Samples.of(uniform(-1, 1, 3, 4).gt(0), uniform(-2, 2, 3, 4), uniform(0, 1, 4)));
    }

    /// The indices of the elements that are not 0: as `nonzero` with `as_tuple`.
    @TensorOp(value = "where_indices(condition: Tensor) -> Tensor[]", internal = true)
    public static Op where_indices() {
        return op().composite(a -> a.tensor(0).nonzero(true));
    }
}
