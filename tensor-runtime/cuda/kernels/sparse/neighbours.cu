// Kernel maps: which row each kernel offset connects with each row.
#include "cells.cuh"
#include "offsets.cuh"

/// Fills the table of neighbours `[volume, count]` and the masks `[ceil(volume / 32), count]` of the offsets that
/// lead somewhere. Entry (k, p) is the row in `index` (a row number of `targetRows`) that offset k connects with row
/// `order[p]` of `indices`, or −1.
///
/// A block of (32, any number of) threads takes 32 positions; its warps share the lines of offsets. Shared memory:
/// 8 · 32 bytes for each of the taps of all axes, and after them 4 · 32 bytes for each word of the masks.
extern "C" __global__ void sparse_neighbours(
        const int* indices,
        const unsigned* order,
        int count,
        const __grid_constant__ Grid target,
        const __grid_constant__ Offsets offsets,
        CellIndex index,
        const unsigned* targetRows,
        int* table,
        unsigned* masks) {
    extern __shared__ uint64_t taps[];
    int lane = threadIdx.x;
    int position = blockIdx.x * LANES + lane;
    const int* place = position < count ? indices + (int64_t)order[position] * target.axes : nullptr;
    int tapCount = tapKeys(target, offsets, place, taps);
    unsigned* found = (unsigned*)(taps + tapCount * LANES);
    int words = (offsets.volume + 31) / 32;
    for (int word = threadIdx.y; word < words; word += blockDim.y) {
        found[word * LANES + lane] = 0;
    }
    uint64_t batchKey = place == nullptr ? 0 : axisKey(target, 0, place[0]);
    __syncthreads();
    int run = offsets.size[target.axes - 2];
    int firstOfRun = tapCount - run;
    for (int line = threadIdx.y; place != nullptr && line * run < offsets.volume; line += blockDim.y) {
        uint64_t key = lineKey(target, offsets, taps, firstOfRun, line);
        int offset = line * run;
        int* entry = table + (int64_t)offset * count + position;
        for (int tap = 0; tap < run; tap++, offset++, entry += count) {
            uint64_t contribution = taps[(firstOfRun + tap) * LANES + lane];
            bool inside = key != OUTSIDE && contribution != OUTSIDE;
            int neighbour = inside ? positionOf(index, batchKey + key + contribution) : -1;
            *entry = neighbour < 0 ? -1 : (int)targetRows[neighbour];
            if (neighbour >= 0) {
                atomicOr(&found[offset / 32 * LANES + lane], 1u << offset % 32);
            }
        }
    }
    __syncthreads();
    for (int word = threadIdx.y; place != nullptr && word < words; word += blockDim.y) {
        masks[(int64_t)word * count + position] = found[word * LANES + lane];
    }
}
