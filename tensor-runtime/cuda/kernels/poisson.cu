// flags: --fmad=false
// Poisson numbers, the same as on the processor. How many words an element takes depends on them, so each element has a
// stream of its own.
#include "random.cuh"

/// log(k!), by the series of Stirling with shifted argument.
static __device__ double logFactorial(double k) {
    double x = k + 1;
    double shift = 1;
    while (x < 10) shift *= x++;
    double inverse = 1 / x;
    double square = inverse * inverse;
    double correction = inverse * (1.0 / 12 - square * (1.0 / 360 - square * (1.0 / 1260 - square / 1680)));
    return (x - 0.5) * logarithm(x) - x + 0.9189385332046727 + correction - logarithm(shift);
}

/// Uniform numbers in (0, 1] for one element, which has a stream of its own.
struct Uniforms {
    Stream stream;
    i64 element;
    int taken;
    Words words;

    __device__ double next() {
        if (taken % 2 == 0) words = philox(stream, element, taken / 2);
        int first = 2 * (taken++ % 2);
        return 1 - unit(words.w[first], words.w[first + 1]);
    }
};

/// How many exponential times fit into `rate`.
static __device__ double poissonSmall(double rate, Uniforms& uniforms) {
    double time = 0;
    for (int number = 0;; number++) {
        time -= logarithm(uniforms.next());
        if (time >= rate) return number;
    }
}

/// Transformed rejection, algorithm PTRS of Hörmann, "The transformed rejection method for generating Poisson random
/// variables" (1993).
static __device__ double poissonLarge(double rate, Uniforms& uniforms) {
    double logRate = logarithm(rate);
    double b = 0.931 + 2.53 * sqrt(rate);
    double a = -0.059 + 0.02483 * b;
    double inverseAlpha = 1.1239 + 1.1328 / (b - 3.4);
    double acceptance = 0.9277 - 3.6224 / (b - 2);
    while (true) {
        double u = uniforms.next() - 0.5;
        double v = uniforms.next();
        double us = 0.5 - fabs(u);
        double number = floor((2 * a / us + b) * u + rate + 0.43);
        if (us >= 0.07 && v <= acceptance) return number;
        if (number < 0 || (us < 0.013 && v > us)) continue;
        double bound = logarithm(v * inverseAlpha / (a / (us * us) + b));
        if (bound <= number * logRate - rate - logFactorial(number)) return number;
    }
}

template <class T>
static __device__ void poisson(const T* rates, T* out, i64 count, const Stream& stream) {
    i64 element = thread();
    if (element >= count) return;
    double rate = static_cast<double>(static_cast<float>(rates[element]));
    if (sizeof(T) == 8) rate = *reinterpret_cast<const double*>(rates + element);
    Uniforms uniforms{stream, element, 0, {}};
    // A rate that is none cannot be reported from here.
    double number = !(rate >= 0) ? nan("") : rate < 10 ? poissonSmall(rate, uniforms) : poissonLarge(rate, uniforms);
    out[element] = rounded<T>(number);
}

#define KERNELS(LABEL, T)                                                                              \
    extern "C" __global__ void poisson_##LABEL(const T* rates, T* out, i64 count, Stream stream) {     \
        poisson<T>(rates, out, count, stream);                                                         \
    }

KERNELS(f32, float)
KERNELS(f64, double)
KERNELS(f16, __half)
KERNELS(bf16, __nv_bfloat16)
