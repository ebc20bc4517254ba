// Powers and shifts as tdsl.tensor.formula.math.SpecialFunctions defines them.

#define FUNCTION extern "C" __device__ __noinline__
typedef long long i64;

FUNCTION double pow_f64(double base, double exponent) {
    return pow(base, exponent);
}

/// By repeated squaring; wraps around as multiplication does. A negative power cannot be reported from here; it is 0 but
/// for the bases 1 and −1.
FUNCTION i64 pow_i64(i64 base, i64 exponent) {
    if (exponent < 0) return base == 1 ? 1 : base == -1 ? (exponent & 1 ? -1 : 1) : 0;
    i64 result = 1;
    for (; exponent > 0; exponent >>= 1) {
        if (exponent & 1) result *= base;
        base *= base;
    }
    return result;
}

FUNCTION i64 shiftLeft_i64(i64 value, i64 bits) {
    return bits < 0 || bits >= 64 ? 0 : value << bits;
}

FUNCTION i64 shiftRight_i64(i64 value, i64 bits) {
    return value >> (bits < 0 || bits >= 64 ? 63 : bits);
}
