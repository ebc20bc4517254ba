package tdsl.tensor.formula.math;

import tdsl.tensor.formula.Value;

/// Logarithms. All start from x = (1 + f) · 2^n with 1 + f between √½ and √2. Polynomials are near-minimax, fitted
/// with 60 digits.
public final class Logarithms {
    /// (log(1 + f) − f + f²/2) / f³; relative error in the logarithm 2^−30.
    private static final double[] SINGLE = {
        0.33333313, -0.25000012, 0.20002073, -0.16667853, 0.14220232, -0.12408237, 0.11886263, -0.11660391, 0.06732511
    };
    /// (log((1 + s) / (1 − s)) / s − 2) / s², in terms of s²; relative error in the logarithm 2^−59.
    private static final double[] DOUBLE = {
        0.6666666666666734,
        0.3999999999941664,
        0.28571428742035365,
        0.22222198603409268,
        0.18183562984935278,
        0.15314080226998747,
        0.14795690943931683
    };

    private Logarithms() {}

    /// The natural logarithm within 1 ulp, everywhere.
    public static Value log(Format format, Value x) {
        Format.Parts parts = format.split(x);
        Value f = parts.mantissa().sub(1);
        Value n = parts.exponent();
        Value rest = n.mul(format.ln2Rest());
        Value less = format == Format.SINGLE ? single(f, rest) : dual(f, rest);
        return special(x, n.fma(format.ln2(), f.sub(less)));
    }

    /// f − log(1 + f) − rest.
    private static Value single(Value f, Value rest) {
        Value square = f.mul(f);
        Value cubic = square.mul(f).fma(f.polynomial(SINGLE), rest);
        return square.fma(0.5, cubic.neg());
    }

    /// As {@link #single}, from the series of log((1 + s) / (1 − s)) with s = f / (2 + f).
    private static Value dual(Value f, Value rest) {
        Value s = f.div(f.add(2));
        Value z = s.mul(s);
        Value halfSquare = f.mul(f).mul(0.5);
        return halfSquare.sub(s.fma(z.fma(z.polynomial(DOUBLE), halfSquare), rest));
    }

    /// The logarithm to base 2, within 1 ulp in f64 and exact for powers of 2.
    public static Value log2(Value x) {
        return toBase(x, 1.4426950408889634, 2.0355273740931033e-17, 1, 0);
    }

    /// The logarithm to base 10, within 1 ulp in f64.
    public static Value log10(Value x) {
        // The first part of log10 2 has so few digits that its product with n is exact.
        return toBase(x, 0.4342944819032518, 1.098319650216765e-17, 0.30102999566383914, 1.42050232272661e-13);
    }

    /// @param scale     what natural logarithms are multiplied by
    /// @param scaleRest what the exact factor is more
    /// @param ofTwo     the logarithm of 2
    /// @param ofTwoRest what the exact one is more
    private static Value toBase(Value x, double scale, double scaleRest, double ofTwo, double ofTwoRest) {
        Format.Parts parts = Format.DOUBLE.split(x);
        Value f = parts.mantissa().sub(1);
        Value s = f.div(f.add(2));
        Value z = s.mul(s);
        Value halfSquare = f.mul(f).mul(0.5);
        // log(1 + f) as a sum of two numbers.
        Value high = f.sub(halfSquare);
        Value low = f.sub(high).sub(halfSquare).add(s.mul(z.fma(z.polynomial(DOUBLE), halfSquare)));
        Value product = high.mul(scale);
        Value lost = high.fma(scale, product.neg());
        Value productRest = low.fma(scale, high.fma(scaleRest, lost));
        Value whole = parts.exponent().mul(ofTwo);
        Value sum = whole.add(product);
        Value rest = whole.sub(sum).add(product).add(parts.exponent().fma(ofTwoRest, productRest));
        return special(x, sum.add(rest));
    }

    /// log(1 + x), within 2 ulp in f64.
    public static Value log1p(Value x) {
        Value sum = x.add(1);
        Value added = sum.sub(1);
        Value lost = Value.of(1).sub(sum.sub(added)).add(x.sub(added));
        return x.abs().lt(0x1p-54).select(x, logOfSum(sum, lost, 0));
    }

    /// `log((x + rest) · 2^doublings)` of a rest that is small.
    private static Value logOfSum(Value x, Value rest, double doublings) {
        Format.Parts parts = Format.DOUBLE.split(x);
        Value n = doublings == 0 ? parts.exponent() : parts.exponent().add(doublings);
        Value small = rest.div(x).add(n.mul(Format.DOUBLE.ln2Rest()));
        Value f = parts.mantissa().sub(1);
        return special(x, n.fma(Format.DOUBLE.ln2(), f.sub(dual(f, small))));
    }

    /// The inverse hyperbolic sine, within 2 ulp in f64.
    public static Value asinh(Value x) {
        Value magnitude = x.abs();
        Value square = magnitude.mul(magnitude);
        Value moderate = log1p(magnitude.add(square.div(square.add(1).sqrt().add(1))));
        return Format.DOUBLE.withSign(orLarge(magnitude, moderate), x);
    }

    /// The inverse hyperbolic cosine, within 2 ulp in f64.
    public static Value acosh(Value x) {
        Value above = x.sub(1);
        Value moderate = log1p(above.add(above.fma(above, above.mul(2)).sqrt()));
        return x.lt(1).select(Double.NaN, orLarge(x, moderate));
    }

    /// log(2x) where x is so large that its square may overflow.
    private static Value orLarge(Value x, Value moderate) {
        return x.gt(0x1p28).select(logOfSum(x, Value.of(0), 1), moderate);
    }

    /// The inverse hyperbolic tangent, within 2 ulp in f64.
    public static Value atanh(Value x) {
        Value magnitude = x.abs();
        Value twice = magnitude.add(magnitude);
        Value ratio = twice.fma(magnitude.div(Value.of(1).sub(magnitude)), twice);
        Value result = Format.DOUBLE.withSign(log1p(ratio).mul(0.5).abs(), x);
        return magnitude.gt(1).select(Double.NaN, result);
    }

    /// log(1 + e^x), as max(x, 0) + log(1 + e^(−|x|)).
    public static Value softplus(Value x) {
        return x.max(Value.of(0))
                .add(log1p(Exponentials.exp(Format.DOUBLE, x.abs().neg())));
    }

    /// log(1 / (1 + e^(−x))).
    public static Value logsigmoid(Value x) {
        return softplus(x.neg()).neg();
    }

    /// The logarithm of what is not positive or not finite, else `result`.
    private static Value special(Value x, Value result) {
        Value finite = x.lt(Double.POSITIVE_INFINITY).select(result, x);
        Value ofNotPositive = x.lt(0).select(Double.NaN, Double.NEGATIVE_INFINITY);
        return x.le(0).select(ofNotPositive, finite);
    }
}
