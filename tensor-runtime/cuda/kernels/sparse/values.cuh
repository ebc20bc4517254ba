// Numbers as they are kept and as they are added up: f16, bf16 and f32 in f32, f64 in f64.
#pragma once

#include <cstdint>
#include <cuda_bf16.h>
#include <cuda_fp16.h>

template <class Value>
struct SumOf {
    using Type = float;
};
template <>
struct SumOf<double> {
    using Type = double;
};

__device__ inline float widened(__half value) {
    return __half2float(value);
}
__device__ inline float widened(__nv_bfloat16 value) {
    return __bfloat162float(value);
}
__device__ inline float widened(float value) {
    return value;
}
__device__ inline double widened(double value) {
    return value;
}

template <class Value>
__device__ inline Value narrowed(typename SumOf<Value>::Type value) {
    return value;
}
template <>
__device__ inline __half narrowed<__half>(float value) {
    return __float2half_rn(value);
}
template <>
__device__ inline __nv_bfloat16 narrowed<__nv_bfloat16>(float value) {
    return __float2bfloat16_rn(value);
}

/// Defines something for each floating dtype.
#define FOR_FLOATING(DEFINE) DEFINE(f16, __half) DEFINE(bf16, __nv_bfloat16) DEFINE(f32, float) DEFINE(f64, double)
