package tdsl.tensor.ops.pointwise;

import static tdsl.tensor.Tensor.weakScalar;
import static tdsl.tensor.dispatch.Op.op;
import static tdsl.tensor.dispatch.Samples.uniform;
import static tdsl.tensor.dispatch.TypeRule.FLOATING;
import static tdsl.tensor.dispatch.TypeRule.NUMERIC;

import java.util.Arrays;
import tdsl.tensor.Shapes;
import tdsl.tensor.Tensor;
import tdsl.tensor.dispatch.Op;
import tdsl.tensor.dispatch.Samples;
import tdsl.tensor.dispatch.Widening;
import tdsl.tensor.error.ShapeException;
import tdsl.tensor.error.ValueException;
import tdsl.tensor.ops.OpIndex;
import tdsl.tensor.ops.TensorOp;

/// Functions of one element that neural networks use between their layers. The result has the shape of the input.
public final class ActivationOps {
    private ActivationOps() {}

    /// Elementwise max(x, 0).
    @TensorOp(value = "relu(input: Tensor) -> Tensor", inPlace = true)
    public static Op relu() {
        return op().pointwise(NUMERIC)
                .grad(c -> c.grad().relu_grad(c.out()))
                .saves("out")
                .onnx("Relu")
                .samples(() -> Samples.of(uniform(-2, 2, 3, 4)));
    }

    /// Elementwise `grad` where `output`, a result of relu, is positive, else 0: the gradient of relu.
    @TensorOp(value = "relu_grad(grad: Tensor, output: Tensor) -> Tensor", internal = true)
    public static Op relu_grad() {
        return op().pointwise(NUMERIC)
                .grad(c -> c.grad().relu_grad(c.input(1)), c -> c.grad().zeros_like())
                .saves("output")
                .samples(() -> Samples.of(uniform(-2, 2, 3, 4), uniform(-1, 1, 3, 4)));
    }

    /// Elementwise x where positive, else `negative_slope` · x.
    @TensorOp(value = "leaky_relu(input: Tensor, negative_slope: float = 0.01) -> Tensor", inPlace = true)
    public static Op leaky_relu() {
        return op().composite(
                        a -> a.tensor(0).gt(0).where(a.tensor(0), a.tensor(0).mul(a.real(1))))
                .samples(() -> Samples.of(uniform(-2, 2, 3, 4)));
    }

    /// Elementwise Gaussian error linear unit, x Φ(x); with `approximate` "tanh" not Φ but
    /// (1 + tanh(√(2/π) (x + 0.044715 x³))) / 2.
    @TensorOp("gelu(input: Tensor, approximate: string = \"none\") -> Tensor")
    public static Op gelu() {
        return op().composite(a -> switch (a.text(1)) {
                    case "none" -> a.tensor(0).gelu_erf();
                    case "tanh" -> geluByTanh(a.tensor(0));
                    default ->
                        throw new ValueException(
                                "gelu: approximate must be \"none\" or \"tanh\", not \"%s\"", a.text(1));
                })
                .samples(() -> Samples.of(uniform(-2, 2, 3, 4))
                        .and(uniform(-2, 2, 3, 4))
                        .named("approximate", "tanh"));
    }

    private static Tensor geluByTanh(Tensor x) {
        Tensor inner = x.square().mul(0.044715).add(1).mul(x).mul(Math.sqrt(2 / Math.PI));
        return inner.tanh().add(1).mul(x).mul(0.5);
    }

    /// Elementwise x Φ(x), with the distribution function of the normal distribution.
    @TensorOp(value = "gelu_erf(input: Tensor) -> Tensor", internal = true)
    public static Op gelu_erf() {
        return op().pointwise(FLOATING)
                .grad(c -> {
                    Tensor x = c.input(0);
                    Tensor distribution = x.mul(-Math.sqrt(0.5)).erfc().mul(0.5);
                    Tensor density = x.square().mul(-0.5).exp().mul(1 / Math.sqrt(2 * Math.PI));
                    return c.grad().mul(x.mul(density).add(distribution));
                })
                .saves("input")
                .samples(() -> Samples.of(uniform(-2, 2, 3, 4)));
    }

    /// Elementwise x · sigmoid(x).
    @TensorOp(value = "silu(input: Tensor) -> Tensor", inPlace = true)
    public static Op silu() {
        return op().pointwise(FLOATING)
                .grad(c -> {
                    Tensor sigmoid = c.input(0).sigmoid();
                    return c.grad()
                            .mul(c.input(0).mul(sigmoid.neg().add(1)).add(1).mul(sigmoid));
                })
                .saves("input")
                .samples(() -> Samples.of(uniform(-2, 2, 3, 4)));
    }

    /// Elementwise x · tanh(log(1 + e^x)).
    @TensorOp(value = "mish(input: Tensor) -> Tensor", inPlace = true)
    public static Op mish() {
        return op().pointwise(FLOATING)
                .grad(c -> {
                    Tensor tanh = c.input(0).softplus().tanh();
                    Tensor slope = tanh.square().neg().add(1).mul(c.input(0).sigmoid());
                    return c.grad().mul(c.input(0).mul(slope).add(tanh));
                })
                .saves("input")
                .onnx("Mish")
                .samples(() -> Samples.of(uniform(-2, 2, 3, 4)));
    }

    /// Elementwise log(1 + e^x), computed without overflow; `softplus(input, beta, threshold)` is
    /// `scaled_softplus`.
    @TensorOp("softplus(input: Tensor) -> Tensor")
    public static Op softplus() {
        return op().pointwise(FLOATING)
                .otherwise(() -> OpIndex.find("scaled_softplus"))
                .grad(c -> c.grad().mul(c.input(0).sigmoid()))
                .saves("input")
                .onnx("Softplus")
                .samples(() -> Samples.of(uniform(-2, 2, 3, 4)));
    }

    /// Elementwise log(1 + e^(beta · x)) / beta, and x where beta · x exceeds `threshold`.
    @TensorOp("scaled_softplus(input: Tensor, beta: float = 1.0, threshold: float = 20.0) -> Tensor")
    public static Op scaled_softplus() {
        return op().composite(a -> {
                    Tensor scaled = a.tensor(0).mul(a.real(1));
                    return scaled.gt(a.real(2))
                            .where(a.tensor(0), scaled.softplus().div(a.real(1)));
                })
                .samples(() -> Samples.of(uniform(-2, 2, 3, 4), 2.0, 1.5));
    }

    /// Elementwise log(sigmoid(x)), computed without overflow.
    @TensorOp("logsigmoid(input: Tensor) -> Tensor")
    public static Op logsigmoid() {
        return op().pointwise(FLOATING)
                .grad(c -> c.grad().mul(c.input(0).neg().sigmoid()))
                .saves("input")
                .samples(() -> Samples.of(uniform(-2, 2, 3, 4)));
    }

    /// Elementwise min(max(x, 0), 6).
    @TensorOp(value = "relu6(input: Tensor) -> Tensor", inPlace = true)
    public static Op relu6() {
        return op().composite(a -> a.tensor(0).maximum(0).minimum(6)).samples(() -> Samples.of(uniform(-2, 8, 3, 4)));
    }

    /// Elementwise x limited to `[min_val, max_val]`.
    @TensorOp(value = "hardtanh(input: Tensor, min_val: float = -1.0, max_val: float = 1.0) -> Tensor", inPlace = true)
    public static Op hardtanh() {
        return op().composite(a -> {
                    // Whole limits leave integers what they are.
                    return a.tensor(0).clamp(weakScalar(wholeOrReal(a.real(1))), weakScalar(wholeOrReal(a.real(2))));
                })
                .samples(() -> Samples.of(uniform(-2, 2, 3, 4)));
    }

    /// Elementwise x / 6 + 1/2, limited to `[0, 1]`.
    @TensorOp(value = "hardsigmoid(input: Tensor) -> Tensor", inPlace = true)
    public static Op hardsigmoid() {
        return op().composite(a -> a.tensor(0).add(3).maximum(0).minimum(6).div(6))
                .samples(() -> Samples.of(uniform(-4, 4, 3, 4)));
    }

    /// Elementwise x · hardsigmoid(x).
    @TensorOp(value = "hardswish(input: Tensor) -> Tensor", inPlace = true)
    public static Op hardswish() {
        return op().composite(a ->
                        a.tensor(0).mul(a.tensor(0).add(3).maximum(0).minimum(6).div(6)))
                .samples(() -> Samples.of(uniform(-4, 4, 3, 4)));
    }

    /// Elementwise x where positive, else alpha · (e^x − 1).
    @TensorOp(value = "elu(input: Tensor, alpha: float = 1.0) -> Tensor", inPlace = true)
    public static Op elu() {
        return op().composite(a -> elu(a.tensor(0), a.real(1), 1, 1))
                .samples(() -> Samples.of(uniform(-2, 2, 3, 4), 0.7));
    }

    /// Elementwise x where positive, else alpha · (e^(x / alpha) − 1).
    @TensorOp(value = "celu(input: Tensor, alpha: float = 1.0) -> Tensor", inPlace = true)
    public static Op celu() {
        return op().composite(a -> elu(a.tensor(0), a.real(1), 1, 1 / a.real(1)))
                .samples(() -> Samples.of(uniform(-2, 2, 3, 4), 0.7));
    }

    /// Elementwise 1.0507… · elu(x, 1.6732…), which keeps the mean 0 and the variance 1 (Klambauer et al.,
    /// Self-Normalizing Neural Networks, 2017).
    @TensorOp(value = "selu(input: Tensor) -> Tensor", inPlace = true)
    public static Op selu() {
        return op().composite(a -> elu(a.tensor(0), 1.6732632423543772, 1.0507009873554805, 1))
                .samples(() -> Samples.of(uniform(-2, 2, 3, 4)));
    }

    /// Elementwise x / (1 + |x|).
    @TensorOp("softsign(input: Tensor) -> Tensor")
    public static Op softsign() {
        return op().composite(a -> a.tensor(0).div(a.tensor(0).abs().add(1)))
                .samples(() -> Samples.of(uniform(-2, 2, 3, 4)));
    }

    /// Elementwise x moved towards 0 by `lambd`, and 0 if nearer than that.
    @TensorOp("softshrink(input: Tensor, lambd: float = 0.5) -> Tensor")
    public static Op softshrink() {
        return op().composite(
                        a -> a.tensor(0).sub(a.tensor(0).maximum(-a.real(1)).minimum(a.real(1))))
                .samples(() -> Samples.of(uniform(-2, 2, 3, 4)));
    }

    /// Elementwise x, and 0 where |x| is at most `lambd`.
    @TensorOp("hardshrink(input: Tensor, lambd: float = 0.5) -> Tensor")
    public static Op hardshrink() {
        return op().composite(a -> a.tensor(0).abs().le(a.real(1)).where(weakScalar(0), a.tensor(0)))
                .samples(() -> Samples.of(uniform(-2, 2, 3, 4)));
    }

    /// Elementwise x − tanh(x).
    @TensorOp("tanhshrink(input: Tensor) -> Tensor")
    public static Op tanhshrink() {
        return op().composite(Widening.of(a -> a.tensor(0).sub(a.tensor(0).tanh())))
                .samples(() -> Samples.of(uniform(-2, 2, 3, 4)));
    }

    /// Elementwise x where it exceeds `threshold`, else `value`.
    @TensorOp(value = "threshold(input: Tensor, threshold: number, value: number) -> Tensor", inPlace = true)
    public static Op threshold() {
        return op().composite(a -> a.tensor(0).gt(weakScalar(a.value(1))).where(a.tensor(0), weakScalar(a.value(2))))
                .samples(() -> Samples.of(uniform(-2, 2, 3, 4), 0.3, -0.5));
    }

    /// Elementwise x where positive, else weight · x.
    ///
    /// @param weight one number, or one for each channel, which is axis 1 of `input`
    @TensorOp("prelu(input: Tensor, weight: Tensor) -> Tensor")
    public static Op prelu() {
        return op().composite(a -> prelu(a.tensor(0), a.tensor(1)))
                .samples(() ->
                        Samples.of(uniform(-2, 2, 3, 4), uniform(0, 1, 4)).and(uniform(-2, 2, 3, 4), uniform(0, 1, 1)));
    }

    /// The first half of `dim` times the sigmoid of the second half.
    @TensorOp("glu(input: Tensor, dim: int = -1) -> Tensor")
    public static Op glu() {
        return op().composite(a -> glu(a.tensor(0), a.integer(1))).samples(() -> Samples.of(uniform(-2, 2, 3, 4)));
    }

    private static Object wholeOrReal(double number) {
        return number == Math.rint(number) && Math.abs(number) < 0x1p53 ? (Object) (long) number : (Object) number;
    }

    /// `scale · x` where positive, else `scale · alpha · (e^(factor · x) − 1)`.
    private static Tensor elu(Tensor x, double alpha, double scale, double factor) {
        // Limited, so that an overflow of what is not chosen does not spoil the gradient.
        Tensor negative = x.minimum(0).mul(factor).expm1().mul(alpha);
        return x.gt(0).where(x, negative).mul(scale);
    }

    private static Tensor prelu(Tensor x, Tensor weight) {
        if (weight.elementCount() == 1 || x.rank() < 2) {
            return x.gt(0).where(x, x.mul(weight));
        }
        long[] shape = new long[x.rank()];
        Arrays.fill(shape, 1);
        shape[1] = weight.elementCount();
        if (shape[1] != x.size(1)) {
            throw new ShapeException(
                    "prelu: %d weights do not fit the %d channels of %s", shape[1], x.size(1), x.describe());
        }
        return x.gt(0).where(x, x.mul(weight.reshape(shape)));
    }

    private static Tensor glu(Tensor x, long dim) {
        int axis = Shapes.axis("glu", dim, x.rank());
        long half = x.size(axis) / 2;
        if (x.size(axis) != 2 * half) {
            throw new ShapeException("glu: axis %d of %s has no two halves", dim, x.describe());
        }
        return x.narrow(axis, 0, half).mul(x.narrow(axis, half, half).sigmoid());
    }
}
