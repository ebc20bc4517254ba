// Adds up the parts of a weight gradient.
#include "values.cuh"

/// `sums` `[parts, outputs, inputsPerGroup]` to `gradient` `[outputs, volume, inputsPerGroup]`. Grid (blocks, volume). With
/// `reversed` the offsets of `gradient` come in reverse order.
template <class Value>
__device__ void sumParts(
        const typename SumOf<Value>::Type* sums, const int* partStarts, int volume, int outputs, int inputsPerGroup,
        int reversed, Value* gradient) {
    int offset = blockIdx.y;
    int first = partStarts[offset];
    int end = partStarts[offset + 1];
    int64_t size = (int64_t)outputs * inputsPerGroup;
    for (int64_t i = blockIdx.x * (int64_t)blockDim.x + threadIdx.x; i < size; i += (int64_t)gridDim.x * blockDim.x) {
        typename SumOf<Value>::Type total = 0;
#pragma unroll 8
        for (int part = first; part < end; part++) {
            total += sums[part * size + i];
        }
        int64_t output = i / inputsPerGroup;
        int place = reversed ? volume - 1 - offset : offset;
        gradient[(output * volume + place) * inputsPerGroup + i % inputsPerGroup] = narrowed<Value>(total);
    }
}

#define KERNEL(label, Value) \
    extern "C" __global__ void sparse_weight_gradient_sum_##label( \
            const SumOf<Value>::Type* sums, const int* partStarts, int volume, int outputs, int inputsPerGroup, \
            int reversed, Value* gradient) { \
        sumParts<Value>(sums, partStarts, volume, outputs, inputsPerGroup, reversed, gradient); \
    }

FOR_FLOATING(KERNEL)
