package tdsl.tensor.ops.pointwise;

import static tdsl.tensor.dispatch.Op.op;
import static tdsl.tensor.dispatch.Samples.uniform;
import static tdsl.tensor.dispatch.TypeRule.FLOATING;

import tdsl.tensor.dispatch.Op;
import tdsl.tensor.dispatch.Samples;
import tdsl.tensor.ops.TensorOp;

/// Powers of one element and logarithms. The result has the shape of the input; integers become f32.
public final class ExponentialOps {
    private static final double TWO_OVER_ROOT_PI = 2 / Math.sqrt(Math.PI);

    private ExponentialOps() {}

    /// Elementwise e^x; integers become f32.
    @TensorOp(value = "exp(input: Tensor) -> Tensor", inPlace = true)
    public static Op exp() {
        return op().pointwise(FLOATING)
                .grad(c -> c.grad().mul(c.out()))
                .saves("out")
                .onnx("Exp")
                .samples(() -> Samples.of(uniform(-2, 2, 3, 4)));
    }

    /// Elementwise 2^x; integers become f32.
    @TensorOp(value = "exp2(input: Tensor) -> Tensor", inPlace = true)
    public static Op exp2() {
        return op().pointwise(FLOATING)
                .grad(c -> c.grad().mul(c.out()).mul(Math.log(2)))
                .saves("out")
                .samples(() -> Samples.of(uniform(-2, 2, 3, 4)));
    }

    /// Elementwise e^x − 1, accurate near 0.
    @TensorOp(value = "expm1(input: Tensor) -> Tensor", inPlace = true)
    public static Op expm1() {
        return op().pointwise(FLOATING)
                .grad(c -> c.grad().mul(c.out().add(1)))
                .saves("out")
                .samples(() -> Samples.of(uniform(-2, 2, 3, 4)));
    }

    /// Elementwise natural logarithm.
    @TensorOp(value = "log(input: Tensor) -> Tensor", inPlace = true)
    public static Op log() {
        return op().pointwise(FLOATING)
                .grad(c -> c.grad().div(c.input(0)))
                .saves("input")
                .onnx("Log")
                .samples(() -> Samples.of(uniform(0.2, 3, 3, 4)));
    }

    /// Elementwise log(1 + x), accurate near 0.
    @TensorOp(value = "log1p(input: Tensor) -> Tensor", inPlace = true)
    public static Op log1p() {
        return op().pointwise(FLOATING)
                .grad(c -> c.grad().div(c.input(0).add(1)))
                .saves("input")
                .samples(() -> Samples.of(uniform(-0.5, 3, 3, 4)));
    }

    /// Elementwise logarithm to base 2.
    @TensorOp(value = "log2(input: Tensor) -> Tensor", inPlace = true)
    public static Op log2() {
        return op().pointwise(FLOATING)
                .grad(c -> c.grad().div(c.input(0).mul(Math.log(2))))
                .saves("input")
                .samples(() -> Samples.of(uniform(0.2, 3, 3, 4)));
    }

    /// Elementwise logarithm to base 10.
    @TensorOp(value = "log10(input: Tensor) -> Tensor", inPlace = true)
    public static Op log10() {
        return op().pointwise(FLOATING)
                .grad(c -> c.grad().div(c.input(0).mul(Math.log(10))))
                .saves("input")
                .samples(() -> Samples.of(uniform(0.2, 3, 3, 4)));
    }

    /// Elementwise √x.
    @TensorOp(value = "sqrt(input: Tensor) -> Tensor", inPlace = true)
    public static Op sqrt() {
        return op().pointwise(FLOATING)
                .grad(c -> c.grad().div(c.out().mul(2)))
                .saves("out")
                .onnx("Sqrt")
                .samples(() -> Samples.of(uniform(0.2, 3, 3, 4)));
    }

    /// Elementwise 1 / √x.
    @TensorOp(value = "rsqrt(input: Tensor) -> Tensor", inPlace = true)
    public static Op rsqrt() {
        return op().pointwise(FLOATING)
                .grad(c -> c.grad().mul(c.out().pow(3)).mul(-0.5))
                .saves("out")
                .samples(() -> Samples.of(uniform(0.2, 3, 3, 4)));
    }

    /// Elementwise x².
    @TensorOp(value = "square(input: Tensor) -> Tensor", inPlace = true)
    public static Op square() {
        return op().composite(a -> a.tensor(0).mul(a.tensor(0))).samples(() -> Samples.of(uniform(-2, 2, 3, 4)));
    }

    /// Elementwise 1 / x.
    @TensorOp(value = "reciprocal(input: Tensor) -> Tensor", inPlace = true)
    public static Op reciprocal() {
        return op().pointwise(FLOATING)
                .grad(c -> c.grad().mul(c.out().square()).neg())
                .saves("out")
                .onnx("Reciprocal")
                .samples(() -> Samples.of(uniform(0.3, 2, 3, 4)));
    }

    /// Elementwise 1 / (1 + e^(−x)).
    @TensorOp(value = "sigmoid(input: Tensor) -> Tensor", inPlace = true)
    public static Op sigmoid() {
        return op().pointwise(FLOATING)
                .grad(c -> c.grad().mul(c.out().mul(c.out().neg().add(1))))
                .saves("out")
                .onnx("Sigmoid")
                .samples(() -> Samples.of(uniform(-2, 2, 3, 4)));
    }

    /// Elementwise error function, 2/√π ∫₀ˣ e^(−t²) dt.
    @TensorOp(value = "erf(input: Tensor) -> Tensor", inPlace = true)
    public static Op erf() {
        return op().pointwise(FLOATING)
                .grad(c -> c.grad().mul(c.input(0).square().neg().exp()).mul(TWO_OVER_ROOT_PI))
                .saves("input")
                .onnx("Erf")
                .samples(() -> Samples.of(uniform(-2, 2, 3, 4)));
    }

    /// Elementwise 1 − erf(x), accurate also where it is small.
    @TensorOp(value = "erfc(input: Tensor) -> Tensor", inPlace = true)
    public static Op erfc() {
        return op().pointwise(FLOATING)
                .grad(c -> c.grad().mul(c.input(0).square().neg().exp()).mul(-TWO_OVER_ROOT_PI))
                .saves("input")
                .samples(() -> Samples.of(uniform(-2, 2, 3, 4)));
    }
}
