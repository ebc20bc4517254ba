package tdsl.tensor.cpu.random;

/// Functions for random numbers, of plain arithmetic alone: a seed gives the same numbers on every host,
/// which those of `java.lang.Math` do not promise.
final class PortableMath {
    private static final double LN2 = 0.6931471805599453;
    private static final double SQRT2 = 1.4142135623730951;
    private static final long MANTISSA = (1L << 52) - 1;
    private static final long ONE = Double.doubleToRawLongBits(1);

    /// Of the series of (log((1 + s) / (1 − s))) / 2s in terms of s²: 1, 1/3, 1/5, …
    private static final double[] LOG = new double[12];
    /// Of the series of sin(2πx) / x and cos(2πx) in terms of x².
    private static final double[] SIN = new double[9];

    private static final double[] COS = new double[10];

    static {
        for (int i = 0; i < LOG.length; i++) {
            LOG[i] = 1.0 / (2 * i + 1);
        }
        double term = 1;
        for (int i = 0; i < 2 * SIN.length; i++) {
            (i % 2 == 0 ? COS : SIN)[i / 2] = i % 4 < 2 ? term : -term;
            term *= 2 * Math.PI / (i + 1);
        }
        COS[SIN.length] = SIN.length % 2 == 0 ? term : -term;
    }

    private PortableMath() {}

    private static double polynomial(double[] coefficients, double x) {
        double value = 0;
        for (int i = coefficients.length - 1; i >= 0; i--) {
            value = value * x + coefficients[i];
        }
        return value;
    }

    /// The natural logarithm of a positive normal number.
    static double log(double x) {
        long bits = Double.doubleToRawLongBits(x);
        double mantissa = Double.longBitsToDouble(bits & MANTISSA | ONE);
        long exponent = (bits >>> 52) - 1023;
        if (mantissa > SQRT2) {
            mantissa *= 0.5;
            exponent++;
        }
        double s = (mantissa - 1) / (mantissa + 1);
        return exponent * LN2 + 2 * s * polynomial(LOG, s * s);
    }

    /// The cosine of an angle in turns, from 0 to 1.
    static double cosOfTurns(double turns) {
        int quarter = (int) (turns * 4 + 0.5);
        return quarterWave(quarter, turns - quarter * 0.25);
    }

    /// The sine of an angle in turns, from 0 to 1.
    static double sinOfTurns(double turns) {
        int quarter = (int) (turns * 4 + 0.5);
        return quarterWave(quarter + 3, turns - quarter * 0.25);
    }

    /// The cosine at some quarters of a turn and at most an eighth more or less.
    private static double quarterWave(int quarter, double rest) {
        double square = rest * rest;
        return switch (quarter & 3) {
            case 0 -> polynomial(COS, square);
            case 1 -> -rest * polynomial(SIN, square);
            case 2 -> -polynomial(COS, square);
            default -> rest * polynomial(SIN, square);
        };
    }

    /// log(k!), by the series of Stirling with shifted argument.
    static double logFactorial(double k) {
        double x = k + 1;
        double shift = 1;
        while (x < 10) {
            shift *= x++;
        }
        double inverse = 1 / x;
        double square = inverse * inverse;
        double correction = inverse * (1.0 / 12 - square * (1.0 / 360 - square * (1.0 / 1260 - square / 1680)));
        return (x - 0.5) * log(x) - x + 0.9189385332046727 + correction - log(shift);
    }
}
