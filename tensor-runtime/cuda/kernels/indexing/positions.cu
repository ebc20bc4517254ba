// Positions that writes go to, as keys to sort.
#include "indices.cuh"

/// How far each index is from the start of its line, in rows: keys[i] = start of the line + place · step.
///
/// @param axes of the index, with its strides and those of the lines' starts
KERNEL line_positions(
    const __grid_constant__ Indices indices, u32* keys, const __grid_constant__ Axes axes, i64 count, i64 step, i64 isFirst,
    Fault fault) {
    for (i64 i = threadNumber(); i < count; i += threadCount()) {
        i64 position, line;
        axes.locate(i, position, line);
        i64 place = indices.at(position, fault);
        u32 before = isFirst ? static_cast<u32>(line) : keys[i];
        // What an index out of range chooses is written somewhere: the fault is reported before anybody sees it.
        keys[i] = before + static_cast<u32>((place < 0 ? 0 : place) * step);
    }
}

/// Adds to `counts` how often each number occurs. With `isShared` a block counts in its dynamic shared memory first.
KERNEL count_numbers(const i64* in, i64 count, u64* counts, i64 bins, i64 isShared) {
    extern __shared__ u32 own[];
    if (isShared) {
        for (i64 bin = threadIdx.x; bin < bins; bin += blockDim.x) own[bin] = 0;
        __syncthreads();
        for (i64 i = threadNumber(); i < count; i += threadCount()) atomicAdd(&own[in[i]], 1);
        __syncthreads();
        for (i64 bin = threadIdx.x; bin < bins; bin += blockDim.x) {
            if (own[bin] != 0) atomicAdd(reinterpret_cast<unsigned long long*>(counts + bin), own[bin]);
        }
    } else {
        for (i64 i = threadNumber(); i < count; i += threadCount()) {
            atomicAdd(reinterpret_cast<unsigned long long*>(counts + in[i]), 1);
        }
    }
}
