// The pairs of rows that a weight gradient adds up, cut into parts that blocks add up independently.
#pragma once

#include <cstdint>

struct WeightGradientArguments {
    /// `[input rows, inputStride]`
    const void* features;
    /// `[output rows, outputStride]`
    const void* gradient;
    /// Rows of the pairs, the lists of the offsets one after the other.
    const int* inputRows;
    const int* outputRows;
    /// `[volume + 1]` where the pairs and the parts of an offset begin.
    const int64_t* offsetStarts;
    const int* partStarts;
    /// `[parts, groups · outputsPerGroup, inputsPerGroup]`, f32 or f64.
    void* sums;
    int volume;
    int partPairs;
    int groups;
    int inputsPerGroup;
    int outputsPerGroup;
    /// Can rows be read in 16 bytes?
    int wide;
};

/// The pairs of a block: part `blockIdx.x`. Called by all threads.
struct Part {
    int64_t begin;
    int count;

    __device__ explicit Part(const WeightGradientArguments& a) {
        __shared__ int64_t sharedBegin;
        __shared__ int sharedCount;
        for (int offset = threadIdx.x; offset < a.volume; offset += blockDim.x) {
            int first = a.partStarts[offset];
            if (first <= (int)blockIdx.x && (int)blockIdx.x < a.partStarts[offset + 1]) {
                int64_t start = a.offsetStarts[offset] + (int64_t)(blockIdx.x - first) * a.partPairs;
                sharedBegin = start;
                sharedCount = (int)min((int64_t)a.partPairs, a.offsetStarts[offset + 1] - start);
            }
        }
        __syncthreads();
        begin = sharedBegin;
        count = sharedCount;
    }
};
