// The places that a kernel reaches.
#include "offsets.cuh"

/// Enters a key into a set: `slots` hold keys one higher, 0 where free; their number is a power of two.
/// @return whether it is new
__device__ inline bool enter(unsigned long long* slots, uint64_t slotMask, uint64_t key) {
    uint64_t slot = key * 0x9e3779b97f4a7c15ull;
    for (slot = (slot ^ slot >> 32) & slotMask;; slot = (slot + 1) & slotMask) {
        unsigned long long found = slots[slot];
        if (found == 0) {
            found = atomicCAS(&slots[slot], 0ull, (unsigned long long)key + 1);
            if (found == 0) {
                return true;
            }
        }
        if (found == key + 1) {
            return false;
        }
    }
}

/// Lists the keys in the grid `target` of all places that the offsets lead to from the places `indices`
/// `[rows, axes]`, each once, in no particular order: `keys`, of which there are `reachedCount` (0 before). All `slots`
/// are free before, and more than are needed.
///
/// Launched with blocks of (32, any number of) threads for 32 rows each; shared memory: 8 · 32 bytes for each of the
/// taps of all axes.
extern "C" __global__ void sparse_reached(
        const int* indices,
        int rows,
        const __grid_constant__ Grid target,
        const __grid_constant__ Offsets offsets,
        unsigned long long* slots,
        uint64_t slotMask,
        uint64_t* keys,
        unsigned long long* reachedCount) {
    extern __shared__ uint64_t taps[];
    int row = blockIdx.x * LANES + threadIdx.x;
    const int* place = row < rows ? indices + (int64_t)row * target.axes : nullptr;
    int tapCount = tapKeys(target, offsets, place, taps);
    __syncthreads();
    if (place == nullptr) {
        return;
    }
    uint64_t batchKey = axisKey(target, 0, place[0]);
    int run = offsets.size[target.axes - 2];
    int firstOfRun = tapCount - run;
    for (int line = threadIdx.y; line * run < offsets.volume; line += blockDim.y) {
        uint64_t key = lineKey(target, offsets, taps, firstOfRun, line);
        for (int tap = 0; key != OUTSIDE && tap < run; tap++) {
            uint64_t contribution = taps[(firstOfRun + tap) * LANES + threadIdx.x];
            if (contribution != OUTSIDE && enter(slots, slotMask, batchKey + key + contribution)) {
                keys[atomicAdd(reachedCount, 1)] = batchKey + key + contribution;
            }
        }
    }
}
