package tdsl.tensor.ops;

import static tdsl.tensor.dispatch.Op.op;
import static tdsl.tensor.dispatch.Samples.uniform;
import static tdsl.tensor.dispatch.TypeRule.FLOATING;
import static tdsl.tensor.dispatch.TypeRule.NUMERIC;

import tdsl.tensor.Tensor;
import tdsl.tensor.dispatch.Op;
import tdsl.tensor.dispatch.Samples;
import tdsl.tensor.error.ValueException;

/// Functions of one element that neural networks use between their layers. The result has the shape of the input.
final class ActivationOps {
    private ActivationOps() {}

    /// Elementwise max(x, 0).
    @TensorOp(value = "relu(input: Tensor) -> Tensor", inPlace = true)
    static Op relu() {
        return op().pointwise(NUMERIC)
                .grad(c -> c.grad().mul(c.out().gt(0)))
                .saves("out")
                .onnx("Relu")
                .samples(() -> Samples.of(uniform(-2, 2, 3, 4)));
    }

    /// Elementwise x where positive, else `negative_slope` · x.
    @TensorOp(value = "leaky_relu(input: Tensor, negative_slope: float = 0.01) -> Tensor", inPlace = true)
    static Op leaky_relu() {
        return op().composite(
                        a -> a.tensor(0).gt(0).where(a.tensor(0), a.tensor(0).mul(a.real(1))))
                .samples(() -> Samples.of(uniform(-2, 2, 3, 4)));
    }

    /// Elementwise Gaussian error linear unit, x Φ(x); with `approximate` "tanh" not Φ but
    /// (1 + tanh(√(2/π) (x + 0.044715 x³))) / 2.
    @TensorOp("gelu(input: Tensor, approximate: string = \"none\") -> Tensor")
    static Op gelu() {
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
    @TensorOp("gelu_erf(input: Tensor) -> Tensor")
    static Op gelu_erf() {
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
    static Op silu() {
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
    static Op mish() {
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

    /// Elementwise log(1 + e^x), computed without overflow.
    @TensorOp("softplus(input: Tensor) -> Tensor")
    static Op softplus() {
        return op().pointwise(FLOATING)
                .grad(c -> c.grad().mul(c.input(0).sigmoid()))
                .saves("input")
                .onnx("Softplus")
                .samples(() -> Samples.of(uniform(-2, 2, 3, 4)));
    }

    /// Elementwise log(sigmoid(x)), computed without overflow.
    @TensorOp("logsigmoid(input: Tensor) -> Tensor")
    static Op logsigmoid() {
        return op().pointwise(FLOATING)
                .grad(c -> c.grad().mul(c.input(0).neg().sigmoid()))
                .saves("input")
                .samples(() -> Samples.of(uniform(-2, 2, 3, 4)));
    }
}
