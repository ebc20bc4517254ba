package tdsl.tensor.cpu.pointwise.math;

import tdsl.tensor.cpu.pointwise.formula.Value;

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

    /// The logarithm of what is not positive or not finite, else `result`.
    private static Value special(Value x, Value result) {
        Value finite = x.lt(Double.POSITIVE_INFINITY).select(result, x);
        Value ofNotPositive = x.lt(0).select(Double.NaN, Double.NEGATIVE_INFINITY);
        return x.le(0).select(ofNotPositive, finite);
    }
}
