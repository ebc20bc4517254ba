// Sums and maxima over all rows of each batch entry.
#include "values.cuh"

constexpr int LANES = 32;
constexpr int GROUPS = 32;

/// Where the rows of each batch entry begin among rows in the order of their entries: `starts` `[entries + 1]`.
extern "C" __global__ void sparse_batch_starts(const uint64_t* sortedEntries, int rows, int entries, int* starts) {
    int entry = blockIdx.x * blockDim.x + threadIdx.x;
    if (entry > entries) {
        return;
    }
    int low = 0;
    int high = rows;
    while (low < high) {
        int middle = low + (high - low) / 2;
        if (sortedEntries[middle] < entry) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    starts[entry] = low;
}

/// `out` `[entries, channels]`: sums of the rows of each entry. Grid (entries, tiles of 32 channels), blocks of (32, 32)
/// threads: a thread takes every 32nd row of one channel, and the 32 sums are added in order.
template <class Value>
__device__ void sums(const Value* features, const unsigned* order, const int* starts, int channels, Value* out) {
    using Sum = typename SumOf<Value>::Type;
    __shared__ Sum partial[GROUPS][LANES];
    int entry = blockIdx.x;
    int channel = blockIdx.y * LANES + threadIdx.x;
    Sum sum = 0;
    if (channel < channels) {
#pragma unroll 4
        for (int i = starts[entry] + threadIdx.y; i < starts[entry + 1]; i += GROUPS) {
            sum += widened(features[(int64_t)order[i] * channels + channel]);
        }
    }
    partial[threadIdx.y][threadIdx.x] = sum;
    __syncthreads();
    if (threadIdx.y == 0 && channel < channels) {
        for (int i = 1; i < GROUPS; i++) {
            sum += partial[i][threadIdx.x];
        }
        out[(int64_t)entry * channels + channel] = narrowed<Value>(sum);
    }
}

/// Is row `first` with its value to be preferred? The larger value is, what is not a number counting as the largest,
/// and of equal ones the first row.
template <class Sum>
__device__ bool precedes(Sum value, int64_t row, Sum best, int64_t bestRow) {
    if (isnan(value) || isnan(best)) {
        return isnan(value) && (!isnan(best) || row < bestRow);
    }
    return value > best || (value == best && row < bestRow);
}

/// `out` `[entries, channels]`: the first row with the largest value of each entry; `none` where there is no row. As
/// for sums.
template <class Value>
__device__ void maxima(
        const Value* features, const unsigned* order, const int* starts, int channels, int64_t none, int64_t* out) {
    using Sum = typename SumOf<Value>::Type;
    __shared__ Sum values[GROUPS][LANES];
    __shared__ int64_t rows[GROUPS][LANES];
    int entry = blockIdx.x;
    int channel = blockIdx.y * LANES + threadIdx.x;
    int64_t best = none;
    Sum largest = 0;
    if (channel < channels) {
        for (int i = starts[entry] + threadIdx.y; i < starts[entry + 1]; i += GROUPS) {
            int64_t row = order[i];
            Sum value = widened(features[row * channels + channel]);
            if (best == none || precedes(value, row, largest, best)) {
                best = row;
                largest = value;
            }
        }
    }
    values[threadIdx.y][threadIdx.x] = largest;
    rows[threadIdx.y][threadIdx.x] = best;
    __syncthreads();
    if (threadIdx.y == 0 && channel < channels) {
        for (int i = 1; i < GROUPS; i++) {
            int64_t row = rows[i][threadIdx.x];
            Sum value = values[i][threadIdx.x];
            if (row != none && (best == none || precedes(value, row, largest, best))) {
                best = row;
                largest = value;
            }
        }
        out[(int64_t)entry * channels + channel] = best;
    }
}

#define KERNELS(label, Value) \
    extern "C" __global__ void sparse_batch_sum_##label( \
            const Value* features, const unsigned* order, const int* starts, int channels, Value* out) { \
        sums(features, order, starts, channels, out); \
    } \
    extern "C" __global__ void sparse_batch_max_rows_##label( \
            const Value* features, const unsigned* order, const int* starts, int channels, int64_t none, int64_t* out) { \
        maxima(features, order, starts, channels, none, out); \
    }

FOR_FLOATING(KERNELS)
