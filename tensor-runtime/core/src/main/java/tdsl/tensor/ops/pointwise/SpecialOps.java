package tdsl.tensor.ops.pointwise;

import static tdsl.tensor.Tensor.weakScalar;
import static tdsl.tensor.dispatch.Op.NO_GRADIENT;
import static tdsl.tensor.dispatch.Op.op;
import static tdsl.tensor.dispatch.Samples.uniform;
import static tdsl.tensor.dispatch.TypeRule.FLOATING;
import static tdsl.tensor.dispatch.TypeRule.SHIFT;

import tdsl.tensor.DType;
import tdsl.tensor.Tensor;
import tdsl.tensor.dispatch.Op;
import tdsl.tensor.dispatch.Samples;
import tdsl.tensor.dispatch.Widening;
import tdsl.tensor.error.ValueException;
import tdsl.tensor.ops.TensorOp;
import tdsl.tensor.ops.Tensors;

/// The gamma function and its kin, inverses of distribution functions, and divisors.
public final class SpecialOps {
    private static final double ROOT_OF_HALF = Math.sqrt(0.5);

    private SpecialOps() {}

    /// Elementwise log |Γ(x)|; infinite at 0 and the negative integers.
    @TensorOp(value = "lgamma(input: Tensor) -> Tensor", inPlace = true)
    public static Op lgamma() {
        return op().pointwise(FLOATING)
                .grad(c -> c.grad().mul(c.input(0).digamma()))
                .saves("input")
                .samples(() -> Samples.of(uniform(-3.9, 4, 3, 4)));
    }

    /// Elementwise derivative of log Γ(x); NaN at the negative integers, and at 0 an infinity of the opposite sign.
    @TensorOp(value = "digamma(input: Tensor) -> Tensor", inPlace = true)
    public static Op digamma() {
        return op().pointwise(FLOATING)
                .grad(c -> c.grad().mul(Tensors.polygamma(1L, c.input(0))))
                .saves("input")
                .samples(() -> Samples.of(uniform(0.3, 4, 3, 4)));
    }

    /// Elementwise derivative of order `n` of digamma: (−1)^(n + 1) n! ζ(n + 1, x) (Abramowitz and Stegun, 6.4.10).
    /// For n from 1, x must be positive or no integer.
    @TensorOp("polygamma(n: int, input: Tensor) -> Tensor")
    public static Op polygamma() {
        return op().composite(a -> {
                    long order = a.integer(0);
                    if (order < 0) {
                        throw new ValueException("polygamma: n must not be negative, got %d", order);
                    }
                    if (order == 0) {
                        return a.tensor(1).digamma();
                    }
                    double factor = order % 2 == 0 ? -1 : 1;
                    for (long i = 2; i <= order && Double.isFinite(factor); i++) {
                        factor *= i;
                    }
                    Tensor input = a.tensor(1).dtype().isFloating()
                            ? a.tensor(1)
                            : a.tensor(1).to(DType.FLOAT32);
                    return weakScalar(order + 1.0).zeta(input).mul(factor);
                })
                .samples(() -> Samples.of(0L, uniform(0.3, 4, 3, 4)).and(2L, uniform(0.3, 4, 3, 4)));
    }

    /// Elementwise logarithm of the gamma function of `p` variables: p (p − 1) / 4 · log π + Σ lgamma(x − i / 2)
    /// over i from 0 below p.
    @TensorOp(value = "mvlgamma(input: Tensor, p: int) -> Tensor", inPlace = true)
    public static Op mvlgamma() {
        return op().composite(Widening.of(a -> {
                    long p = a.integer(1);
                    if (p < 1) {
                        throw new ValueException("mvlgamma: p must be positive, got %d", p);
                    }
                    Tensor sum = a.tensor(0).lgamma();
                    for (long i = 1; i < p; i++) {
                        sum = sum.add(a.tensor(0).sub(0.5 * i).lgamma());
                    }
                    return sum.add(0.25 * p * (p - 1) * Math.log(Math.PI));
                }))
                .samples(() -> Samples.of(uniform(1.6, 4, 3, 4), 3L));
    }

    /// Elementwise Hurwitz's zeta function Σ (other + k)^−input over k from 0, for `input` above 1; differentiable
    /// with respect to `other`.
    @TensorOp("zeta(input: Tensor, other: Tensor) -> Tensor")
    public static Op zeta() {
        return op().pointwise(FLOATING)
                .grad(
                        NO_GRADIENT,
                        c -> c.grad()
                                .mul(c.input(0).add(1).zeta(c.input(1)))
                                .mul(c.input(0).neg()))
                .saves("input", "other")
                .samples(() -> Samples.of(Tensor.of(new long[] {2, 3, 5, 2}), uniform(0.5, 3, 3, 4)));
    }

    /// Elementwise number whose error function is x; infinite for ±1, NaN beyond.
    @TensorOp(value = "erfinv(input: Tensor) -> Tensor", inPlace = true)
    public static Op erfinv() {
        return op().pointwise(FLOATING)
                .grad(c -> c.grad().mul(c.out().square().exp()).mul(Math.sqrt(Math.PI) / 2))
                .saves("out")
                .samples(() -> Samples.of(uniform(-0.95, 0.95, 3, 4)));
    }

    /// Elementwise distribution function of the normal distribution.
    @TensorOp("ndtr(input: Tensor) -> Tensor")
    public static Op ndtr() {
        return op().composite(
                        Widening.of(a -> a.tensor(0).mul(-ROOT_OF_HALF).erfc().mul(0.5)))
                .samples(() -> Samples.of(uniform(-2, 2, 3, 4)));
    }

    /// Elementwise log(x / (1 − x)), the inverse of sigmoid; with `eps` of x limited to `[eps, 1 − eps]`.
    @TensorOp(value = "logit(input: Tensor, eps: float? = none) -> Tensor", inPlace = true)
    public static Op logit() {
        return op().composite(Widening.of(a -> {
                    Tensor input = a.tensor(0).dtype().isFloating()
                            ? a.tensor(0)
                            : a.tensor(0).to(DType.FLOAT32);
                    Tensor x = a.isNull(1) ? input : input.clamp(weakScalar(a.real(1)), weakScalar(1 - a.real(1)));
                    return x.div(x.neg().add(1)).log();
                }))
                .samples(() -> Samples.of(uniform(0.05, 0.95, 3, 4)).and(uniform(0.05, 0.95, 3, 4), 0.1));
    }

    /// Elementwise input · log1p(other); 0 where `input` is 0, unless `other` is not a number.
    @TensorOp("xlog1py(input: Tensor, other: Tensor) -> Tensor")
    public static Op xlog1py() {
        return op().composite(a -> FloatingOps.zeroWhereZero(
                        a.tensor(0), a.tensor(1), a.tensor(0).mul(a.tensor(1).log1p())))
                .samples(() -> Samples.of(uniform(0.4, 2, 3, 4), uniform(-0.5, 2.2, 3, 4)));
    }

    /// Elementwise −x log x; 0 for 0, and −∞ below.
    @TensorOp("entr(input: Tensor) -> Tensor")
    public static Op entr() {
        return op().composite(a -> {
                    Tensor entropy = a.tensor(0).xlogy(a.tensor(0)).neg();
                    return a.tensor(0).lt(0).where(weakScalar(Double.NEGATIVE_INFINITY), entropy);
                })
                .samples(() -> Samples.of(uniform(0.4, 2, 3, 4)));
    }

    /// Elementwise power, computed in f64.
    @TensorOp("float_power(input: Tensor, exponent: Tensor) -> Tensor")
    public static Op float_power() {
        return op().composite(a -> a.tensor(0).to(DType.FLOAT64).pow(a.tensor(1).to(DType.FLOAT64)))
                .samples(() -> Samples.of(uniform(0.4, 2, 3, 4), uniform(-2, 2, 4)));
    }

    /// Elementwise greatest common divisor of integers, not negative.
    @TensorOp(value = "gcd(input: Tensor, other: Tensor) -> Tensor", inPlace = true)
    public static Op gcd() {
        return op().pointwise(SHIFT).samples(() -> Samples.of(numbers(), Tensor.of(new long[] {4, 0, 9, 10})));
    }

    /// Elementwise least common multiple of integers, not negative.
    @TensorOp(value = "lcm(input: Tensor, other: Tensor) -> Tensor", inPlace = true)
    public static Op lcm() {
        return op().composite(a -> {
                    Tensor divisor = a.tensor(0).gcd(a.tensor(1));
                    return a.tensor(0)
                            .floor_divide(divisor.eq(0).where(weakScalar(1L), divisor))
                            .mul(a.tensor(1))
                            .abs();
                })
                .samples(() -> Samples.of(numbers(), Tensor.of(new long[] {4, 0, 9, 10})));
    }

    /// The input: it is its own complex conjugate, there being no complex dtypes.
    @TensorOp("conj(input: Tensor) -> Tensor")
    public static Op conj() {
        return op().composite(a -> a.tensor(0));
    }

    /// The input: it is its own real part, there being no complex dtypes.
    @TensorOp("real(input: Tensor) -> Tensor")
    public static Op real() {
        return op().composite(a -> a.tensor(0));
    }

    /// Elementwise angle in the complex plane: π for negative numbers, else 0; NaN for NaN.
    @TensorOp("angle(input: Tensor) -> Tensor")
    public static Op angle() {
        return op().composite(a -> {
            Tensor x = a.tensor(0);
            Tensor angles = x.lt(0)
                    .to(x.dtype().isFloating() ? x.dtype() : DType.FLOAT32)
                    .mul(Math.PI);
            return x.isnan().where(weakScalar(Double.NaN), angles);
        });
    }

    private static Tensor numbers() {
        return Tensor.of(new long[][] {{12, 18, -27, 0}, {4, 6, 9, 25}});
    }
}
