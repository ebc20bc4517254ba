package tdsl.tensor.formula.math;

import tdsl.tensor.formula.Value;

/// Powers of e and what is made from them.
///
/// All start from x = n ln 2 + r with |r| ≤ ln 2 / 2. The multiple of ln 2 is subtracted in two parts, the first of
/// them without an error since the product is not rounded (fma). Polynomials are near-minimax, fitted with 60
/// digits.
public final class Exponentials {
    private static final double LOG2_E = 1 / Math.log(2);

    /// (e^r − 1 − r) / r²; relative error in e^r 2^−28.
    private static final double[] SINGLE = {0.49999994, 0.1666652, 0.041668236, 0.008368815, 0.0013823488};
    /// The same with a relative error of 2^−57.
    private static final double[] DOUBLE = {
        0.5000000000000011,
        0.16666666666666433,
        0.041666666666527026,
        0.008333333333482025,
        0.001388888894431876,
        0.0001984126953284629,
        2.4801492479667752e-05,
        2.755756338130808e-06,
        2.763044464721614e-07,
        2.5007215534348835e-08
    };

    private Exponentials() {}

    /// x = n ln 2 + r and more, so that e^x = 2^n (1 + r + tail).
    ///
    /// @param n       an integer
    /// @param shifted n plus the shifter of the format
    /// @param r       exact, but for the last bits of ln 2, which are in the tail
    private record Reduced(Value n, Value shifted, Value r, Value tail) {}

    private static Reduced reduce(Format format, Value x) {
        Value shifted = x.fma(LOG2_E, format.shifter());
        Value n = shifted.sub(format.shifter());
        Value r = n.fma(-format.ln2(), x);
        Value rounded = n.fma(-format.ln2Rest(), r);
        Value higher = rounded.mul(rounded).mul(rounded.polynomial(format.pick(SINGLE, DOUBLE)));
        return new Reduced(n, shifted, r, n.fma(-format.ln2Rest(), higher));
    }

    /// e^x within 1 ulp, everywhere.
    public static Value exp(Format format, Value x) {
        Reduced reduced = reduce(format, bounded(format, x));
        return scaled(format, reduced, plusOne(reduced));
    }

    /// 2^x within 1 ulp, everywhere.
    public static Value exp2(Format format, Value x) {
        double most = format.pick(152, 1077);
        Value bounded = clamp(x, -most, most);
        Value shifted = bounded.add(format.shifter());
        Value n = shifted.sub(format.shifter());
        Value fraction = bounded.sub(n);
        Value r = fraction.mul(format.ln2());
        Value lost = fraction.fma(format.ln2(), r.neg());
        Value higher = r.mul(r).mul(r.polynomial(format.pick(SINGLE, DOUBLE)));
        Reduced reduced =
                new Reduced(n, shifted, r, fraction.fma(format.ln2Rest(), lost).add(higher));
        return scaled(format, reduced, plusOne(reduced));
    }

    /// e^x − 1 within 2 ulp.
    public static Value expm1(Format format, Value x) {
        Reduced reduced = reduce(format, clamp(x, -60, format.pick(89, 710)));
        // Of half the power, which does not overflow too early.
        Value scale = format.powerOfTwo(reduced.shifted.sub(1));
        Value half = scale.fma(reduced.r, scale.sub(0.5));
        Value result = scale.fma(reduced.tail, half).mul(2);
        return x.eq(0).select(x, result);
    }

    /// The hyperbolic sine, (e^x − e^(−x)) / 2, within 2 ulp.
    public static Value sinh(Format format, Value x) {
        Reduced reduced = reduce(format, bounded(format, x.abs()));
        Value scale = format.powerOfTwo(reduced.shifted);
        Value power = scale.fma(reduced.r.add(reduced.tail), scale.sub(1));
        Value moderate = power.add(power.div(power.add(1))).mul(0.5);
        Value magnitude = x.abs().lt(format.pick(10, 22)).select(moderate, halfPower(format, reduced));
        return format.withSign(magnitude, x);
    }

    /// The hyperbolic cosine, (e^x + e^(−x)) / 2, within 2 ulp.
    public static Value cosh(Format format, Value x) {
        Value half = halfPower(format, reduce(format, bounded(format, x.abs())));
        return half.add(Value.of(0.25).div(half));
    }

    /// e^x / 2, which may be finite where e^x is not.
    private static Value halfPower(Format format, Reduced reduced) {
        return plusOne(reduced).mul(format.powerOfTwo(reduced.shifted.sub(2))).mul(2);
    }

    /// 1 + r + tail, rounded once.
    private static Value plusOne(Reduced reduced) {
        Value sum = reduced.r.add(1);
        Value lost = reduced.r.sub(sum.sub(1));
        return sum.add(lost.add(reduced.tail));
    }

    /// The factor times 2^n, in two steps, since 2^n alone may be too large or too small.
    private static Value scaled(Format format, Reduced reduced, Value factor) {
        Value half = reduced.n.fma(0.5, format.shifter());
        Value otherHalf = reduced.n.sub(half.sub(format.shifter())).add(format.shifter());
        return factor.mul(format.powerOfTwo(half)).mul(format.powerOfTwo(otherHalf));
    }

    /// Limited to where e^x is neither 0 nor infinite, and a little more.
    private static Value bounded(Format format, Value x) {
        return clamp(x, format.pick(-105, -746), format.pick(90, 711));
    }

    private static Value clamp(Value x, double low, double high) {
        Value atMost = x.gt(high).select(high, x);
        return atMost.lt(low).select(low, atMost);
    }

    /// 1 / (1 + e^(−x)) within 2 ulp.
    public static Value sigmoid(Format format, Value x) {
        // e^(−|x|) does not overflow.
        Value power = exp(format, x.abs().neg());
        return x.lt(0).select(power, 1).div(power.add(1));
    }

    /// The hyperbolic tangent, (e^(2x) − 1) / (e^(2x) + 1), within 2 ulp.
    public static Value tanh(Format format, Value x) {
        double one = format.pick(9.5, 22);
        Value magnitude = x.abs().gt(one).select(one, x.abs());
        Reduced reduced = reduce(format, magnitude.add(magnitude));
        Value scale = format.powerOfTwo(reduced.shifted);
        Value power = scale.fma(reduced.r.add(reduced.tail), scale.sub(1));
        Value quotient = power.div(power.add(2));
        // The same with less rounding where the power is small.
        Value half = power.mul(0.5);
        Value small = half.neg().fma(quotient, half);
        return format.withSign(power.lt(1).select(small, quotient), x);
    }

    /// x / (1 + e^(−x)) within 4 ulp.
    public static Value silu(Format format, Value x) {
        Value power = exp(format, x.abs().neg());
        return x.mul(x.lt(0).select(power, 1)).div(power.add(1));
    }

    /// x tanh(log(1 + e^x)) within 4 ulp. With p = e^x the tangent is p (p + 2) / (p (p + 2) + 2).
    public static Value mish(Format format, Value x) {
        Value power = exp(format, x.gt(20).select(20, x));
        Value product = power.mul(power.add(2));
        return x.gt(20).select(x, x.mul(product).div(product.add(2)));
    }
}
