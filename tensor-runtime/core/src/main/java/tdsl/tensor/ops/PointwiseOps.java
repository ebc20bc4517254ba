package tdsl.tensor.ops;

import static tdsl.tensor.dispatch.Op.NO_GRADIENT;
import static tdsl.tensor.dispatch.Op.op;
import static tdsl.tensor.dispatch.Samples.uniform;
import static tdsl.tensor.dispatch.TypeRule.ARITHMETIC;
import static tdsl.tensor.dispatch.TypeRule.COMPARISON;
import static tdsl.tensor.dispatch.TypeRule.FLOATING;
import static tdsl.tensor.dispatch.TypeRule.NUMERIC;

import tdsl.tensor.DType;
import tdsl.tensor.dispatch.Op;
import tdsl.tensor.dispatch.Samples;
import tdsl.tensor.dispatch.Widening;

/// Functions of one element. The result has the shape of the input.
final class PointwiseOps {
    private PointwiseOps() {}

    private static final double TWO_OVER_ROOT_PI = 2 / Math.sqrt(Math.PI);

    /// Elementwise |x|.
    @TensorOp(value = "abs(input: Tensor) -> Tensor", inPlace = true)
    static Op abs() {
        return op().pointwise(ARITHMETIC)
                .grad(c -> c.grad().mul(c.input(0).sign()))
                .saves("input")
                .onnx("Abs")
                .samples(() -> Samples.of(uniform(-2, 2, 3, 4)));
    }

    /// Elementwise −x.
    @TensorOp(value = "neg(input: Tensor) -> Tensor", inPlace = true)
    static Op neg() {
        return op().pointwise(NUMERIC)
                .grad(c -> c.grad().neg())
                .onnx("Neg")
                .samples(() -> Samples.of(uniform(-2, 2, 3, 4)));
    }

    /// Elementwise x, as unary plus.
    @TensorOp("positive(input: Tensor) -> Tensor")
    static Op positive() {
        return op().composite(args -> args.tensor(0));
    }

    /// Elementwise sign: −1, 0 or 1.
    @TensorOp("sign(input: Tensor) -> Tensor")
    static Op sign() {
        return op().pointwise(ARITHMETIC)
                .grad(c -> c.grad().zeros_like())
                .onnx("Sign")
                .samples(() -> Samples.of(uniform(-2, 2, 3, 4)));
    }

    /// Elementwise e^x; integers become f32.
    @TensorOp(value = "exp(input: Tensor) -> Tensor", inPlace = true)
    static Op exp() {
        return op().pointwise(FLOATING)
                .grad(c -> c.grad().mul(c.out()))
                .saves("out")
                .onnx("Exp")
                .samples(() -> Samples.of(uniform(-2, 2, 3, 4)));
    }

    /// Elementwise e^x − 1, accurate near 0.
    @TensorOp("expm1(input: Tensor) -> Tensor")
    static Op expm1() {
        return op().pointwise(FLOATING)
                .grad(c -> c.grad().mul(c.out().add(1)))
                .saves("out")
                .samples(() -> Samples.of(uniform(-2, 2, 3, 4)));
    }

    /// Elementwise natural logarithm.
    @TensorOp(value = "log(input: Tensor) -> Tensor", inPlace = true)
    static Op log() {
        return op().pointwise(FLOATING)
                .grad(c -> c.grad().div(c.input(0)))
                .saves("input")
                .onnx("Log")
                .samples(() -> Samples.of(uniform(0.2, 3, 3, 4)));
    }

    /// Elementwise log(1 + x), accurate near 0.
    @TensorOp("log1p(input: Tensor) -> Tensor")
    static Op log1p() {
        return op().pointwise(FLOATING)
                .grad(c -> c.grad().div(c.input(0).add(1)))
                .saves("input")
                .samples(() -> Samples.of(uniform(-0.5, 3, 3, 4)));
    }

    /// Elementwise logarithm to base 2.
    @TensorOp("log2(input: Tensor) -> Tensor")
    static Op log2() {
        return op().composite(Widening.of(a -> a.tensor(0).log().mul(1 / Math.log(2))))
                .samples(() -> Samples.of(uniform(0.2, 3, 3, 4)));
    }

    /// Elementwise logarithm to base 10.
    @TensorOp("log10(input: Tensor) -> Tensor")
    static Op log10() {
        return op().pointwise(FLOATING)
                .grad(c -> c.grad().div(c.input(0).mul(Math.log(10))))
                .saves("input")
                .samples(() -> Samples.of(uniform(0.2, 3, 3, 4)));
    }

    /// Elementwise √x.
    @TensorOp(value = "sqrt(input: Tensor) -> Tensor", inPlace = true)
    static Op sqrt() {
        return op().pointwise(FLOATING)
                .grad(c -> c.grad().div(c.out().mul(2)))
                .saves("out")
                .onnx("Sqrt")
                .samples(() -> Samples.of(uniform(0.2, 3, 3, 4)));
    }

    /// Elementwise 1 / √x.
    @TensorOp("rsqrt(input: Tensor) -> Tensor")
    static Op rsqrt() {
        return op().pointwise(FLOATING)
                .grad(c -> c.grad().mul(c.out().pow(3)).mul(-0.5))
                .saves("out")
                .samples(() -> Samples.of(uniform(0.2, 3, 3, 4)));
    }

    /// Elementwise x².
    @TensorOp("square(input: Tensor) -> Tensor")
    static Op square() {
        return op().composite(a -> a.tensor(0).mul(a.tensor(0))).samples(() -> Samples.of(uniform(-2, 2, 3, 4)));
    }

    /// Elementwise 1 / x.
    @TensorOp("reciprocal(input: Tensor) -> Tensor")
    static Op reciprocal() {
        return op().pointwise(FLOATING)
                .grad(c -> c.grad().mul(c.out().square()).neg())
                .saves("out")
                .onnx("Reciprocal")
                .samples(() -> Samples.of(uniform(0.3, 2, 3, 4)));
    }

    /// Elementwise sine, x in radians.
    @TensorOp("sin(input: Tensor) -> Tensor")
    static Op sin() {
        return op().pointwise(FLOATING)
                .grad(c -> c.grad().mul(c.input(0).cos()))
                .saves("input")
                .onnx("Sin")
                .samples(() -> Samples.of(uniform(-2, 2, 3, 4)));
    }

    /// Elementwise cosine, x in radians.
    @TensorOp("cos(input: Tensor) -> Tensor")
    static Op cos() {
        return op().pointwise(FLOATING)
                .grad(c -> c.grad().mul(c.input(0).sin()).neg())
                .saves("input")
                .onnx("Cos")
                .samples(() -> Samples.of(uniform(-2, 2, 3, 4)));
    }

    /// Elementwise tangent, x in radians.
    @TensorOp("tan(input: Tensor) -> Tensor")
    static Op tan() {
        return op().pointwise(FLOATING)
                .grad(c -> c.grad().mul(c.out().square().add(1)))
                .saves("out")
                .onnx("Tan")
                .samples(() -> Samples.of(uniform(-1.2, 1.2, 3, 4)));
    }

    /// Elementwise inverse sine, in radians.
    @TensorOp("asin(input: Tensor) -> Tensor")
    static Op asin() {
        return op().pointwise(FLOATING)
                .grad(c -> c.grad().mul(c.input(0).square().neg().add(1).rsqrt()))
                .saves("input")
                .samples(() -> Samples.of(uniform(-0.9, 0.9, 3, 4)));
    }

    /// Elementwise inverse cosine, in radians.
    @TensorOp("acos(input: Tensor) -> Tensor")
    static Op acos() {
        return op().pointwise(FLOATING)
                .grad(c ->
                        c.grad().mul(c.input(0).square().neg().add(1).rsqrt()).neg())
                .saves("input")
                .samples(() -> Samples.of(uniform(-0.9, 0.9, 3, 4)));
    }

    /// Elementwise inverse tangent, in radians.
    @TensorOp("atan(input: Tensor) -> Tensor")
    static Op atan() {
        return op().pointwise(FLOATING)
                .grad(c -> c.grad().div(c.input(0).square().add(1)))
                .saves("input")
                .samples(() -> Samples.of(uniform(-2, 2, 3, 4)));
    }

    /// Elementwise hyperbolic sine.
    @TensorOp("sinh(input: Tensor) -> Tensor")
    static Op sinh() {
        return op().pointwise(FLOATING)
                .grad(c -> c.grad().mul(c.input(0).cosh()))
                .saves("input")
                .samples(() -> Samples.of(uniform(-2, 2, 3, 4)));
    }

    /// Elementwise hyperbolic cosine.
    @TensorOp("cosh(input: Tensor) -> Tensor")
    static Op cosh() {
        return op().pointwise(FLOATING)
                .grad(c -> c.grad().mul(c.input(0).sinh()))
                .saves("input")
                .samples(() -> Samples.of(uniform(-2, 2, 3, 4)));
    }

    /// Elementwise hyperbolic tangent.
    @TensorOp(value = "tanh(input: Tensor) -> Tensor", inPlace = true)
    static Op tanh() {
        return op().pointwise(FLOATING)
                .grad(c -> c.grad().mul(c.out().square().neg().add(1)))
                .saves("out")
                .onnx("Tanh")
                .samples(() -> Samples.of(uniform(-2, 2, 3, 4)));
    }

    /// Elementwise error function, 2/√π ∫₀ˣ e^(−t²) dt.
    @TensorOp("erf(input: Tensor) -> Tensor")
    static Op erf() {
        return op().pointwise(FLOATING)
                .grad(c -> c.grad().mul(c.input(0).square().neg().exp()).mul(TWO_OVER_ROOT_PI))
                .saves("input")
                .onnx("Erf")
                .samples(() -> Samples.of(uniform(-2, 2, 3, 4)));
    }

    /// Elementwise 1 / (1 + e^(−x)).
    @TensorOp(value = "sigmoid(input: Tensor) -> Tensor", inPlace = true)
    static Op sigmoid() {
        return op().pointwise(FLOATING)
                .grad(c -> c.grad().mul(c.out().mul(c.out().neg().add(1))))
                .saves("out")
                .onnx("Sigmoid")
                .samples(() -> Samples.of(uniform(-2, 2, 3, 4)));
    }

    /// Elementwise max(x, 0).
    @TensorOp(value = "relu(input: Tensor) -> Tensor", inPlace = true)
    static Op relu() {
        return op().pointwise(NUMERIC)
                .grad(c -> c.grad().relu_grad(c.out()))
                .saves("out")
                .onnx("Relu")
                .samples(() -> Samples.of(uniform(-2, 2, 3, 4)));
    }

    /// Elementwise `grad` where `output`, a result of relu, is positive, else 0: the gradient of relu.
    @TensorOp("relu_grad(grad: Tensor, output: Tensor) -> Tensor")
    static Op relu_grad() {
        return op().pointwise(NUMERIC)
                .grad(c -> c.grad().relu_grad(c.input(1)), c -> c.grad().zeros_like())
                .saves("output")
                .samples(() -> Samples.of(uniform(-2, 2, 3, 4), uniform(-1, 1, 3, 4)));
    }

    /// Elementwise x where positive, else `negative_slope` · x.
    @TensorOp("leaky_relu(input: Tensor, negative_slope: float = 0.01) -> Tensor")
    static Op leaky_relu() {
        return op().composite(
                        a -> a.tensor(0).gt(0).where(a.tensor(0), a.tensor(0).mul(a.real(1))))
                .samples(() -> Samples.of(uniform(-2, 2, 3, 4)));
    }

    /// Elementwise Gaussian error linear unit, x Φ(x), by erf.
    @TensorOp("gelu(input: Tensor) -> Tensor")
    static Op gelu() {
        return op().composite(Widening.of(a -> a.tensor(0)
                        .mul(a.tensor(0).mul(Math.sqrt(0.5)).erf().add(1))
                        .mul(0.5)))
                .samples(() -> Samples.of(uniform(-2, 2, 3, 4)));
    }

    /// Elementwise x · sigmoid(x).
    @TensorOp("silu(input: Tensor) -> Tensor")
    static Op silu() {
        return op().composite(Widening.of(a -> a.tensor(0).mul(a.tensor(0).sigmoid())))
                .samples(() -> Samples.of(uniform(-2, 2, 3, 4)));
    }

    /// Elementwise log(1 + e^x), computed without overflow.
    @TensorOp("softplus(input: Tensor) -> Tensor")
    static Op softplus() {
        return op().composite(Widening.of(a ->
                        a.tensor(0).relu().add(a.tensor(0).abs().neg().exp().log1p())))
                .samples(() -> Samples.of(uniform(-2, 2, 3, 4)));
    }

    /// Elementwise largest integer not above x.
    @TensorOp("floor(input: Tensor) -> Tensor")
    static Op floor() {
        return op().pointwise(NUMERIC)
                .grad(c -> c.grad().zeros_like())
                .onnx("Floor")
                .samples(() -> Samples.of(uniform(-2, 2, 3, 4)));
    }

    /// Elementwise smallest integer not below x.
    @TensorOp("ceil(input: Tensor) -> Tensor")
    static Op ceil() {
        return op().pointwise(NUMERIC)
                .grad(c -> c.grad().zeros_like())
                .onnx("Ceil")
                .samples(() -> Samples.of(uniform(-2, 2, 3, 4)));
    }

    /// Elementwise nearest integer, halves to the even one.
    @TensorOp("round(input: Tensor) -> Tensor")
    static Op round() {
        return op().pointwise(NUMERIC)
                .grad(c -> c.grad().zeros_like())
                .onnx("Round")
                .samples(() -> Samples.of(uniform(-2, 2, 3, 4)));
    }

    /// Elementwise integer part, towards 0.
    @TensorOp("trunc(input: Tensor) -> Tensor")
    static Op trunc() {
        return op().pointwise(NUMERIC).grad(c -> c.grad().zeros_like()).samples(() -> Samples.of(uniform(-2, 2, 3, 4)));
    }

    /// Elementwise: is x not a number?
    @TensorOp("isnan(input: Tensor) -> Tensor")
    static Op isnan() {
        return op().pointwise(COMPARISON).onnx("IsNaN").samples(() -> Samples.of(uniform(-2, 2, 3, 4)));
    }

    /// Elementwise: is x an infinity?
    @TensorOp("isinf(input: Tensor) -> Tensor")
    static Op isinf() {
        return op().pointwise(COMPARISON).onnx("IsInf").samples(() -> Samples.of(uniform(-2, 2, 3, 4)));
    }

    /// Elementwise: is x neither infinite nor not a number?
    @TensorOp("isfinite(input: Tensor) -> Tensor")
    static Op isfinite() {
        return op().pointwise(COMPARISON).samples(() -> Samples.of(uniform(-2, 2, 3, 4)));
    }

    /// Elementwise: is x zero or false?
    @TensorOp("logical_not(input: Tensor) -> Tensor")
    static Op logical_not() {
        return op().pointwise(COMPARISON).samples(() -> Samples.of(uniform(-2, 2, 3, 4)));
    }

    /// Elementwise complement of all bits; of a bool, its opposite.
    @TensorOp("bitwise_not(input: Tensor) -> Tensor")
    static Op bitwise_not() {
        return op().composite(a -> a.tensor(0).dtype() == DType.BOOL
                ? a.tensor(0).logical_not()
                : a.tensor(0).bitwise_xor(-1));
    }

    /// Elementwise `input` limited to `[min, max]`; a bound that is none does not limit.
    @TensorOp(value = "clamp(input: Tensor, min: Tensor? = none, max: Tensor? = none) -> Tensor", inPlace = true)
    static Op clamp() {
        return op().composite(a -> {
                    var atLeast = a.isNull(1) ? a.tensor(0) : a.tensor(0).maximum(a.tensor(1));
                    return a.isNull(2) ? atLeast : atLeast.minimum(a.tensor(2));
                })
                .samples(() -> Samples.of(uniform(-2, 2, 3, 4), -0.95, 1.05));
    }

    /// Elementwise `input` where `condition` holds, else `other`; all three broadcast.
    @TensorOp("where(condition: Tensor, input: Tensor, other: Tensor) -> Tensor")
    static Op where() {
        return op().pointwise(ARITHMETIC)
                .grad(
                        NO_GRADIENT,
                        c -> c.input(0).where(c.grad(), c.grad().zeros_like()),
                        c -> c.input(0).where(c.grad().zeros_like(), c.grad()))
                .saves("condition")
                .onnx("Where")
                .samples(() -> Samples.of(uniform(-1, 1, 3, 4).gt(0), uniform(-2, 2, 3, 4), uniform(0, 1, 4)));
    }
}
