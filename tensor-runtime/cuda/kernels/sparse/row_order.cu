// Brings rows with the same neighbours together.
//
// A multiplication covers several rows at once and is spared for an offset that none of them has a neighbour at.
// Rows in Z-order share the rows they read but hardly the set of offsets that have a neighbour. Within a window of
// 2048 rows, still small enough to share what they read, rows are sorted by that set.
#include <cstdint>

constexpr int WINDOW = 2048;
constexpr int THREADS = 1024;
/// Offsets beyond these do not count for the order.
constexpr int MAX_VOLUME = 1024;

/// Rank of a Gray code word: sorted by it, successive sets differ in few offsets.
__device__ inline uint64_t grayRank(uint64_t code) {
    for (int step = 1; step < 64; step *= 2) {
        code ^= code >> step;
    }
    return code;
}

/// The bit of the sort key that each offset has, −1 for none; bits are below 53. Passed by value.
struct Significance {
    signed char bits[MAX_VOLUME];
};

/// Sorts each window of `masks` `[ceil(volume / 32), count]` by the offsets present: `sources` `[count]` is the old
/// position of each new one. Launched with 1024 threads and one block per window.
extern "C" __global__ __launch_bounds__(THREADS) void sparse_row_order(
        const unsigned* masks, int count, int volume, const __grid_constant__ Significance significance,
        int* sources) {
    __shared__ uint64_t sorted[WINDOW];
    __shared__ signed char bits[MAX_VOLUME];
    int first = blockIdx.x * WINDOW;
    int size = min(WINDOW, count - first);
    for (int i = threadIdx.x; i < min(volume, MAX_VOLUME); i += THREADS) {
        bits[i] = significance.bits[i];
    }
    __syncthreads();
    for (int i = threadIdx.x; i < WINDOW; i += THREADS) {
        uint64_t code = 0;
        for (int word = 0; i < size && word * 32 < min(volume, MAX_VOLUME); word++) {
            for (unsigned mask = masks[(int64_t)word * count + first + i]; mask != 0; mask &= mask - 1) {
                int bit = bits[word * 32 + __ffs(mask) - 1];
                code |= bit < 0 ? 0 : 1ull << bit;
            }
        }
        // Positions below the rank make all keys differ, so that equal sets stay in order.
        sorted[i] = i < size ? grayRank(code) << 11 | i : ~0ull;
    }
    // Bitonic sort.
    for (int run = 2; run <= WINDOW; run *= 2) {
        for (int step = run / 2; step > 0; step /= 2) {
            // Pairs less than 64 apart, and all before them in a run that short, are of one warp.
            if (step >= 32 || run == 2) {
                __syncthreads();
            } else {
                __syncwarp();
            }
            int low = (threadIdx.x & ~(step - 1)) * 2 | (threadIdx.x & (step - 1));
            uint64_t a = sorted[low];
            uint64_t b = sorted[low + step];
            if ((a > b) == ((low & run) == 0)) {
                sorted[low] = b;
                sorted[low + step] = a;
            }
        }
    }
    __syncthreads();
    for (int i = threadIdx.x; i < size; i += THREADS) {
        sources[first + i] = first + (int)(sorted[i] & (WINDOW - 1));
    }
}

/// Brings a table `[volume, count]`, its masks and its order of rows into the order of `sources`. Grid (windows, volume):
/// a block reads one window of a row of the table in order, and takes from there what belongs at each place.
extern "C" __global__ __launch_bounds__(THREADS) void sparse_reorder(
        const int* table, const unsigned* masks, const unsigned* order, const int* sources, int count, int volume,
        int* sortedTable, unsigned* sortedMasks, unsigned* sortedOrder) {
    __shared__ int window[WINDOW];
    int first = blockIdx.x * WINDOW;
    int size = min(WINDOW, count - first);
    int64_t offset = blockIdx.y;
    for (int i = threadIdx.x; i < size; i += THREADS) {
        window[i] = table[offset * count + first + i];
    }
    __syncthreads();
    for (int i = threadIdx.x; i < size; i += THREADS) {
        int source = sources[first + i];
        sortedTable[offset * count + first + i] = window[source - first];
        if (offset * 32 < volume) {
            sortedMasks[offset * count + first + i] = masks[offset * count + source];
        }
        if (offset == 0) {
            sortedOrder[first + i] = order[source];
        }
    }
}
