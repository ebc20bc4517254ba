package tdsl.tensor.format;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/// How floating-point numbers are written, to four decimals.
///
/// The digits come from the exact binary value, rounded half to even as C and Python do. `String.format` would round
/// the shortest decimal instead, half up, and print 0.03125 as 0.0313 for 0.0312.
enum RealNotation {
    /// `3.`
    WHOLE {
        @Override
        String finiteText(double value) {
            return new BigDecimal(value).toBigInteger() + ".";
        }
    },

    /// `3.1416`
    FIXED {
        @Override
        String finiteText(double value) {
            return new BigDecimal(value)
                    .setScale(DECIMALS, RoundingMode.HALF_EVEN)
                    .toPlainString();
        }
    },

    /// `3.1416e+00`
    SCIENTIFIC {
        @Override
        String finiteText(double value) {
            BigDecimal rounded = new BigDecimal(value).round(FIVE_DIGITS);
            String digits = rounded.unscaledValue().toString();
            int exponent = rounded.precision() - rounded.scale() - 1;
            String decimals = digits.substring(1) + "0".repeat(DECIMALS + 1 - digits.length());
            String exponentDigits = (Math.abs(exponent) < 10 ? "0" : "") + Math.abs(exponent);
            return digits.charAt(0) + "." + decimals + (exponent < 0 ? "e-" : "e+") + exponentDigits;
        }
    };

    private static final int DECIMALS = 4;
    private static final MathContext FIVE_DIGITS = new MathContext(DECIMALS + 1, RoundingMode.HALF_EVEN);

    /// @param value finite and not negative
    abstract String finiteText(double value);

    String text(double value) {
        if (Double.isNaN(value)) {
            return "nan";
        }
        boolean negative = Double.doubleToRawLongBits(value) < 0;
        double magnitude = Math.abs(value);
        String text = Double.isInfinite(magnitude) ? "inf" : finiteText(magnitude);
        return negative ? "-" + text : text;
    }
}
