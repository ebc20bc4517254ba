// Sums and maxima over the rows that a table connects with each output row, offset by offset; with `reversed` from the
// last offset of the table to the first.
#include "values.cuh"

/// `out` `[output rows, channels]`: sums of the input rows of each output row, in the order of offsets. One thread per
/// position and channel.
template <class Value>
__device__ void sums(const Value* features, const int* table, const int* order, int rows, int volume, int channels, int reversed, Value* out) {
    int64_t i = blockIdx.x * (int64_t)blockDim.x + threadIdx.x;
    int64_t position = i / channels;
    if (position >= rows) {
        return;
    }
    int channel = (int)(i % channels);
    typename SumOf<Value>::Type sum = 0;
    for (int offset = 0; offset < volume; offset++) {
        int source = table[(int64_t)(reversed ? volume - 1 - offset : offset) * rows + position];
        if (source >= 0) {
            sum += widened(features[(int64_t)source * channels + channel]);
        }
    }
    out[(int64_t)order[position] * channels + channel] = narrowed<Value>(sum);
}

/// Does `value` come before the largest one so far? What is not a number counts as the largest.
template <class Sum>
__device__ bool isGreater(Sum value, Sum largest) {
    return value > largest || (isnan(value) && !isnan(largest));
}

/// `out` `[output rows, channels]`: the first input row, in the order of offsets, with the largest value; `none` where
/// there is no input row.
template <class Value>
__device__ void maxima(
        const Value* features, const int* table, const int* order, int rows, int volume, int channels, int reversed,
        int64_t none, int64_t* out) {
    int64_t i = blockIdx.x * (int64_t)blockDim.x + threadIdx.x;
    int64_t position = i / channels;
    if (position >= rows) {
        return;
    }
    int channel = (int)(i % channels);
    int64_t best = none;
    typename SumOf<Value>::Type largest = 0;
    for (int offset = 0; offset < volume; offset++) {
        int source = table[(int64_t)(reversed ? volume - 1 - offset : offset) * rows + position];
        if (source >= 0) {
            auto value = widened(features[(int64_t)source * channels + channel]);
            if (best == none || isGreater(value, largest)) {
                best = source;
                largest = value;
            }
        }
    }
    out[(int64_t)order[position] * channels + channel] = best;
}

/// Number of input rows of each output row. One thread per position.
extern "C" __global__ void sparse_input_counts(const int* table, const int* order, int rows, int volume, int64_t* counts) {
    int position = blockIdx.x * blockDim.x + threadIdx.x;
    if (position < rows) {
        int64_t count = 0;
        for (int offset = 0; offset < volume; offset++) {
            count += table[(int64_t)offset * rows + position] >= 0;
        }
        counts[order[position]] = count;
    }
}

#define KERNELS(label, Value) \
    extern "C" __global__ void sparse_sum_pool_##label( \
            const Value* features, const int* table, const int* order, int rows, int volume, int channels, int reversed, Value* out) { \
        sums(features, table, order, rows, volume, channels, reversed, out); \
    } \
    extern "C" __global__ void sparse_max_rows_##label( \
            const Value* features, const int* table, const int* order, int rows, int volume, int channels, int reversed, \
            int64_t none, int64_t* out) { \
        maxima(features, table, order, rows, volume, channels, reversed, none, out); \
    }

FOR_FLOATING(KERNELS)
