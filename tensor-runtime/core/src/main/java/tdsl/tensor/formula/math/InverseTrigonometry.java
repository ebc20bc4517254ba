package tdsl.tensor.formula.math;

import tdsl.tensor.formula.Truth;
import tdsl.tensor.formula.Value;

/// Inverse sine, cosine and tangent in f64. Polynomials are near-minimax, fitted with 60 digits.
public final class InverseTrigonometry {
    /// What π/2 is more than the f64 next to it.
    private static final double HALF_PI_REST = 6.123233995736766e-17;
    private static final double TAN_OF_EIGHTH = Math.sqrt(2) - 1;

    /// (asin s − s) / s³ in terms of s², up to s = 1/2; relative error in the result 2^−55.
    private static final double[] ARCSINE = {
        0.16666666666665408,
        0.0750000000033711,
        0.04464285682825586,
        0.030381959139880146,
        0.022371757979813663,
        0.017359705860669237,
        0.013885224195562637,
        0.012169288906317122,
        0.006527625729876505,
        0.0195292661377847,
        -0.016225895230619153,
        0.031913445516368696
    };
    /// (atan s − s) / s³ in terms of s², up to s = √2 − 1; relative error in the result 2^−59.
    private static final double[] ARCTANGENT = {
        -0.333333333333332,
        0.19999999999953688,
        -0.14285714280201492,
        0.11111110783590357,
        -0.09090897760136048,
        0.07692060252071538,
        -0.06663104513249368,
        0.05847893377431452,
        -0.050393271559206844,
        0.03806524978753487,
        -0.01790810268972737
    };

    private InverseTrigonometry() {}

    /// asin s with s = |x|, or beyond 1/2 with s = √((1 − |x|) / 2), where it is half of what π/2 is more than asin
    /// |x|.
    private record Arcsine(Truth isLarge, Value s, Value higher) {
        Value value() {
            return s.add(higher);
        }
    }

    private static Arcsine arcsine(Value x) {
        Value magnitude = x.abs();
        Truth isLarge = magnitude.gt(0.5);
        Value square = isLarge.select(magnitude.fma(-0.5, 0.5), magnitude.mul(magnitude));
        Value s = isLarge.select(square.sqrt(), magnitude);
        return new Arcsine(isLarge, s, s.mul(square).mul(square.polynomial(ARCSINE)));
    }

    /// The inverse sine, within 2 ulp in f64.
    public static Value asin(Value x) {
        Arcsine arcsine = arcsine(x);
        Value fromTop = Value.of(Math.PI / 2).sub(arcsine.value().mul(2).sub(HALF_PI_REST));
        return Format.DOUBLE.withSign(arcsine.isLarge.select(fromTop, arcsine.value()), x);
    }

    /// The inverse cosine, within 2 ulp in f64.
    public static Value acos(Value x) {
        Arcsine arcsine = arcsine(x);
        Value twice = arcsine.value().mul(2);
        Value large = x.lt(0).select(Value.of(Math.PI).sub(twice.sub(2 * HALF_PI_REST)), twice);
        Value signed = x.lt(0).select(arcsine.value().neg(), arcsine.value());
        Value small = Value.of(Math.PI / 2).sub(signed.sub(HALF_PI_REST));
        return arcsine.isLarge.select(large, small);
    }

    /// The inverse tangent, within 1 ulp in f64.
    public static Value atan(Value x) {
        return Format.DOUBLE.withSign(angle(x.abs(), Value.of(1)), x);
    }

    /// The angle of the point (x, y), so accurate that it is correctly rounded to f32 with few exceptions. Of
    /// numbers as large or as small as f64 can hold it is wrong.
    public static Value atan2(Value y, Value x) {
        Value acute = angle(y.abs(), x.abs());
        Truth isLeft = Format.DOUBLE.withSign(Value.of(1), x).lt(0);
        return Format.DOUBLE.withSign(isLeft.select(Value.of(Math.PI).sub(acute), acute), y);
    }

    /// The angle of the point (x, y), which are not negative.
    private static Value angle(Value y, Value x) {
        Truth isSteep = y.gt(x);
        Value smaller = isSteep.select(x, y);
        Value larger = isSteep.select(y, x);
        // Above π/8 the tangent of what is more than π/4, which is negative.
        Truth isMiddle = smaller.gt(larger.mul(TAN_OF_EIGHTH));
        Value s = isMiddle.select(smaller.sub(larger), smaller).div(isMiddle.select(smaller.add(larger), larger));
        Value square = s.mul(s);
        Value rest = s.mul(square).mul(square.polynomial(ARCTANGENT));
        Value base = isMiddle.select(Math.PI / 4, 0);
        Value baseRest = isMiddle.select(HALF_PI_REST / 2, 0);
        Value angle = base.add(s.add(rest.add(baseRest)));
        Value flipped = Value.of(Math.PI / 2).sub(angle.sub(HALF_PI_REST));
        Value result = isSteep.select(flipped, angle);
        // Both are 0, or both infinite.
        Value ofEqual = x.eq(0).select(0.0, Math.PI / 4);
        return x.eq(y).select(ofEqual, result);
    }
}
