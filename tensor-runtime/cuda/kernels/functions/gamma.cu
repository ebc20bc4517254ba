// The gamma function's logarithm, its derivative, and Hurwitz's zeta function, as
// tdsl.tensor.formula.math.GammaFunctions defines them.

#define FUNCTION extern "C" __device__ __noinline__

/// From here on the asymptotic series have the precision of f64.
static const double LARGE = 12;
static const int TERMS = 9;
static const double PI = 3.14159265358979323846;

/// Bernoulli's numbers of even index, from the second.
static __device__ const double BERNOULLI[TERMS] = {
    1.0 / 6, -1.0 / 30, 1.0 / 42, -1.0 / 30, 5.0 / 66, -691.0 / 2730, 7.0 / 6, -3617.0 / 510, 43867.0 / 798};

FUNCTION double lgamma_f64(double x) {
    // At −∞ as at the poles.
    return x == -INFINITY ? INFINITY : lgamma(x);
}

/// By recurrence to large numbers, and there by an asymptotic series.
static __device__ double digammaAboveZero(double x) {
    double sum = 0;
    double large = x;
    while (large < LARGE) {
        sum -= 1 / large;
        large += 1;
    }
    double square = 1 / (large * large);
    double series = 0;
    for (int i = TERMS - 1; i >= 0; i--) series = (series + BERNOULLI[i] / (2 * i + 2)) * square;
    return sum + log(large) - 0.5 / large - series;
}

FUNCTION double digamma_f64(double x) {
    if (x == 0) return copysign(INFINITY, -x);
    if (x < 0) return x == rint(x) ? NAN : digammaAboveZero(1 - x) - PI / tan(PI * (x - rint(x)));
    return digammaAboveZero(x);
}

static __device__ double factorial(int n) {
    double product = 1;
    for (int i = 2; i <= n; i++) product *= i;
    return product;
}

/// Some terms, and for the rest the formula of Euler and Maclaurin.
FUNCTION double zeta_f64(double s, double q) {
    if (s == 1) return INFINITY;
    if (!(s > 1)) return NAN;
    if (q <= 0) {
        if (q == floor(q)) return INFINITY;
        if (s != floor(s)) return NAN;
    }
    double sum = 0;
    double last = q;
    while (last < LARGE) {
        sum += pow(last, -s);
        last += 1;
    }
    double term = pow(last, -s);
    sum += term * (last / (s - 1) + 0.5);
    double factor = s * term / last;
    for (int i = 0; i < TERMS; i++) {
        sum += factor * BERNOULLI[i] / factorial(2 * i + 2);
        factor *= (s + 2 * i + 1) * (s + 2 * i + 2) / (last * last);
    }
    return sum;
}
