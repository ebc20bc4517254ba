// The elements of a bool tensor that are true: they are counted in tiles, so that each tile knows where its part of the
// result begins.
#include "indices.cuh"

static const int TILE = 4096;
static const int THREADS = 256;
static const int ADJACENT = TILE / THREADS;

/// Inclusive sum over the threads of a block of up to 1024.
DEVICE i64 sumUpTo(i64 value, i64* warpSums) {
    int lane = threadIdx.x % 32;
    int warp = threadIdx.x / 32;
    for (int distance = 1; distance < 32; distance *= 2) {
        i64 other = __shfl_up_sync(~0u, value, distance);
        if (lane >= distance) value += other;
    }
    __syncthreads();
    if (lane == 31) warpSums[warp] = value;
    __syncthreads();
    for (int before = 0; before < warp; before++) value += warpSums[before];
    return value;
}

/// How many of a thread's adjacent elements are true.
DEVICE int countTrue(const u8* mask, i64 first, i64 count, u8 (&flags)[ADJACENT]) {
    int ones = 0;
    if (first + ADJACENT <= count && isAligned(mask + first, ADJACENT)) {
        Vector<u8> loaded = *reinterpret_cast<const Vector<u8>*>(mask + first);
#pragma unroll
        for (int i = 0; i < ADJACENT; i++) flags[i] = loaded.values[i];
    } else {
#pragma unroll
        for (int i = 0; i < ADJACENT; i++) flags[i] = first + i < count ? mask[first + i] : 0;
    }
#pragma unroll
    for (int i = 0; i < ADJACENT; i++) ones += flags[i];
    return ones;
}

/// Counts of the tiles; blocks of 256 threads.
KERNEL mask_counts(const u8* mask, i64 count, i64* counts) {
    __shared__ i64 warpSums[32];
    u8 flags[ADJACENT];
    i64 first = static_cast<i64>(blockIdx.x) * TILE + threadIdx.x * ADJACENT;
    i64 total = sumUpTo(countTrue(mask, first, count, flags), warpSums);
    if (threadIdx.x == THREADS - 1) counts[blockIdx.x] = total;
}

/// Replaces counts by the sums of those before them, and writes the total behind the last; one block of 1024 threads.
KERNEL sum_before(i64* counts, i64 count) {
    __shared__ i64 warpSums[32];
    __shared__ i64 carried;
    if (threadIdx.x == 0) carried = 0;
    __syncthreads();
    for (i64 begin = 0; begin < count; begin += blockDim.x) {
        i64 at = begin + threadIdx.x;
        i64 own = at < count ? counts[at] : 0;
        i64 before = carried;
        i64 total = sumUpTo(own, warpSums) + before;
        if (at < count) counts[at] = total - own;
        __syncthreads();
        if (threadIdx.x == blockDim.x - 1) carried = total;
        __syncthreads();
    }
    if (threadIdx.x == 0) counts[count] = carried;
}

/// The places in a tile of its elements that are true, in order.
///
/// @return how many there are
DEVICE int listTrue(const u8* mask, i64 count, uint16_t (&places)[TILE]) {
    __shared__ i64 warpSums[32];
    __shared__ int total;
    u8 flags[ADJACENT];
    int first = threadIdx.x * ADJACENT;
    int own = countTrue(mask, static_cast<i64>(blockIdx.x) * TILE + first, count, flags);
    int upTo = static_cast<int>(sumUpTo(own, warpSums));
    if (threadIdx.x == THREADS - 1) total = upTo;
    int next = upTo - own;
#pragma unroll
    for (int i = 0; i < ADJACENT; i++) {
        if (flags[i]) places[next++] = first + i;
    }
    __syncthreads();
    return total;
}

/// The numbers of the elements that are true, in order; blocks of 256 threads.
KERNEL mask_positions(const u8* mask, i64 count, const i64* starts, i64* positions) {
    __shared__ uint16_t places[TILE];
    int trueCount = listTrue(mask, count, places);
    i64 target = starts[blockIdx.x];
    for (int i = threadIdx.x; i < trueCount; i += THREADS) {
        positions[target + i] = static_cast<i64>(blockIdx.x) * TILE + places[i];
    }
}

/// The elements where the mask is true; blocks of 256 threads.
#define MASK_ELEMENTS(Unit)                                                                                            \
    KERNEL mask_elements_##Unit(const Unit* in, const u8* mask, i64 count, const i64* starts, Unit* out) {             \
        __shared__ uint16_t places[TILE];                                                                              \
        int trueCount = listTrue(mask, count, places);                                                                 \
        const Unit* tile = in + static_cast<i64>(blockIdx.x) * TILE;                                                   \
        for (int i = threadIdx.x; i < trueCount; i += THREADS) out[starts[blockIdx.x] + i] = tile[places[i]];          \
    }
FOR_UNITS(MASK_ELEMENTS)

/// The coordinates of numbers of elements, a row of `shape.rank` for each.
KERNEL coordinates(const i64* numbers, i64 count, const __grid_constant__ Axes shape, i64* out) {
    for (i64 i = threadNumber(); i < count; i += threadCount()) {
        i64 rest = numbers[i];
        for (int axis = static_cast<int>(shape.rank) - 1; axis >= 0; axis--) {
            i64 coordinate;
            Axes::divide(rest, shape.size[axis], rest, coordinate);
            out[i * shape.rank + axis] = coordinate;
        }
    }
}
