// Tensor core products of 16 output channels and 8 rows, for each dtype.
//
// Rows lie on the short side (N) of the product, so that work can be left out 8 rows at a time. The order of the input
// channels in a product is free as long as weights and features agree; it is chosen so that what a lane needs of a row
// for two products, a *step* each, is 16 contiguous bytes in memory. Two steps are a *chunk*: 64 bytes of a row.
#pragma once

#include <cstdint>
#include <cuda_bf16.h>
#include <cuda_fp16.h>

constexpr int CHUNK_BYTES = 64;
constexpr int STEPS = 2;
/// Bytes of the weights of 16 output channels in a step: 16 for each lane.
constexpr int FRAGMENT_BYTES = 512;

/// The 16 output channels of a product are rows of two 8×8 matrices. After the product these are transposed, and a
/// lane then has two channels of each of QUADS matrices in one row of features; channels are numbered so that these
/// are contiguous. Returns the channel, among the 8 · QUADS channels of QUADS matrices, of a matrix row.
template <int QUADS>
__host__ __device__ inline int channelOf(int matrix, int row) {
    return matrix / QUADS * (8 * QUADS) + row / 2 * (2 * QUADS) + matrix % QUADS * 2 + row % 2;
}

struct F16 {
    using Value = __half;
    static constexpr int CHUNK = 32;

    static __device__ void multiply(float (&sum)[4], const uint4& weights, unsigned low, unsigned high) {
        asm("mma.sync.aligned.m16n8k16.row.col.f32.f16.f16.f32 "
            "{%0,%1,%2,%3}, {%4,%5,%6,%7}, {%8,%9}, {%0,%1,%2,%3};"
            : "+f"(sum[0]), "+f"(sum[1]), "+f"(sum[2]), "+f"(sum[3])
            : "r"(weights.x), "r"(weights.y), "r"(weights.z), "r"(weights.w), "r"(low), "r"(high));
    }

    static __device__ unsigned pack(float first, float second) {
        __half2 pair = __floats2half2_rn(first, second);
        return *reinterpret_cast<unsigned*>(&pair);
    }

    static __device__ Value of(float value) {
        return __float2half_rn(value);
    }
};

struct BF16 {
    using Value = __nv_bfloat16;
    static constexpr int CHUNK = 32;

    static __device__ void multiply(float (&sum)[4], const uint4& weights, unsigned low, unsigned high) {
        asm("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 "
            "{%0,%1,%2,%3}, {%4,%5,%6,%7}, {%8,%9}, {%0,%1,%2,%3};"
            : "+f"(sum[0]), "+f"(sum[1]), "+f"(sum[2]), "+f"(sum[3])
            : "r"(weights.x), "r"(weights.y), "r"(weights.z), "r"(weights.w), "r"(low), "r"(high));
    }

    static __device__ unsigned pack(float first, float second) {
        __nv_bfloat162 pair = __floats2bfloat162_rn(first, second);
        return *reinterpret_cast<unsigned*>(&pair);
    }

    static __device__ Value of(float value) {
        return __float2bfloat16_rn(value);
    }
};

/// The transpose of an 8×8 matrix of 16-bit values of which each lane holds two.
__device__ inline unsigned transposed(unsigned pair) {
    unsigned result;
    asm("movmatrix.sync.aligned.m8n8.trans.b16 %0, %1;" : "=r"(result) : "r"(pair));
    return result;
}
