// Words of random bits, the same as on the processor, and functions of plain arithmetic for what is made of them.
#pragma once

#include <cuda_bf16.h>
#include <cuda_fp16.h>

typedef long long i64;
typedef unsigned long long u64;
typedef unsigned int u32;

/// A part of the generator's stream.
struct Stream {
    u64 seed;
    u64 firstBlock;
};

struct Words {
    u32 w[4];
};

/// Philox 4×32 with ten rounds (Salmon, Moraes, Dror and Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC 2011).
static __device__ Words philox(const Stream& stream, i64 block, u32 branch) {
    u64 counter = stream.firstBlock + block;
    u32 c0 = static_cast<u32>(counter), c1 = static_cast<u32>(counter >> 32), c2 = branch, c3 = 0;
    u32 key0 = static_cast<u32>(stream.seed), key1 = static_cast<u32>(stream.seed >> 32);
#pragma unroll
    for (int round = 0; round < 10; round++) {
        u64 product0 = static_cast<u64>(0xD2511F53u) * c0;
        u64 product1 = static_cast<u64>(0xCD9E8D57u) * c2;
        c0 = static_cast<u32>(product1 >> 32) ^ c1 ^ key0;
        c1 = static_cast<u32>(product1);
        c2 = static_cast<u32>(product0 >> 32) ^ c3 ^ key1;
        c3 = static_cast<u32>(product0);
        key0 += 0x9E3779B9u;
        key1 += 0xBB67AE85u;
    }
    return {{c0, c1, c2, c3}};
}

static __device__ u64 joined(u32 high, u32 low) {
    return static_cast<u64>(high) << 32 | low;
}

/// A multiple of 2^−53 in [0, 1).
static __device__ double unit(u32 high, u32 low) {
    return static_cast<double>(joined(high, low) >> 11) * 0x1p-53;
}

// ---- what tdsl.tensor.cpu.random.PortableMath has ----

template <int COUNT>
static __device__ double polynomial(const double (&coefficients)[COUNT], double x) {
    double value = 0;
#pragma unroll
    for (int i = COUNT - 1; i >= 0; i--) value = value * x + coefficients[i];
    return value;
}

static __device__ double logarithm(double x) {
    const double series[] = {1.0, 1.0 / 3, 1.0 / 5, 1.0 / 7, 1.0 / 9, 1.0 / 11, 1.0 / 13, 1.0 / 15, 1.0 / 17, 1.0 / 19, 1.0 / 21, 1.0 / 23};
    i64 bits = __double_as_longlong(x);
    double mantissa = __longlong_as_double((bits & ((1LL << 52) - 1)) | 0x3FF0000000000000LL);
    i64 exponent = static_cast<i64>(static_cast<u64>(bits) >> 52) - 1023;
    if (mantissa > 1.4142135623730951) {
        mantissa *= 0.5;
        exponent++;
    }
    double s = (mantissa - 1) / (mantissa + 1);
    return static_cast<double>(exponent) * 0.6931471805599453 + 2 * s * polynomial(series, s * s);
}

/// Of the series of sin(2πx) / x and cos(2πx) in terms of x².
static __device__ const double SINE[] = {6.283185307179586, -41.341702240399755, 81.60524927607504, -76.70585975306136, 42.058693944897634, -15.094642576822983, 3.8199525848482794, -0.7181223017784999, 0.10422916220813974};
static __device__ const double COSINE[] = {1.0, -19.739208802178716, 64.93939402266828, -85.4568172066937, 60.24464137187664, -26.426256783374384, 7.903536371318464, -1.7143907110886707, 0.28200596845579096, -0.036382841142545634};

/// The cosine at some quarters of a turn and at most an eighth more or less.
static __device__ double quarterWave(int quarter, double rest) {
    double square = rest * rest;
    switch (quarter & 3) {
    case 0: return polynomial(COSINE, square);
    case 1: return -rest * polynomial(SINE, square);
    case 2: return -polynomial(COSINE, square);
    default: return rest * polynomial(SINE, square);
    }
}

// ---- dtypes ----

template <class T> static __device__ T rounded(double value) { return static_cast<T>(value); }
template <> __device__ __half rounded(double value) { return __float2half_rn(static_cast<float>(value)); }
template <> __device__ __nv_bfloat16 rounded(double value) { return __float2bfloat16_rn(static_cast<float>(value)); }

static __device__ i64 thread() {
    return static_cast<i64>(blockIdx.x) * blockDim.x + threadIdx.x;
}

template <class T>
static __device__ void store(T* out, i64 index, i64 count, double value) {
    if (index < count) out[index] = rounded<T>(value);
}
