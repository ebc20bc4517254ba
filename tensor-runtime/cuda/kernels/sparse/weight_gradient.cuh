// Gradient of the weights: for each kernel offset the sum, over its pairs of rows, of the outer products of the
// gradient's row and the features' row.
//
// The pairs of an offset are cut into parts. A block adds up one part for OM output × ON input channels on the
// tensor cores: rows are gathered into shared memory by asynchronous copies, a few stages of 32 pairs ahead. The sums
// of the parts, f32, are then added in the order of the parts, so that the result does not depend on scheduling.
#pragma once

#include "mma.cuh"
#include "parts.cuh"

template <class Type, int OM, int ON, int WM, int WN, int STAGES>
struct WeightGradient {
    using Value = typename Type::Value;
    static constexpr int THREADS = 32 * WM * WN;
    static constexpr int PAIRS = 32;
    static constexpr int MT = OM / WM / 16;
    static constexpr int NT = ON / WN / 8;
    static constexpr int SEGMENT = 16 / sizeof(Value);
    static constexpr int STAGE_VALUES = PAIRS * (OM + ON);
    static constexpr int STAGES_BYTES = STAGES * STAGE_VALUES * (int)sizeof(Value);

    const WeightGradientArguments& a;
    int group;
    int firstOutput;
    int firstInput;
    Value* stages;
    int* rows;

    __device__ WeightGradient(const WeightGradientArguments& arguments, unsigned char* shared) : a(arguments) {
        int outputTiles = (a.outputsPerGroup + OM - 1) / OM;
        int inputTiles = (a.inputsPerGroup + ON - 1) / ON;
        int tile = blockIdx.y;
        firstInput = tile % inputTiles * ON;
        tile /= inputTiles;
        firstOutput = tile % outputTiles * OM;
        group = tile / outputTiles;
        stages = (Value*)shared;
        rows = (int*)(shared + STAGES_BYTES);
    }

    /// Where 16 bytes of a row are kept; rows are turned against each other so that reading a column of 16-byte
    /// segments meets all banks.
    template <int WIDTH>
    __device__ static int place(int pair, int segment) {
        constexpr int SEGMENTS = WIDTH / SEGMENT;
        int turn = SEGMENTS >= 8 ? pair & 7 : pair / (8 / SEGMENTS) & (SEGMENTS - 1);
        return pair * WIDTH + (segment ^ turn) * SEGMENT;
    }

    /// Starts copying `PAIRS` rows of one operand.
    template <int WIDTH>
    __device__ void copy(Value* target, const Value* source, int channels, int stride, const int* pairRows, int pairs) {
        constexpr int SEGMENTS = WIDTH / SEGMENT;
#pragma unroll
        for (int i = threadIdx.x; i < PAIRS * SEGMENTS; i += THREADS) {
            int pair = i / SEGMENTS;
            int channel = i % SEGMENTS * SEGMENT;
            int count = pair < pairs ? min(SEGMENT, max(0, channels - channel)) : 0;
            const Value* from = source + (count > 0 ? (int64_t)pairRows[pair] * stride + channel : 0);
            Value* to = target + place<WIDTH>(pair, i % SEGMENTS);
            if (a.wide) {
                unsigned address = (unsigned)__cvta_generic_to_shared(to);
                asm volatile("cp.async.cg.shared.global [%0], [%1], 16, %2;"
                        ::"r"(address), "l"(from), "r"(count > 0 ? 16 : 0) : "memory");
            } else {
                for (int value = 0; value < SEGMENT; value++) {
                    to[value] = value < count ? from[value] : Type::of(0);
                }
            }
        }
    }

    __device__ void copyStage(int stage, int first, int count) {
        if (first < count) {
            Value* target = stages + stage * STAGE_VALUES;
            int outputStride = a.groups * a.outputsPerGroup;
            int inputStride = a.groups * a.inputsPerGroup;
            int outputChannel = group * a.outputsPerGroup + firstOutput;
            int inputChannel = group * a.inputsPerGroup + firstInput;
            copy<OM>(target, (const Value*)a.gradient + outputChannel, a.outputsPerGroup - firstOutput, outputStride,
                    rows + a.partPairs + first, count - first);
            copy<ON>(target + PAIRS * OM, (const Value*)a.features + inputChannel, a.inputsPerGroup - firstInput, inputStride,
                    rows + first, count - first);
        }
        asm volatile("cp.async.commit_group;" ::: "memory");
    }

    /// Four transposed 8×8 matrices, at the addresses that 8 lanes each give.
    __device__ static uint4 load(const Value* address) {
        uint4 result;
        asm volatile("ldmatrix.sync.aligned.m8n8.x4.trans.shared.b16 {%0,%1,%2,%3}, [%4];"
            : "=r"(result.x), "=r"(result.y), "=r"(result.z), "=r"(result.w)
            : "r"((unsigned)__cvta_generic_to_shared(address)) : "memory");
        return result;
    }

    __device__ void multiply(float (&sums)[MT][NT][4], const Value* stage, int warpRow, int warpColumn) {
        int lane = threadIdx.x % 32;
#pragma unroll
        for (int first = 0; first < PAIRS; first += 16) {
            // Lanes 0–7, 8–15, …: (pairs 0–7, channels 0–7), (0–7, 8–15), (8–15, 0–7), (8–15, 8–15) for the gradient.
            int outputPair = first + lane / 16 * 8 + lane % 8;
            uint4 outputs[MT];
#pragma unroll
            for (int i = 0; i < MT; i++) {
                int segment = (warpRow * MT + i) * 2 + lane / 8 % 2;
                outputs[i] = load(stage + place<OM>(outputPair, segment));
            }
            // (pairs 0–7, channels 0–7), (8–15, 0–7), (0–7, 8–15), (8–15, 8–15) for the features.
            int inputPair = first + lane / 8 % 2 * 8 + lane % 8;
#pragma unroll
            for (int j = 0; j < NT; j += 2) {
                int segment = warpColumn * NT + j + lane / 16;
                uint4 inputs = load(stage + PAIRS * OM + place<ON>(inputPair, segment));
#pragma unroll
                for (int i = 0; i < MT; i++) {
                    Type::multiply(sums[i][j], outputs[i], inputs.x, inputs.y);
                    Type::multiply(sums[i][j + 1], outputs[i], inputs.z, inputs.w);
                }
            }
        }
    }

    __device__ void run() {
        Part part(a);
        for (int i = threadIdx.x; i < part.count; i += THREADS) {
            rows[i] = a.inputRows[part.begin + i];
            rows[a.partPairs + i] = a.outputRows[part.begin + i];
        }
        __syncthreads();
        float sums[MT][NT][4] = {};
        int warp = threadIdx.x / 32;
        int warpRow = warp % WM;
        int warpColumn = warp / WM;
        for (int stage = 0; stage < STAGES - 1; stage++) {
            copyStage(stage, stage * PAIRS, part.count);
        }
        int stage = 0;
        for (int first = 0; first < part.count; first += PAIRS) {
            asm volatile("cp.async.wait_group %0;" ::"n"(STAGES - 2) : "memory");
            __syncthreads();
            copyStage((stage + STAGES - 1) % STAGES, first + (STAGES - 1) * PAIRS, part.count);
            multiply(sums, stages + stage * STAGE_VALUES, warpRow, warpColumn);
            stage = (stage + 1) % STAGES;
        }
        store(sums, warpRow, warpColumn);
    }

    __device__ void store(const float (&sums)[MT][NT][4], int warpRow, int warpColumn) {
        int lane = threadIdx.x % 32;
        float* target = (float*)a.sums + ((int64_t)blockIdx.x * a.groups + group) * a.outputsPerGroup * a.inputsPerGroup;
#pragma unroll
        for (int i = 0; i < MT; i++) {
#pragma unroll
            for (int j = 0; j < NT; j++) {
#pragma unroll
                for (int element = 0; element < 4; element++) {
                    int output = firstOutput + (warpRow * MT + i) * 16 + element / 2 * 8 + lane / 4;
                    int input = firstInput + (warpColumn * NT + j) * 8 + lane % 4 * 2 + element % 2;
                    if (output < a.outputsPerGroup && input < a.inputsPerGroup) {
                        target[(int64_t)output * a.inputsPerGroup + input] = sums[i][j][element];
                    }
                }
            }
        }
    }
};

/// Defines a kernel: grid (parts, groups · output tiles · input tiles), shared memory for the stages and for 8 bytes per
/// pair of a part. `name_shape` holds OM, ON, the number of threads and the bytes of the stages.
#define WEIGHT_GRADIENT_KERNEL(name, Type, OM, ON, WM, WN, STAGES, BLOCKS) \
    extern "C" __global__ __launch_bounds__(32 * WM * WN, BLOCKS) void name( \
            const __grid_constant__ WeightGradientArguments arguments) { \
        extern __shared__ __align__(128) unsigned char shared[]; \
        WeightGradient<Type, OM, ON, WM, WN, STAGES>(arguments, shared).run(); \
    } \
    extern "C" __device__ int name##_shape[4] = { \
            OM, ON, 32 * WM * WN, WeightGradient<Type, OM, ON, WM, WN, STAGES>::STAGES_BYTES};

/// The kernels for one dtype, named after OM and ON.
#define WEIGHT_GRADIENT_KERNELS(label, Type) \
    WEIGHT_GRADIENT_KERNEL(sparse_weight_gradient_32_##label, Type, 32, 32, 2, 1, 4, 4) \
    WEIGHT_GRADIENT_KERNEL(sparse_weight_gradient_64_##label, Type, 64, 64, 2, 4, 4, 2) \
    WEIGHT_GRADIENT_KERNEL(sparse_weight_gradient_128_##label, Type, 128, 128, 2, 4, 4, 2)
