package tdsl.tensor.formula.math;

import tdsl.tensor.formula.Value;

/// Rounding to integers. The sign of x is kept, even where the result is 0.
public final class Rounding {
    private Rounding() {}

    /// To the nearest integer, halves to the even one.
    public static Value round(Format format, Value x) {
        // From here on all numbers are integers, and adding it to a smaller one rounds that.
        double unit = format.unit();
        Value rounded = x.abs().add(unit).sub(unit);
        return x.abs().lt(unit).select(format.withSign(rounded, x), x);
    }

    /// To the largest integer that is not above.
    public static Value floor(Format format, Value x) {
        Value rounded = round(format, x);
        return rounded.gt(x).select(rounded.sub(1), rounded);
    }

    /// To the smallest integer that is not below.
    public static Value ceil(Format format, Value x) {
        Value rounded = round(format, x);
        return format.withSign(rounded.lt(x).select(rounded.add(1), rounded).abs(), x);
    }

    /// Towards 0.
    public static Value trunc(Format format, Value x) {
        return format.withSign(floor(format, x.abs()), x);
    }
}
