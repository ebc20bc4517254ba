// Sorting of the lines of a matrix by unsigned keys, stable: a pass for every 8 bits of the keys, the lowest first
// (radix sort), each of three kernels. Of `lines` lines of `length` elements; a line is cut into `tiles` tiles.
//
//   radix_count    how often each digit occurs in each tile: counts[line][digit][tile]
//   radix_offsets  for every line and digit, sums of the counts in the tiles before, and the total: totals[line][digit]
//   radix_move     every element to its place
#include "keys.cuh"

static const int THREADS = 256;
static const int WARPS = THREADS / 32;
static const int DIGITS = 256;

template <class Key> struct Tile {
    /// Elements of each thread; keys, values and counts of a tile fit into 48 KB.
    static const int PER_THREAD = sizeof(Key) == 4 ? 16 : 8;
    static const int SIZE = THREADS * PER_THREAD;
    static const int PER_WARP = 32 * PER_THREAD;
};

template <class Key> DEVICE int digitOf(Key key, int shift) { return static_cast<int>(key >> shift) & (DIGITS - 1); }

template <class Key> DEVICE void countDigits(const Key* keys, i64 length, i64 tiles, int shift, u32* counts) {
    __shared__ u32 tile[DIGITS];
    i64 line = blockIdx.x / tiles;
    i64 number = blockIdx.x % tiles;
    i64 begin = number * Tile<Key>::SIZE;
    tile[threadIdx.x] = 0;
    __syncthreads();
#pragma unroll
    for (int k = 0; k < Tile<Key>::PER_THREAD; k++) {
        i64 at = begin + k * THREADS + threadIdx.x;
        if (at < length) atomicAdd(&tile[digitOf(keys[line * length + at], shift)], 1);
    }
    __syncthreads();
    counts[(line * DIGITS + threadIdx.x) * tiles + number] = tile[threadIdx.x];
}

/// Sum over the threads of a block up to this one.
DEVICE u32 sumUpTo(u32 value, u32* warpSums) {
    for (int distance = 1; distance < 32; distance *= 2) {
        u32 other = __shfl_up_sync(~0u, value, distance);
        if (threadIdx.x % 32 >= distance) value += other;
    }
    __syncthreads();
    if (threadIdx.x % 32 == 31) warpSums[threadIdx.x / 32] = value;
    __syncthreads();
    for (int before = 0; before < threadIdx.x / 32; before++) value += warpSums[before];
    return value;
}

/// A block of 256 threads for every line and digit.
KERNEL radix_offsets(u32* counts, i64 tiles, u32* totals) {
    __shared__ u32 warpSums[WARPS];
    u32* own = counts + blockIdx.x * tiles;
    u32 carried = 0;
    for (i64 begin = 0; begin < tiles; begin += THREADS) {
        i64 at = begin + threadIdx.x;
        u32 count = at < tiles ? own[at] : 0;
        u32 total = carried + sumUpTo(count, warpSums);
        if (at < tiles) own[at] = total - count;
        __shared__ u32 last;
        if (threadIdx.x == THREADS - 1) last = total;
        __syncthreads();
        carried = last;
    }
    if (threadIdx.x == 0) totals[blockIdx.x] = carried;
}

/// The ranks of a warp's elements among those with the same digit, in order; element `k · 32 + lane` is this thread's
/// k-th. Afterwards `counts` says how often the warp has each digit.
template <int PER_THREAD, class Key>
DEVICE void rankInWarp(const Key (&keys)[PER_THREAD], int count, int shift, u32 (&counts)[DIGITS], u32 (&ranks)[PER_THREAD]) {
    int lane = threadIdx.x % 32;
    for (int digit = lane; digit < DIGITS; digit += 32) counts[digit] = 0;
    __syncwarp();
#pragma unroll
    for (int k = 0; k < PER_THREAD; k++) {
        bool present = k * 32 + lane < count;
        u32 digit = present ? digitOf(keys[k], shift) : 0;
        u32 peers = __ballot_sync(~0u, present);
#pragma unroll
        for (int bit = 0; bit < 8; bit++) {
            u32 ones = __ballot_sync(~0u, digit >> bit & 1);
            peers &= digit >> bit & 1 ? ones : ~ones;
        }
        u32 before = __popc(peers & ((1u << lane) - 1));
        u32 earlier = present ? counts[digit] : 0;
        ranks[k] = earlier + before;
        __syncwarp();
        if (present && before == 0) counts[digit] = earlier + __popc(peers);
        __syncwarp();
    }
}

/// @param values what goes along with the keys; null for the number of the element in its line
template <class Key>
DEVICE void moveElements(
    const Key* keys, const u32* values, Key* keysOut, u32* valuesOut, i64 length, i64 tiles, int shift, const u32* offsets, const u32* totals) {
    const int perThread = Tile<Key>::PER_THREAD;
    __shared__ Key tileKeys[Tile<Key>::SIZE];
    __shared__ u32 tileValues[Tile<Key>::SIZE];
    __shared__ u32 warpCounts[WARPS][DIGITS];
    // Where each digit's elements begin in the tile, and what to add to a place in the tile for one in the line.
    __shared__ u32 starts[DIGITS];
    __shared__ i64 distance[DIGITS];
    __shared__ u32 warpSums[WARPS];
    int warp = threadIdx.x / 32;
    int lane = threadIdx.x % 32;
    i64 line = blockIdx.x / tiles;
    i64 number = blockIdx.x % tiles;
    i64 begin = number * Tile<Key>::SIZE;
    i64 rest = length - begin;
    int count = rest < Tile<Key>::SIZE ? static_cast<int>(rest) : Tile<Key>::SIZE;
    Key own[perThread];
    u32 ownValues[perThread];
    u32 ranks[perThread];
#pragma unroll
    for (int k = 0; k < perThread; k++) {
        int at = warp * Tile<Key>::PER_WARP + k * 32 + lane;
        if (at < count) {
            i64 source = line * length + begin + at;
            own[k] = keys[source];
            ownValues[k] = values == nullptr ? static_cast<u32>(begin + at) : values[source];
        }
    }
    rankInWarp<perThread>(own, count - warp * Tile<Key>::PER_WARP, shift, warpCounts[warp], ranks);
    __syncthreads();
    // From here each thread has one digit.
    u32 inTile = 0;
#pragma unroll
    for (int w = 0; w < WARPS; w++) {
        u32 one = warpCounts[w][threadIdx.x];
        warpCounts[w][threadIdx.x] = inTile;
        inTile += one;
    }
    u32 start = sumUpTo(inTile, warpSums) - inTile;
    u32 total = totals[line * DIGITS + threadIdx.x];
    u32 lineStart = sumUpTo(total, warpSums) - total;
    starts[threadIdx.x] = start;
    distance[threadIdx.x] =
        static_cast<i64>(lineStart) + offsets[(line * DIGITS + threadIdx.x) * tiles + number] - start;
    __syncthreads();
#pragma unroll
    for (int k = 0; k < perThread; k++) {
        if (warp * Tile<Key>::PER_WARP + k * 32 + lane < count) {
            int digit = digitOf(own[k], shift);
            u32 place = starts[digit] + warpCounts[warp][digit] + ranks[k];
            tileKeys[place] = own[k];
            tileValues[place] = ownValues[k];
        }
    }
    __syncthreads();
#pragma unroll
    for (int k = 0; k < perThread; k++) {
        int place = k * THREADS + threadIdx.x;
        if (place < count) {
            Key key = tileKeys[place];
            i64 target = line * length + place + distance[digitOf(key, shift)];
            keysOut[target] = key;
            valuesOut[target] = tileValues[place];
        }
    }
}

/// All passes over a line of at most 256 · PER_THREAD elements, which a block has to itself, at once.
template <class Key, int PER_THREAD>
DEVICE void sortLine(const Key* keys, Key* keysOut, u32* valuesOut, int length, int bits) {
    __shared__ Key lineKeys[THREADS * PER_THREAD];
    __shared__ u32 lineValues[THREADS * PER_THREAD];
    __shared__ u32 warpCounts[WARPS][DIGITS];
    __shared__ u32 starts[DIGITS];
    __shared__ u32 warpSums[WARPS];
    int warp = threadIdx.x / 32;
    int first = warp * 32 * PER_THREAD + threadIdx.x % 32;
    i64 line = static_cast<i64>(blockIdx.x) * length;
    Key own[PER_THREAD];
    u32 ownValues[PER_THREAD];
    u32 ranks[PER_THREAD];
#pragma unroll
    for (int k = 0; k < PER_THREAD; k++) {
        if (first + k * 32 < length) own[k] = keys[line + first + k * 32];
        ownValues[k] = first + k * 32;
    }
#pragma unroll 1
    for (int shift = 0; shift < bits; shift += 8) {
        rankInWarp<PER_THREAD>(own, length - warp * 32 * PER_THREAD, shift, warpCounts[warp], ranks);
        __syncthreads();
        u32 total = 0;
#pragma unroll
        for (int w = 0; w < WARPS; w++) {
            u32 one = warpCounts[w][threadIdx.x];
            warpCounts[w][threadIdx.x] = total;
            total += one;
        }
        starts[threadIdx.x] = sumUpTo(total, warpSums) - total;
        __syncthreads();
#pragma unroll
        for (int k = 0; k < PER_THREAD; k++) {
            if (first + k * 32 < length) {
                int digit = digitOf(own[k], shift);
                u32 place = starts[digit] + warpCounts[warp][digit] + ranks[k];
                lineKeys[place] = own[k];
                lineValues[place] = ownValues[k];
            }
        }
        __syncthreads();
#pragma unroll
        for (int k = 0; k < PER_THREAD; k++) {
            if (first + k * 32 < length) {
                own[k] = lineKeys[first + k * 32];
                ownValues[k] = lineValues[first + k * 32];
            }
        }
    }
#pragma unroll
    for (int k = 0; k < PER_THREAD; k++) {
        if (first + k * 32 < length) {
            keysOut[line + first + k * 32] = own[k];
            valuesOut[line + first + k * 32] = ownValues[k];
        }
    }
}

#define SORT_LINES(NAME, Key, PER_THREAD)                                                                              \
    KERNEL __launch_bounds__(THREADS) NAME(const Key* keys, Key* keysOut, u32* valuesOut, i64 length, i64 bits) {      \
        sortLine<Key, PER_THREAD>(keys, keysOut, valuesOut, static_cast<int>(length), static_cast<int>(bits));         \
    }
// Lines of up to 256, 1024 and 2048 elements, a block for each.
SORT_LINES(sort_lines_256_u32, u32, 1)
SORT_LINES(sort_lines_1024_u32, u32, 4)
SORT_LINES(sort_lines_2048_u32, u32, 8)
SORT_LINES(sort_lines_256_u64, u64, 1)
SORT_LINES(sort_lines_1024_u64, u64, 4)
SORT_LINES(sort_lines_2048_u64, u64, 8)

#define RADIX(Key)                                                                                                     \
    KERNEL __launch_bounds__(THREADS) radix_count_##Key(const Key* keys, i64 length, i64 tiles, i64 shift, u32* counts) { \
        countDigits(keys, length, tiles, static_cast<int>(shift), counts);                                             \
    }                                                                                                                  \
    KERNEL __launch_bounds__(THREADS) radix_move_##Key(                                                                \
        const Key* keys, const u32* values, Key* keysOut, u32* valuesOut, i64 length, i64 tiles, i64 shift,            \
        const u32* offsets, const u32* totals) {                                                                       \
        moveElements(keys, values, keysOut, valuesOut, length, tiles, static_cast<int>(shift), offsets, totals);       \
    }
RADIX(u32)
RADIX(u64)

/// Keys of elements; for the opposite order where `descending`, and then with NaN above all where `numbersOnly`.
template <class T> DEVICE void makeKeys(const T* in, typename KeyOf<sizeof(T)>::Type* keys, i64 count, bool descending, bool numbersOnly) {
    typedef typename KeyOf<sizeof(T)>::Type Key;
    const Key highest = ~Key(0) >> (sizeof(T) < 4 ? 32 - 8 * sizeof(T) : 0);
    for (i64 i = threadNumber(); i < count; i += threadCount()) {
        T value = in[i];
        Key key = orderOf(value);
        if (descending) key = ~key & highest;
        if constexpr (Arithmetic<T>::isFloating) {
            typename Arithmetic<T>::Math number = convert<typename Arithmetic<T>::Math>(value);
            if (numbersOnly && number != number) key = highest;
        }
        keys[i] = key;
    }
}

#define MAKE_KEYS(T)                                                                                                   \
    KERNEL make_keys_##T(                                                                                              \
        const T* in, KeyOf<sizeof(T)>::Type* keys, i64 count, i64 descending, i64 numbersOnly) {                       \
        makeKeys(in, keys, count, descending, numbersOnly);                                                            \
    }
FOR_ALL(MAKE_KEYS)
