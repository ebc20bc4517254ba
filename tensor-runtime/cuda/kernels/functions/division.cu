// Division of reals and integers as tdsl.tensor.formula.math.SpecialFunctions defines it. An integer that is divided by 0
// cannot be reported from here, and gives 0.

#define FUNCTION extern "C" __device__ __noinline__
typedef long long i64;

FUNCTION double fmod_f64(double a, double b) {
    return fmod(a, b);
}

FUNCTION double floorDivide_f64(double a, double b) {
    if (b == 0) return a / b;
    double remainder = fmod(a, b);
    double quotient = (a - remainder) / b;
    return remainder != 0 && (remainder < 0) != (b < 0) ? rint(quotient) - 1 : rint(quotient);
}

FUNCTION double remainder_f64(double a, double b) {
    double remainder = fmod(a, b);
    return remainder != 0 && (remainder < 0) != (b < 0) ? remainder + b : remainder;
}

/// The smallest number divided by −1 wraps around, as in Java.
static __device__ i64 quotient(i64 a, i64 b) {
    return b == 0 ? 0 : b == -1 ? -static_cast<unsigned long long>(a) : a / b;
}

static __device__ i64 rest(i64 a, i64 b) {
    return b == 0 || b == -1 ? 0 : a % b;
}

FUNCTION i64 fmod_i64(i64 a, i64 b) {
    return rest(a, b);
}

FUNCTION i64 floorDivide_i64(i64 a, i64 b) {
    i64 remainder = rest(a, b);
    return quotient(a, b) - (remainder != 0 && (remainder < 0) != (b < 0));
}

FUNCTION i64 remainder_i64(i64 a, i64 b) {
    i64 remainder = rest(a, b);
    return remainder != 0 && (remainder < 0) != (b < 0) ? remainder + b : remainder;
}

/// The greatest common divisor, by Euclid's algorithm.
FUNCTION i64 gcd_i64(i64 a, i64 b) {
    while (b != 0) {
        i64 remainder = rest(a, b);
        a = b;
        b = remainder;
    }
    return a < 0 ? -a : a;
}
