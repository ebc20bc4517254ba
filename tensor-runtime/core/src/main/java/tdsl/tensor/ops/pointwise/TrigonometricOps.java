package tdsl.tensor.ops.pointwise;

import static tdsl.tensor.dispatch.Op.op;
import static tdsl.tensor.dispatch.Samples.uniform;
import static tdsl.tensor.dispatch.TypeRule.FLOATING;

import tdsl.tensor.dispatch.Op;
import tdsl.tensor.dispatch.Samples;
import tdsl.tensor.ops.TensorOp;

/// Trigonometric and hyperbolic functions of one element and their inverses. The result has the shape of the input;
/// integers become f32.
public final class TrigonometricOps {
    private TrigonometricOps() {}

    /// Elementwise sine, x in radians.
    @TensorOp(value = "sin(input: Tensor) -> Tensor", inPlace = true)
    public static Op sin() {
        return op().pointwise(FLOATING)
                .grad(c -> c.grad().mul(c.input(0).cos()))
                .saves("input")
                .onnx("Sin")
                .samples(() -> Samples.of(uniform(-2, 2, 3, 4)));
    }

    /// Elementwise cosine, x in radians.
    @TensorOp(value = "cos(input: Tensor) -> Tensor", inPlace = true)
    public static Op cos() {
        return op().pointwise(FLOATING)
                .grad(c -> c.grad().mul(c.input(0).sin()).neg())
                .saves("input")
                .onnx("Cos")
                .samples(() -> Samples.of(uniform(-2, 2, 3, 4)));
    }

    /// Elementwise tangent, x in radians.
    @TensorOp(value = "tan(input: Tensor) -> Tensor", inPlace = true)
    public static Op tan() {
        return op().pointwise(FLOATING)
                .grad(c -> c.grad().mul(c.out().square().add(1)))
                .saves("out")
                .onnx("Tan")
                .samples(() -> Samples.of(uniform(-1.2, 1.2, 3, 4)));
    }

    /// Elementwise inverse sine, in radians.
    @TensorOp(value = "asin(input: Tensor) -> Tensor", inPlace = true)
    public static Op asin() {
        return op().pointwise(FLOATING)
                .grad(c -> c.grad().mul(c.input(0).square().neg().add(1).rsqrt()))
                .saves("input")
                .samples(() -> Samples.of(uniform(-0.9, 0.9, 3, 4)));
    }

    /// Elementwise inverse cosine, in radians.
    @TensorOp(value = "acos(input: Tensor) -> Tensor", inPlace = true)
    public static Op acos() {
        return op().pointwise(FLOATING)
                .grad(c ->
                        c.grad().mul(c.input(0).square().neg().add(1).rsqrt()).neg())
                .saves("input")
                .samples(() -> Samples.of(uniform(-0.9, 0.9, 3, 4)));
    }

    /// Elementwise inverse tangent, in radians.
    @TensorOp(value = "atan(input: Tensor) -> Tensor", inPlace = true)
    public static Op atan() {
        return op().pointwise(FLOATING)
                .grad(c -> c.grad().div(c.input(0).square().add(1)))
                .saves("input")
                .samples(() -> Samples.of(uniform(-2, 2, 3, 4)));
    }

    /// Elementwise hyperbolic sine.
    @TensorOp(value = "sinh(input: Tensor) -> Tensor", inPlace = true)
    public static Op sinh() {
        return op().pointwise(FLOATING)
                .grad(c -> c.grad().mul(c.input(0).cosh()))
                .saves("input")
                .samples(() -> Samples.of(uniform(-2, 2, 3, 4)));
    }

    /// Elementwise hyperbolic cosine.
    @TensorOp(value = "cosh(input: Tensor) -> Tensor", inPlace = true)
    public static Op cosh() {
        return op().pointwise(FLOATING)
                .grad(c -> c.grad().mul(c.input(0).sinh()))
                .saves("input")
                .samples(() -> Samples.of(uniform(-2, 2, 3, 4)));
    }

    /// Elementwise hyperbolic tangent.
    @TensorOp(value = "tanh(input: Tensor) -> Tensor", inPlace = true)
    public static Op tanh() {
        return op().pointwise(FLOATING)
                .grad(c -> c.grad().mul(c.out().square().neg().add(1)))
                .saves("out")
                .onnx("Tanh")
                .samples(() -> Samples.of(uniform(-2, 2, 3, 4)));
    }

    /// Elementwise inverse hyperbolic sine.
    @TensorOp(value = "asinh(input: Tensor) -> Tensor", inPlace = true)
    public static Op asinh() {
        return op().pointwise(FLOATING)
                .grad(c -> c.grad().mul(c.input(0).square().add(1).rsqrt()))
                .saves("input")
                .samples(() -> Samples.of(uniform(-2, 2, 3, 4)));
    }

    /// Elementwise inverse hyperbolic cosine; not a number where x < 1.
    @TensorOp(value = "acosh(input: Tensor) -> Tensor", inPlace = true)
    public static Op acosh() {
        return op().pointwise(FLOATING)
                .grad(c -> c.grad().mul(c.input(0).square().sub(1).rsqrt()))
                .saves("input")
                .samples(() -> Samples.of(uniform(1.2, 3, 3, 4)));
    }

    /// Elementwise inverse hyperbolic tangent; not a number where |x| > 1.
    @TensorOp(value = "atanh(input: Tensor) -> Tensor", inPlace = true)
    public static Op atanh() {
        return op().pointwise(FLOATING)
                .grad(c -> c.grad().div(c.input(0).square().neg().add(1)))
                .saves("input")
                .samples(() -> Samples.of(uniform(-0.9, 0.9, 3, 4)));
    }
}
