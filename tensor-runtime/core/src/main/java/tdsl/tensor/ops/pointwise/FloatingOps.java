package tdsl.tensor.ops.pointwise;

import static tdsl.tensor.Tensor.weakScalar;
import static tdsl.tensor.dispatch.Op.op;
import static tdsl.tensor.dispatch.Samples.uniform;
import static tdsl.tensor.dispatch.TypeRule.ARITHMETIC;
import static tdsl.tensor.dispatch.TypeRule.COMPARISON;
import static tdsl.tensor.dispatch.TypeRule.FLOATING;
import static tdsl.tensor.dispatch.TypeRule.NUMERIC;

import tdsl.tensor.DType;
import tdsl.tensor.Tensor;
import tdsl.tensor.dispatch.Op;
import tdsl.tensor.dispatch.Samples;
import tdsl.tensor.dispatch.Widening;
import tdsl.tensor.ops.TensorOp;

/// Functions of floating numbers and of their parts. Operands broadcast.
public final class FloatingOps {
    private FloatingOps() {}

    /// Elementwise |input| with the sign of `other`, also that of a zero.
    @TensorOp(value = "copysign(input: Tensor, other: Tensor) -> Tensor", inPlace = true)
    public static Op copysign() {
        return op().pointwise(FLOATING)
                .grad(
                        c -> c.grad().mul(c.input(0).sign().mul(c.out().sign())),
                        c -> c.grad().zeros_like())
                .saves("input", "out")
                .samples(() -> Samples.of(uniform(-2, 2, 3, 4), uniform(0.3, 2.2, 3, 4))
                        .and(uniform(-2, 2, 3, 4), uniform(0.3, 2.2, 4)));
    }

    /// Elementwise √(input² + other²), without overflow on the way.
    @TensorOp(value = "hypot(input: Tensor, other: Tensor) -> Tensor", inPlace = true)
    public static Op hypot() {
        return op().pointwise(FLOATING)
                .grad(
                        c -> c.grad().mul(c.input(0).div(c.out())),
                        c -> c.grad().mul(c.input(1).div(c.out())))
                .saves("input", "other", "out")
                .samples(() -> Samples.of(uniform(-2, 2, 3, 4), uniform(0.3, 2.2, 3, 4))
                        .and(uniform(-2, 2, 3, 4), uniform(0.3, 2.2, 4)));
    }

    /// Elementwise the next floating number from `input` towards `other`.
    @TensorOp(value = "nextafter(input: Tensor, other: Tensor) -> Tensor", inPlace = true)
    public static Op nextafter() {
        return op().pointwise(FLOATING);
    }

    /// Elementwise remainder of the division rounded towards 0: it has the sign of `input`. Dividing an integer
    /// by 0 is an error.
    @TensorOp(value = "fmod(input: Tensor, other: Tensor) -> Tensor", inPlace = true)
    public static Op fmod() {
        return op().pointwise(NUMERIC)
                .grad(
                        c -> c.grad(),
                        c -> c.grad().mul(c.input(0).div(c.input(1)).trunc()).neg())
                .saves("input", "other")
                .samples(() -> Samples.of(uniform(-2, 2, 3, 4), uniform(0.3, 2.2, 3, 4))
                        .and(uniform(-2, 2, 3, 4), uniform(0.3, 2.2, 4)));
    }

    /// Elementwise larger value; where one is not a number, the other.
    @TensorOp("fmax(input: Tensor, other: Tensor) -> Tensor")
    public static Op fmax() {
        return op().pointwise(ARITHMETIC)
                .grad(
                        c -> c.grad()
                                .mul(c.input(0)
                                        .ge(c.input(1))
                                        .logical_or(c.input(1).isnan())),
                        c -> c.grad()
                                .mul(c.input(0)
                                        .ge(c.input(1))
                                        .logical_or(c.input(1).isnan())
                                        .logical_not()))
                .saves("input", "other")
                .samples(() -> Samples.of(uniform(-2, 2, 3, 4), uniform(0.3, 2.2, 3, 4))
                        .and(uniform(-2, 2, 3, 4), uniform(0.3, 2.2, 4)));
    }

    /// Elementwise smaller value; where one is not a number, the other.
    @TensorOp("fmin(input: Tensor, other: Tensor) -> Tensor")
    public static Op fmin() {
        return op().pointwise(ARITHMETIC)
                .grad(
                        c -> c.grad()
                                .mul(c.input(0)
                                        .le(c.input(1))
                                        .logical_or(c.input(1).isnan())),
                        c -> c.grad()
                                .mul(c.input(0)
                                        .le(c.input(1))
                                        .logical_or(c.input(1).isnan())
                                        .logical_not()))
                .saves("input", "other")
                .samples(() -> Samples.of(uniform(-2, 2, 3, 4), uniform(0.3, 2.2, 3, 4))
                        .and(uniform(-2, 2, 3, 4), uniform(0.3, 2.2, 4)));
    }

    /// Elementwise log(e^input + e^other), without overflow.
    @TensorOp("logaddexp(input: Tensor, other: Tensor) -> Tensor")
    public static Op logaddexp() {
        return op().composite(Widening.of(a -> logOfSum(a.tensor(0), a.tensor(1), 1)))
                .samples(() -> Samples.of(uniform(-2, 2, 3, 4), uniform(0.3, 2.2, 3, 4))
                        .and(uniform(-2, 2, 3, 4), uniform(0.3, 2.2, 4)));
    }

    /// Elementwise log2(2^input + 2^other), without overflow.
    @TensorOp("logaddexp2(input: Tensor, other: Tensor) -> Tensor")
    public static Op logaddexp2() {
        return op().composite(Widening.of(a -> logOfSum(a.tensor(0), a.tensor(1), Math.log(2))))
                .samples(() -> Samples.of(uniform(-2, 2, 3, 4), uniform(0.3, 2.2, 3, 4))
                        .and(uniform(-2, 2, 3, 4), uniform(0.3, 2.2, 4)));
    }

    /// Elementwise input · 2^other; integers become f32.
    @TensorOp(value = "ldexp(input: Tensor, other: Tensor) -> Tensor", inPlace = true)
    public static Op ldexp() {
        return op().composite(a -> a.tensor(0).mul(a.tensor(1).exp2()))
                .samples(() -> Samples.of(uniform(-2, 2, 3, 4), uniform(0.3, 2.2, 3, 4))
                        .and(uniform(-2, 2, 3, 4), uniform(0.3, 2.2, 4)));
    }

    /// Elementwise input · log(other); 0 where `input` is 0, unless `other` is not a number.
    @TensorOp(value = "xlogy(input: Tensor, other: Tensor) -> Tensor", inPlace = true)
    public static Op xlogy() {
        return op().composite(a -> zeroWhereZero(
                        a.tensor(0), a.tensor(1), a.tensor(0).mul(a.tensor(1).log())))
                .samples(() -> Samples.of(uniform(0.4, 2, 3, 4), uniform(0.3, 2.2, 3, 4))
                        .and(uniform(0.4, 2, 3, 4), uniform(0.3, 2.2, 4)));
    }

    /// Elementwise 0 where `input` is negative, 1 where it is positive, and else `values`.
    @TensorOp(value = "heaviside(input: Tensor, values: Tensor) -> Tensor", inPlace = true)
    public static Op heaviside() {
        return op().composite(a -> a.tensor(0)
                .eq(0)
                .where(a.tensor(1), a.tensor(0).gt(0).to(a.tensor(0).dtype())));
    }

    /// Elementwise input − trunc(input), with the sign of `input`.
    @TensorOp(value = "frac(input: Tensor) -> Tensor", inPlace = true)
    public static Op frac() {
        return op().composite(a -> a.tensor(0).sub(a.tensor(0).trunc()))
                .samples(() -> Samples.of(uniform(-2, 2, 3, 4)));
    }

    /// Elementwise degrees to radians.
    @TensorOp(value = "deg2rad(input: Tensor) -> Tensor", inPlace = true)
    public static Op deg2rad() {
        return op().composite(a -> a.tensor(0).mul(Math.PI / 180)).samples(() -> Samples.of(uniform(-2, 2, 3, 4)));
    }

    /// Elementwise radians to degrees.
    @TensorOp(value = "rad2deg(input: Tensor) -> Tensor", inPlace = true)
    public static Op rad2deg() {
        return op().composite(a -> a.tensor(0).mul(180 / Math.PI)).samples(() -> Samples.of(uniform(-2, 2, 3, 4)));
    }

    /// Elementwise sin(πx) / (πx), and 1 where x is 0.
    @TensorOp(value = "sinc(input: Tensor) -> Tensor", inPlace = true)
    public static Op sinc() {
        return op().composite(a -> sinc(a.tensor(0))).samples(() -> Samples.of(uniform(-2, 2, 3, 4)));
    }

    /// Elementwise: is the sign negative, also that of a zero?
    @TensorOp("signbit(input: Tensor) -> Tensor")
    public static Op signbit() {
        return op().pointwise(COMPARISON);
    }

    /// Elementwise: is x positive infinity?
    @TensorOp("isposinf(input: Tensor) -> Tensor")
    public static Op isposinf() {
        return op().composite(a -> a.tensor(0).isinf().logical_and(a.tensor(0).gt(0)));
    }

    /// Elementwise: is x negative infinity?
    @TensorOp("isneginf(input: Tensor) -> Tensor")
    public static Op isneginf() {
        return op().composite(a -> a.tensor(0).isinf().logical_and(a.tensor(0).lt(0)));
    }

    /// Elementwise: is x real? There are no complex dtypes, so everywhere true.
    @TensorOp("isreal(input: Tensor) -> Tensor")
    public static Op isreal() {
        return op().composite(a -> a.tensor(0).ones_like(DType.BOOL));
    }

    /// Elementwise x with other numbers in place of what is not a number and of infinities; where these are none,
    /// the largest and the smallest number of the dtype.
    @TensorOp(
            value =
                    "nan_to_num(input: Tensor, nan: float = 0.0, posinf: float? = none, neginf: float? = none) -> Tensor",
            inPlace = true)
    public static Op nan_to_num() {
        return op().composite(a -> {
                    Tensor x = a.tensor(0);
                    if (!x.dtype().isFloating()) {
                        return x;
                    }
                    double most = largest(x.dtype());
                    Tensor high = x.eq(Double.POSITIVE_INFINITY).where(weakScalar(a.isNull(2) ? most : a.real(2)), x);
                    Tensor low =
                            x.eq(Double.NEGATIVE_INFINITY).where(weakScalar(a.isNull(3) ? -most : a.real(3)), high);
                    return x.isnan().where(weakScalar(a.real(1)), low);
                })
                .samples(() -> Samples.of(uniform(-2, 2, 3, 4)));
    }

    /// The logarithm of the sum of two powers; `scale` is the logarithm of their base.
    private static Tensor logOfSum(Tensor a, Tensor b, double scale) {
        Tensor larger = a.maximum(b);
        // Equal ones, among them infinities, have no distance.
        Tensor distance = a.eq(b).where(weakScalar(0), a.sub(b)).abs().mul(-scale);
        return larger.add(distance.exp().log1p().mul(1 / scale));
    }

    static Tensor zeroWhereZero(Tensor factor, Tensor other, Tensor product) {
        return factor.eq(0).logical_and(other.isnan().logical_not()).where(weakScalar(0), product);
    }

    private static Tensor sinc(Tensor x) {
        Tensor scaled = x.mul(Math.PI);
        Tensor safe = scaled.eq(0).where(weakScalar(1), scaled);
        return scaled.eq(0).where(weakScalar(1), safe.sin().div(safe));
    }

    private static double largest(DType dtype) {
        return switch (dtype) {
            case FLOAT16 -> 65504;
            case BFLOAT16 -> 0x1.FEp127;
            case FLOAT32 -> Float.MAX_VALUE;
            default -> Double.MAX_VALUE;
        };
    }
}
