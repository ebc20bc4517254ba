// The pairs of rows that each kernel offset connects, one list after the other: what the gradient of the weights sums
// over. Made from a table of neighbours in three steps: count, add up, write; the lists keep the order of positions.
#include <cstdint>

constexpr int CHUNK = 1024;
constexpr int THREADS = 256;
constexpr int SCAN_THREADS = 1024;

/// Counts the pairs of each offset among each 1024 positions: `counts` `[volume, chunks]`. Grid (chunks, volume).
extern "C" __global__ __launch_bounds__(THREADS) void sparse_pair_counts(const int* table, int rows, unsigned* counts) {
    __shared__ unsigned total;
    if (threadIdx.x == 0) {
        total = 0;
    }
    __syncthreads();
    unsigned found = 0;
    for (int i = threadIdx.x; i < CHUNK; i += THREADS) {
        int position = blockIdx.x * CHUNK + i;
        bool exists = position < rows && table[(int64_t)blockIdx.y * rows + position] >= 0;
        found += __popc(__ballot_sync(~0u, exists));
    }
    if (threadIdx.x % 32 == 0) {
        atomicAdd(&total, found);
    }
    __syncthreads();
    if (threadIdx.x == 0) {
        counts[(int64_t)blockIdx.y * gridDim.x + blockIdx.x] = total;
    }
}

/// Where the pairs of each offset and chunk begin: `starts` `[volume, chunks]`; where those of each offset begin, and
/// where they end altogether: `offsetStarts` `[volume + 1]`; and, with the pairs of an offset cut into parts of
/// `partPairs`, the number of each offset's first part, and of all parts: `partStarts` `[volume + 1]`. One block.
extern "C" __global__ __launch_bounds__(SCAN_THREADS) void sparse_pair_starts(
        const unsigned* counts, int chunks, int volume, int partPairs,
        int64_t* starts, int64_t* offsetStarts, int* partStarts) {
    __shared__ int64_t sums[SCAN_THREADS];
    int64_t entries = (int64_t)volume * chunks;
    int64_t share = (entries + SCAN_THREADS - 1) / SCAN_THREADS;
    int64_t begin = threadIdx.x * share;
    int64_t end = min(entries, begin + share);
    int64_t sum = 0;
    for (int64_t i = begin; i < end; i++) {
        sum += counts[i];
    }
    sums[threadIdx.x] = sum;
    __syncthreads();
    for (int step = 1; step < SCAN_THREADS; step *= 2) {
        int64_t before = threadIdx.x >= step ? sums[threadIdx.x - step] : 0;
        __syncthreads();
        sums[threadIdx.x] += before;
        __syncthreads();
    }
    int64_t running = sums[threadIdx.x] - sum;
    for (int64_t i = begin; i < end; i++) {
        starts[i] = running;
        if (i % chunks == 0) {
            offsetStarts[i / chunks] = running;
        }
        running += counts[i];
    }
    if (threadIdx.x == 0) {
        offsetStarts[volume] = sums[SCAN_THREADS - 1];
    }
    __syncthreads();
    if (threadIdx.x == 0) {
        int parts = 0;
        for (int offset = 0; offset < volume; offset++) {
            partStarts[offset] = parts;
            parts += (int)((offsetStarts[offset + 1] - offsetStarts[offset] + partPairs - 1) / partPairs);
        }
        partStarts[volume] = parts;
    }
}

/// Writes the lists: input rows and output rows of the pairs. Grid (chunks, volume).
extern "C" __global__ __launch_bounds__(THREADS) void sparse_pairs(
        const int* table, const int* order, int rows, const int64_t* starts, int* inputRows, int* outputRows) {
    __shared__ unsigned warpCounts[THREADS / 32];
    int lane = threadIdx.x % 32;
    int warp = threadIdx.x / 32;
    int64_t start = starts[(int64_t)blockIdx.y * gridDim.x + blockIdx.x];
    for (int first = blockIdx.x * CHUNK; first < min(rows, (blockIdx.x + 1) * CHUNK); first += THREADS) {
        int position = first + threadIdx.x;
        int input = position < rows ? table[(int64_t)blockIdx.y * rows + position] : -1;
        unsigned present = __ballot_sync(~0u, input >= 0);
        __syncthreads();
        if (lane == 0) {
            warpCounts[warp] = __popc(present);
        }
        __syncthreads();
        int64_t target = start + __popc(present & ((1u << lane) - 1));
        for (int i = 0; i < THREADS / 32; i++) {
            target += i < warp ? warpCounts[i] : 0;
            start += warpCounts[i];
        }
        if (input >= 0) {
            inputRows[target] = input;
            outputRows[target] = order[position];
        }
    }
}
