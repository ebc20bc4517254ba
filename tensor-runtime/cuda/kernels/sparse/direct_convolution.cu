// Sparse convolution without tensor cores: in full precision for f32 and f64, and for groups of few channels.
#include "values.cuh"

/// Strides, in elements, of weights of any layout: `[groups, outputs per group, volume, inputs per group]`.
struct WeightLayout {
    int64_t group;
    int64_t output;
    int64_t offset;
    int64_t input;
};

struct DirectConvolution {
    /// `[input rows, groups · inputsPerGroup]`
    const void* features;
    const void* weights;
    WeightLayout layout;
    /// `[output rows, groups · outputsPerGroup]`
    void* out;
    /// `[volume, rows]`: the input row for each offset and position, or −1.
    const int* table;
    /// `[rows]`: the output row of each position.
    const int* order;
    int rows;
    int volume;
    int groups;
    int inputsPerGroup;
    int outputsPerGroup;
    /// The weights of offset k are those that `layout` has at volume − 1 − k.
    int reversed;
};

__device__ inline int64_t weightOffset(const DirectConvolution& a, int offset) {
    return (a.reversed ? a.volume - 1 - offset : offset) * a.layout.offset;
}

constexpr int TILE = 64;
constexpr int DEPTH = 16;
constexpr int THREADS = 256;

/// 64 rows × 64 channels per block, 4 × 4 sums per thread. Grid (tiles of rows, groups · tiles of channels).
template <class Value>
__device__ void tiled(const DirectConvolution& a) {
    using Sum = typename SumOf<Value>::Type;
    __shared__ int sources[TILE];
    __shared__ Sum inputs[DEPTH][TILE + 1];
    __shared__ Sum weights[DEPTH][TILE + 1];
    int slices = (a.outputsPerGroup + TILE - 1) / TILE;
    int group = blockIdx.y / slices;
    int firstOutput = blockIdx.y % slices * TILE;
    int firstRow = blockIdx.x * TILE;
    int stride = a.groups * a.inputsPerGroup;
    const Value* features = (const Value*)a.features + group * a.inputsPerGroup;
    int threadRow = threadIdx.x / 16;
    int threadColumn = threadIdx.x % 16;
    Sum sums[4][4] = {};
    for (int offset = 0; offset < a.volume; offset++) {
        int source = -1;
        if (threadIdx.x < TILE && firstRow + threadIdx.x < a.rows) {
            source = a.table[(int64_t)offset * a.rows + firstRow + threadIdx.x];
        }
        if (__syncthreads_or(source >= 0) == 0) {
            continue;
        }
        if (threadIdx.x < TILE) {
            sources[threadIdx.x] = source;
        }
        const Value* weight = (const Value*)a.weights + group * a.layout.group + weightOffset(a, offset);
        for (int first = 0; first < a.inputsPerGroup; first += DEPTH) {
            __syncthreads();
            for (int i = threadIdx.x; i < TILE * DEPTH; i += THREADS) {
                int input = first + i % DEPTH;
                int row = sources[i / DEPTH];
                int output = firstOutput + i / DEPTH;
                bool exists = input < a.inputsPerGroup;
                inputs[i % DEPTH][i / DEPTH] = exists && row >= 0 ? widened(features[(int64_t)row * stride + input]) : Sum(0);
                weights[i % DEPTH][i / DEPTH] = exists && output < a.outputsPerGroup
                        ? widened(weight[output * a.layout.output + input * a.layout.input]) : Sum(0);
            }
            __syncthreads();
#pragma unroll
            for (int k = 0; k < DEPTH; k++) {
                Sum x[4];
                Sum w[4];
#pragma unroll
                for (int i = 0; i < 4; i++) {
                    x[i] = inputs[k][threadRow + 16 * i];
                    w[i] = weights[k][threadColumn + 16 * i];
                }
#pragma unroll
                for (int i = 0; i < 4; i++) {
#pragma unroll
                    for (int j = 0; j < 4; j++) {
                        sums[i][j] += x[i] * w[j];
                    }
                }
            }
        }
    }
    Value* out = (Value*)a.out + group * a.outputsPerGroup;
    for (int i = 0; i < 4; i++) {
        int position = firstRow + threadRow + 16 * i;
        for (int j = 0; j < 4; j++) {
            int output = firstOutput + threadColumn + 16 * j;
            if (position < a.rows && output < a.outputsPerGroup) {
                out[(int64_t)a.order[position] * a.groups * a.outputsPerGroup + output] = narrowed<Value>(sums[i][j]);
            }
        }
    }
}

/// One sum per thread, for few channels per group.
template <class Value>
__device__ void single(const DirectConvolution& a) {
    int outputs = a.groups * a.outputsPerGroup;
    int64_t i = blockIdx.x * (int64_t)blockDim.x + threadIdx.x;
    int64_t position = i / outputs;
    if (position >= a.rows) {
        return;
    }
    int channel = (int)(i % outputs);
    int group = channel / a.outputsPerGroup;
    const Value* features = (const Value*)a.features + group * a.inputsPerGroup;
    const Value* weights = (const Value*)a.weights + group * a.layout.group + channel % a.outputsPerGroup * a.layout.output;
    typename SumOf<Value>::Type sum = 0;
    for (int offset = 0; offset < a.volume; offset++) {
        int source = a.table[(int64_t)offset * a.rows + position];
        if (source >= 0) {
            const Value* row = features + (int64_t)source * a.groups * a.inputsPerGroup;
            const Value* weight = weights + weightOffset(a, offset);
            for (int input = 0; input < a.inputsPerGroup; input++) {
                sum += widened(row[input]) * widened(weight[input * a.layout.input]);
            }
        }
    }
    ((Value*)a.out)[(int64_t)a.order[position] * outputs + channel] = narrowed<Value>(sum);
}

#define KERNELS(label, Value) \
    extern "C" __global__ __launch_bounds__(THREADS) void sparse_tiled_convolution_##label( \
            const __grid_constant__ DirectConvolution arguments) { \
        tiled<Value>(arguments); \
    } \
    extern "C" __global__ void sparse_single_convolution_##label(const __grid_constant__ DirectConvolution arguments) { \
        single<Value>(arguments); \
    }

FOR_FLOATING(KERNELS)
