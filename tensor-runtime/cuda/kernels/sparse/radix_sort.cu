// Stable radix sort of 64-bit keys with 32-bit values, one pass over memory per digit ("onesweep": A. Adinets and
// D. Merrill, arXiv:2206.01784). A block ranks a tile of keys, then learns where each digit of its tile begins in the
// output by looking back at what the tiles before it have published.
#include <cstdint>

constexpr int DIGIT_BITS = 8;
constexpr int DIGITS = 1 << DIGIT_BITS;
constexpr int THREADS = 256;
constexpr int WARPS = THREADS / 32;
constexpr int ITEMS = 8;
constexpr int TILE = THREADS * ITEMS;
constexpr int MAX_PASSES = 8;

// What a tile has published about a digit: its own count, or the count of all tiles up to it.
constexpr unsigned OWN = 1u << 30;
constexpr unsigned UP_TO_HERE = 2u << 30;
constexpr unsigned COUNT = OWN - 1;

__device__ inline int digitOf(uint64_t key, int pass) {
    return (int)(key >> (pass * DIGIT_BITS)) & (DIGITS - 1);
}

/// Counts the digits of all passes: `histograms` `[passes, 256]`, zero before.
extern "C" __global__ void radix_histogram(const uint64_t* keys, int count, int passes, unsigned* histograms) {
    __shared__ unsigned local[MAX_PASSES * DIGITS];
    for (int i = threadIdx.x; i < passes * DIGITS; i += blockDim.x) {
        local[i] = 0;
    }
    __syncthreads();
    for (int64_t i = blockIdx.x * (int64_t)blockDim.x + threadIdx.x; i < count; i += (int64_t)gridDim.x * blockDim.x) {
        uint64_t key = keys[i];
        for (int pass = 0; pass < passes; pass++) {
            atomicAdd(&local[pass * DIGITS + digitOf(key, pass)], 1);
        }
    }
    __syncthreads();
    for (int i = threadIdx.x; i < passes * DIGITS; i += blockDim.x) {
        if (local[i] > 0) {
            atomicAdd(&histograms[i], local[i]);
        }
    }
}

/// Sum of the values of lower threads of the block.
__device__ inline unsigned exclusiveSum(unsigned value) {
    __shared__ unsigned warpTotals[WARPS];
    int lane = threadIdx.x % 32;
    int warp = threadIdx.x / 32;
    unsigned inclusive = value;
    for (int step = 1; step < 32; step *= 2) {
        unsigned before = __shfl_up_sync(~0u, inclusive, step);
        inclusive += lane >= step ? before : 0;
    }
    if (lane == 31) {
        warpTotals[warp] = inclusive;
    }
    __syncthreads();
    unsigned total = inclusive - value;
    for (int i = 0; i < warp; i++) {
        total += warpTotals[i];
    }
    return total;
}

/// Publishes this tile's count of a digit and returns the count in all tiles before it. Looks back at LOOKS tiles at a
/// time: all tiles start at about the same time, so that most have published only their own count by then.
__device__ inline unsigned countInTilesBefore(volatile unsigned* published, int tile, int digit, unsigned own) {
    constexpr int LOOKS = 16;
    published[(int64_t)tile * DIGITS + digit] = (tile == 0 ? UP_TO_HERE : OWN) | own;
    unsigned before = 0;
    bool complete = tile == 0;
    for (int earlier = tile - 1; !complete;) {
        unsigned seen[LOOKS];
#pragma unroll
        for (int i = 0; i < LOOKS; i++) {
            seen[i] = UP_TO_HERE;
            if (earlier >= i) {
                seen[i] = published[(int64_t)(earlier - i) * DIGITS + digit];
            }
        }
        bool waits = false;
#pragma unroll
        for (int i = 0; i < LOOKS; i++) {
            waits = waits || seen[i] == 0;
            if (!waits && !complete) {
                before += seen[i] & COUNT;
                complete = seen[i] & UP_TO_HERE;
                earlier--;
            }
        }
    }
    if (tile > 0) {
        published[(int64_t)tile * DIGITS + digit] = UP_TO_HERE | (before + own);
    }
    return before;
}

/// Sorts by one digit. `published` `[tiles, 256]` and `nextTile` are zero before. Launched with 256 threads and one
/// block per tile of 2048 keys; blocks take tiles in the order in which they start, so that none waits for one that
/// cannot run.
extern "C" __global__ __launch_bounds__(THREADS) void radix_pass(
        const uint64_t* keys,
        const unsigned* values,
        int count,
        int pass,
        const unsigned* histograms,
        unsigned* nextTile,
        unsigned* published,
        uint64_t* sortedKeys,
        unsigned* sortedValues) {
    __shared__ unsigned warpCounts[WARPS][DIGITS];
    __shared__ int64_t digitStarts[DIGITS];
    __shared__ int tile;
    int lane = threadIdx.x % 32;
    int warp = threadIdx.x / 32;
    if (threadIdx.x == 0) {
        tile = atomicAdd(nextTile, 1);
    }
    for (int i = threadIdx.x; i < WARPS * DIGITS; i += THREADS) {
        (&warpCounts[0][0])[i] = 0;
    }
    __syncthreads();

    int64_t first = (int64_t)tile * TILE + warp * 32 * ITEMS + lane;
    uint64_t key[ITEMS];
    unsigned rank[ITEMS];
    for (int item = 0; item < ITEMS; item++) {
        int64_t i = first + item * 32;
        key[item] = i < count ? keys[i] : 0;
    }
    for (int item = 0; item < ITEMS; item++) {
        bool exists = first + item * 32 < count;
        int digit = exists ? digitOf(key[item], pass) : DIGITS;
        unsigned peers = __match_any_sync(~0u, digit);
        unsigned before = exists ? warpCounts[warp][digit] : 0;
        unsigned lower = __popc(peers & ((1u << lane) - 1));
        rank[item] = before + lower;
        __syncwarp();
        if (exists && lower == 0) {
            warpCounts[warp][digit] = before + __popc(peers);
        }
        __syncwarp();
    }
    __syncthreads();

    int digit = threadIdx.x;
    unsigned own = 0;
    for (int i = 0; i < WARPS; i++) {
        unsigned counted = warpCounts[i][digit];
        warpCounts[i][digit] = own;
        own += counted;
    }
    unsigned smaller = exclusiveSum(histograms[pass * DIGITS + digit]);
    digitStarts[digit] = (int64_t)smaller + countInTilesBefore(published, tile, digit, own);
    __syncthreads();

    for (int item = 0; item < ITEMS; item++) {
        int64_t i = first + item * 32;
        if (i < count) {
            int d = digitOf(key[item], pass);
            int64_t target = digitStarts[d] + warpCounts[warp][d] + rank[item];
            sortedKeys[target] = key[item];
            sortedValues[target] = values[i];
        }
    }
}
