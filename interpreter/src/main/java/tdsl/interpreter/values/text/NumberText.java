package tdsl.interpreter.values.text;

import java.math.BigDecimal;
import java.math.MathContext;

/// Floats as text: the fewest digits that read back as the same number, in Python's layout.
public final class NumberText {
    /// From this power of ten on, numbers are written with an exponent.
    private static final int FIRST_LARGE_EXPONENT = 16;

    private static final int LAST_SMALL_EXPONENT = -5;

    private NumberText() {}

    /// `3.0`, `0.1`, `1e+16`, `1.5e-05`, `inf`, `nan`.
    public static String of(double value) {
        if (Double.isNaN(value)) {
            return "nan";
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? "inf" : "-inf";
        }
        if (value == 0) {
            return 1 / value < 0 ? "-0.0" : "0.0";
        }
        BigDecimal decimal = shortest(value);
        int exponent = decimal.precision() - decimal.scale() - 1;
        if (exponent >= FIRST_LARGE_EXPONENT || exponent <= LAST_SMALL_EXPONENT) {
            return withExponent(decimal, exponent);
        }
        String plain = decimal.toPlainString();
        return plain.contains(".") ? plain : plain + ".0";
    }

    /// The shortest digits that read back, which Double.toString gives too, except that it never gives only one.
    private static BigDecimal shortest(double value) {
        BigDecimal decimal = new BigDecimal(Double.toString(value)).stripTrailingZeros();
        BigDecimal digit = decimal.round(new MathContext(1));
        return digit.doubleValue() == value ? digit : decimal;
    }

    private static String withExponent(BigDecimal decimal, int exponent) {
        String digits = decimal.unscaledValue().abs().toString();
        String mantissa = digits.length() == 1 ? digits : digits.charAt(0) + "." + digits.substring(1);
        String sign = decimal.signum() < 0 ? "-" : "";
        return sign + mantissa + "e" + (exponent < 0 ? "-" : "+") + (Math.abs(exponent) < 10 ? "0" : "")
                + Math.abs(exponent);
    }
}
