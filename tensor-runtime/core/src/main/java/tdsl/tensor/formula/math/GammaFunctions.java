package tdsl.tensor.formula.math;

/// The gamma function's logarithm, its derivative, and Hurwitz's zeta function, for single elements.
public final class GammaFunctions {
    /// From here on the asymptotic series have the precision of f64.
    private static final double LARGE = 12;
    /// Up to so many terms are added one by one.
    private static final double MANY = 64;

    private static final double LOG_OF_ROOT_OF_TWO_PI = 0.5 * Math.log(2 * Math.PI);
    private static final double EULER = 0.5772156649015328606;

    /// Bernoulli's numbers of even index, from the second.
    private static final double[] BERNOULLI = {
        1.0 / 6, -1.0 / 30, 1.0 / 42, -1.0 / 30, 5.0 / 66, -691.0 / 2730, 7.0 / 6, -3617.0 / 510, 43867.0 / 798
    };

    /// `(−1)^k (ζ(k) − 1) / k`, from the second.
    private static final double[] TAYLOR = new double[32];

    static {
        for (int i = 0; i < TAYLOR.length; i++) {
            int power = i + 2;
            TAYLOR[i] = (power % 2 == 0 ? 1 : -1) * zeta(power, 2) / power;
        }
    }

    private GammaFunctions() {}

    /// `log |Γ(x)|`; ∞ at the poles. Near 2 by Taylor's series, from there by recurrence, and for large numbers by
    /// Stirling's series (Abramowitz and Stegun, "Handbook of Mathematical Functions", 6.1.33 and 6.1.41).
    public static double lgamma(double x) {
        if (x <= 0) {
            return belowZero(x);
        }
        if (x < 0.5) {
            return nearTwo(x) - Math.log1p(x) - Math.log(x);
        }
        if (x < 1.5) {
            return nearTwo(x - 1) - Math.log1p(x - 1);
        }
        if (x < LARGE) {
            double rest = x;
            double product = 1;
            while (rest > 2.5) {
                rest -= 1;
                product *= rest;
            }
            return nearTwo(rest - 2) + Math.log(product);
        }
        if (Double.isInfinite(x)) {
            return x;
        }
        double inverse = 1 / x;
        double square = inverse * inverse;
        double series = 0;
        for (int i = BERNOULLI.length - 1; i >= 0; i--) {
            series = series * square + BERNOULLI[i] / ((2 * i + 2) * (2 * i + 1));
        }
        return (x - 0.5) * Math.log(x) - x + LOG_OF_ROOT_OF_TWO_PI + series * inverse;
    }

    /// By the reflection formula (ibid., 6.1.17).
    private static double belowZero(double x) {
        if (Double.isInfinite(x) || x == Math.rint(x)) {
            return Double.POSITIVE_INFINITY;
        }
        return Math.log(Math.PI / Math.abs(sineOfTurns(x))) - lgamma(1 - x);
    }

    /// `log Γ(2 + z)` for |z| up to 1/2.
    private static double nearTwo(double z) {
        double series = 0;
        for (int i = TAYLOR.length - 1; i >= 0; i--) {
            series = series * z + TAYLOR[i];
        }
        return (series * z + (1 - EULER)) * z;
    }

    /// The derivative of `log Γ(x)`; at 0 an infinity of the opposite sign, at the other poles NaN. By recurrence
    /// to large numbers, and there by an asymptotic series (ibid., 6.3.5, 6.3.7 and 6.3.18).
    public static double digamma(double x) {
        if (x == 0) {
            return Math.copySign(Double.POSITIVE_INFINITY, -x);
        }
        if (x < 0) {
            return x == Math.rint(x) ? Double.NaN : digamma(1 - x) - Math.PI / tangentOfTurns(x);
        }
        double sum = 0;
        double large = x;
        while (large < LARGE) {
            sum -= 1 / large;
            large += 1;
        }
        double square = 1 / (large * large);
        double series = 0;
        for (int i = BERNOULLI.length - 1; i >= 0; i--) {
            series = (series + BERNOULLI[i] / (2 * i + 2)) * square;
        }
        return sum + Math.log(large) - 0.5 / large - series;
    }

    /// `sin(πx)`, exact where x is whole.
    private static double sineOfTurns(double x) {
        double nearest = Math.rint(x);
        double sine = Math.sin(Math.PI * (x - nearest));
        return nearest % 2 == 0 ? sine : -sine;
    }

    private static double tangentOfTurns(double x) {
        return Math.tan(Math.PI * (x - Math.rint(x)));
    }

    /// `Σ (q + k)^−s` over k from 0; for s above 1. Some terms, and for the rest the formula of Euler and
    /// Maclaurin.
    public static double zeta(double s, double q) {
        if (s == 1) {
            return Double.POSITIVE_INFINITY;
        }
        if (!(s > 1)) {
            return Double.NaN;
        }
        if (q <= 0) {
            if (q == Math.floor(q)) {
                return Double.POSITIVE_INFINITY;
            }
            if (s != Math.floor(s)) {
                return Double.NaN;
            }
        }
        if (Double.isInfinite(q)) {
            return 0;
        }
        if (q < -MANY) {
            // Most terms are those of a sum over positive numbers, but for the sign.
            double skipped = Math.floor(-q) - MANY / 2;
            double sum = zeta(s, 1 - q - skipped) - zeta(s, 1 - q);
            return (s % 2 == 0 ? sum : -sum) + zeta(s, q + skipped);
        }
        double sum = 0;
        double last = q;
        // Until the terms are positive, and long enough for the series.
        while (last < LARGE) {
            sum += Math.pow(last, -s);
            last += 1;
        }
        double term = Math.pow(last, -s);
        sum += term * (last / (s - 1) + 0.5);
        double factor = s * term / last;
        for (int i = 0; i < BERNOULLI.length; i++) {
            sum += factor * BERNOULLI[i] / factorial(2 * i + 2);
            factor *= (s + 2 * i + 1) * (s + 2 * i + 2) / (last * last);
        }
        return sum;
    }

    private static double factorial(int n) {
        double product = 1;
        for (int i = 2; i <= n; i++) {
            product *= i;
        }
        return product;
    }
}
