// 0, 1, 2, … in a contiguous tensor.
#include <cuda_bf16.h>
#include <cuda_fp16.h>

static const int UNROLLED = 4;

/// Numbers are rounded once, to f32, before they become f16 or bf16.
template <class T>
__device__ T fromInteger(long long value) {
    return static_cast<T>(value);
}
template <>
__device__ __half fromInteger(long long value) {
    return __float2half_rn(static_cast<float>(value));
}
template <>
__device__ __nv_bfloat16 fromInteger(long long value) {
    return __float2bfloat16_rn(static_cast<float>(value));
}

#define IOTA(LABEL, T)                                                                       \
    extern "C" __global__ void iota_##LABEL(T* out, long long count) {                       \
        long long first = static_cast<long long>(blockIdx.x) * blockDim.x * UNROLLED + threadIdx.x; \
        for (int i = 0; i < UNROLLED; i++) {                                                 \
            long long at = first + i * blockDim.x;                                           \
            if (at < count) out[at] = fromInteger<T>(at);                                    \
        }                                                                                    \
    }

IOTA(f32, float)
IOTA(f64, double)
IOTA(f16, __half)
IOTA(bf16, __nv_bfloat16)
IOTA(i8, signed char)
IOTA(u8, unsigned char)
IOTA(i16, short)
IOTA(i32, int)
IOTA(i64, long long)
IOTA(bool, bool)
