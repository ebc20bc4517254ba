// Gradient of the weights without tensor cores: in full precision for f32 and f64, and for groups of few channels.
// Parts of the lists of pairs and their sums are as in weight_gradient.cuh; sums are f64 for f64, else f32.
#include "parts.cuh"
#include "values.cuh"

constexpr int TILE = 64;
constexpr int PAIRS = 16;
constexpr int THREADS = 256;

/// 64 output × 64 input channels per block, 4 × 4 sums per thread. Grid (parts, groups · output tiles · input tiles).
template <class Value>
__device__ void tiled(const WeightGradientArguments& a) {
    using Sum = typename SumOf<Value>::Type;
    __shared__ Sum outputs[PAIRS][TILE + 1];
    __shared__ Sum inputs[PAIRS][TILE + 1];
    int outputTiles = (a.outputsPerGroup + TILE - 1) / TILE;
    int inputTiles = (a.inputsPerGroup + TILE - 1) / TILE;
    int firstInput = blockIdx.y % inputTiles * TILE;
    int firstOutput = blockIdx.y / inputTiles % outputTiles * TILE;
    int group = blockIdx.y / inputTiles / outputTiles;
    const Value* features = (const Value*)a.features + group * a.inputsPerGroup;
    const Value* gradient = (const Value*)a.gradient + group * a.outputsPerGroup;
    int threadRow = threadIdx.x / 16;
    int threadColumn = threadIdx.x % 16;
    Part part(a);
    Sum sums[4][4] = {};
    for (int first = 0; first < part.count; first += PAIRS) {
        __syncthreads();
        for (int i = threadIdx.x; i < PAIRS * TILE; i += THREADS) {
            int pair = first + i / TILE;
            bool exists = pair < part.count;
            int output = firstOutput + i % TILE;
            int input = firstInput + i % TILE;
            int64_t outputRow = exists ? a.outputRows[part.begin + pair] : 0;
            int64_t inputRow = exists ? a.inputRows[part.begin + pair] : 0;
            outputs[i / TILE][i % TILE] = exists && output < a.outputsPerGroup
                    ? widened(gradient[outputRow * a.groups * a.outputsPerGroup + output]) : Sum(0);
            inputs[i / TILE][i % TILE] = exists && input < a.inputsPerGroup
                    ? widened(features[inputRow * a.groups * a.inputsPerGroup + input]) : Sum(0);
        }
        __syncthreads();
#pragma unroll
        for (int k = 0; k < PAIRS; k++) {
            Sum g[4];
            Sum x[4];
#pragma unroll
            for (int i = 0; i < 4; i++) {
                g[i] = outputs[k][threadRow + 16 * i];
                x[i] = inputs[k][threadColumn + 16 * i];
            }
#pragma unroll
            for (int i = 0; i < 4; i++) {
#pragma unroll
                for (int j = 0; j < 4; j++) {
                    sums[i][j] += g[i] * x[j];
                }
            }
        }
    }
    Sum* target = (Sum*)a.sums + ((int64_t)blockIdx.x * a.groups + group) * a.outputsPerGroup * a.inputsPerGroup;
    for (int i = 0; i < 4; i++) {
        for (int j = 0; j < 4; j++) {
            int output = firstOutput + threadRow + 16 * i;
            int input = firstInput + threadColumn + 16 * j;
            if (output < a.outputsPerGroup && input < a.inputsPerGroup) {
                target[(int64_t)output * a.inputsPerGroup + input] = sums[i][j];
            }
        }
    }
}

/// One sum per thread, for few channels per group. Grid (parts, blocks).
template <class Value>
__device__ void single(const WeightGradientArguments& a) {
    using Sum = typename SumOf<Value>::Type;
    Part part(a);
    int64_t size = (int64_t)a.groups * a.outputsPerGroup * a.inputsPerGroup;
    int64_t i = blockIdx.y * (int64_t)blockDim.x + threadIdx.x;
    if (i >= size) {
        return;
    }
    int64_t output = i / a.inputsPerGroup;
    int64_t input = output / a.outputsPerGroup * a.inputsPerGroup + i % a.inputsPerGroup;
    Sum sum = 0;
    for (int pair = 0; pair < part.count; pair++) {
        int64_t outputRow = a.outputRows[part.begin + pair];
        int64_t inputRow = a.inputRows[part.begin + pair];
        sum += widened(((const Value*)a.gradient)[outputRow * a.groups * a.outputsPerGroup + output])
                * widened(((const Value*)a.features)[inputRow * a.groups * a.inputsPerGroup + input]);
    }
    ((Sum*)a.sums)[blockIdx.x * size + i] = sum;
}

#define KERNELS(label, Value) \
    extern "C" __global__ __launch_bounds__(THREADS) void sparse_tiled_weight_gradient_##label( \
            const __grid_constant__ WeightGradientArguments arguments) { \
        tiled<Value>(arguments); \
    } \
    extern "C" __global__ void sparse_single_weight_gradient_##label( \
            const __grid_constant__ WeightGradientArguments arguments) { \
        single<Value>(arguments); \
    }

FOR_FLOATING(KERNELS)
