// flags: --fmad=false
// Random numbers, the same as on the processor: element i is a function of the seed, of what was drawn before and of i.
// Each thread makes a block of four words and what follows from it. No operations may be contracted.
#include "random.cuh"

/// Of the method of Box and Muller (1958).
static __device__ void normalPair(double fraction, double turns, double& first, double& second) {
    double radius = sqrt(-2 * logarithm(fraction));
    int quarter = static_cast<int>(turns * 4 + 0.5);
    double rest = turns - quarter * 0.25;
    first = radius * quarterWave(quarter, rest);
    second = radius * quarterWave(quarter + 3, rest);
}

/// Binary digits of a uniform number.
template <class T> struct Digits;
template <> struct Digits<float> { static const int COUNT = 24; };
template <> struct Digits<__half> { static const int COUNT = 11; };
template <> struct Digits<__nv_bfloat16> { static const int COUNT = 8; };

/// Multiples of 2^−p, where p is the dtype's number of binary digits: they never round up to 1.
template <class T>
static __device__ void uniform(T* out, i64 count, const Stream& stream) {
    i64 block = thread();
    if (4 * block >= count) return;
    Words words = philox(stream, block, 0);
    const int digits = Digits<T>::COUNT;
    for (int i = 0; i < 4; i++) {
        store(out, 4 * block + i, count, static_cast<double>(words.w[i] >> (32 - digits)) * (1.0 / (1 << digits)));
    }
}
template <>
__device__ void uniform(double* out, i64 count, const Stream& stream) {
    i64 block = thread();
    if (2 * block >= count) return;
    Words words = philox(stream, block, 0);
    store(out, 2 * block, count, unit(words.w[0], words.w[1]));
    store(out, 2 * block + 1, count, unit(words.w[2], words.w[3]));
}

template <class T>
static __device__ void normal(T* out, i64 count, const Stream& stream) {
    i64 block = thread();
    if (4 * block >= count) return;
    Words words = philox(stream, block, 0);
    for (int i = 0; i < 4; i += 2) {
        double first, second;
        normalPair((static_cast<double>(words.w[i]) + 0.5) * 0x1p-32, static_cast<double>(words.w[i + 1]) * 0x1p-32, first, second);
        store(out, 4 * block + i, count, first);
        store(out, 4 * block + i + 1, count, second);
    }
}
template <>
__device__ void normal(double* out, i64 count, const Stream& stream) {
    i64 block = thread();
    if (2 * block >= count) return;
    Words words = philox(stream, block, 0);
    double first, second;
    normalPair(1 - unit(words.w[0], words.w[1]), unit(words.w[2], words.w[3]), first, second);
    store(out, 2 * block, count, first);
    store(out, 2 * block + 1, count, second);
}

/// Uniform in [low, low + range): the high half of the product of a random fraction and the range.
extern "C" __global__ void integers(i64* out, i64 count, Stream stream, i64 low, u64 range) {
    i64 block = thread();
    if (2 * block >= count) return;
    Words words = philox(stream, block, 0);
    for (int i = 0; i < 2; i++) {
        if (2 * block + i < count) {
            out[2 * block + i] = low + static_cast<i64>(__umul64hi(joined(words.w[2 * i], words.w[2 * i + 1]), range));
        }
    }
}

#define KERNELS(LABEL, T)                                                                              \
    extern "C" __global__ void uniform_##LABEL(T* out, i64 count, Stream stream) { uniform<T>(out, count, stream); } \
    extern "C" __global__ void normal_##LABEL(T* out, i64 count, Stream stream) { normal<T>(out, count, stream); }

KERNELS(f32, float)
KERNELS(f64, double)
KERNELS(f16, __half)
KERNELS(bf16, __nv_bfloat16)
