package tdsl.tensor.formula.math;

import tdsl.tensor.formula.Truth;
import tdsl.tensor.formula.Value;

/// Powers with real exponents.
public final class Powers {
    private Powers() {}

    /// The power of numbers of f32, so accurate that it is correctly rounded to f32 with few exceptions. Special
    /// values are as C defines them (ISO C99, F.9.4.4): 1 to any power is 1, and so is −1 to an infinite one.
    public static Value powOfSingles(Value base, Value exponent) {
        Value magnitude = base.abs();
        Value power = Exponentials.exp2(Format.DOUBLE, exponent.mul(Logarithms.log2(magnitude)));
        Truth isNegative = Format.DOUBLE.withSign(Value.of(1), base).lt(0);
        Truth isInteger = Rounding.round(Format.DOUBLE, exponent).eq(exponent);
        Value half = exponent.mul(0.5);
        Truth isOdd = isInteger.and(Rounding.round(Format.DOUBLE, half).ne(half));
        Value signed = isNegative.and(isOdd).select(power.neg(), power);
        Truth isUndefined = base.lt(0).and(isInteger.not()).and(magnitude.lt(Double.POSITIVE_INFINITY));
        Value defined = isUndefined.select(Double.NaN, signed);
        Truth isOne =
                base.eq(1).or(exponent.eq(0)).or(base.eq(-1).and(exponent.abs().eq(Double.POSITIVE_INFINITY)));
        return isOne.select(1, defined);
    }

    /// √(x² + y²) of numbers of f32, correctly rounded to f32 with few exceptions; infinite if either is.
    public static Value hypotOfSingles(Value x, Value y) {
        Truth isInfinite = x.abs().eq(Double.POSITIVE_INFINITY).or(y.abs().eq(Double.POSITIVE_INFINITY));
        return isInfinite.select(Double.POSITIVE_INFINITY, x.fma(x, y.mul(y)).sqrt());
    }
}
