// Running results along contiguous lines. A line is cut into chunks; where there are several, their totals come first
// (`totals`), then what lies before each (`carries`), then the results (`lines`).
//
// A scan is a type with
//   T, Out, State               elements, results, and what is known of some elements
//   identity()                  of no elements
//   of(first, second, index)    of one element of each input; index: its number in the line. HAS_TWO: if there are two
//   merge(left, right)          of adjacent elements
//   result(state)               what is written
#pragma once

#include "elements.cuh"

static const int THREADS = 256;
static const int PER_THREAD = 8;
static const int CHUNK = THREADS * PER_THREAD;

/// The state that the thread `distance` before this one has.
template <class State> DEVICE State shuffledUp(State state, int distance) {
    const int words = sizeof(State) / 4;
    union {
        State state;
        u32 words[sizeof(State) / 4];
    } moved = {state};
#pragma unroll
    for (int word = 0; word < words; word++) moved.words[word] = __shfl_up_sync(~0u, moved.words[word], distance);
    return moved.state;
}

/// The merged states of the threads before this one, and of all in `total`.
template <class Scan> DEVICE typename Scan::State before(typename Scan::State own, typename Scan::State& total) {
    typedef typename Scan::State State;
    __shared__ alignas(16) char memory[THREADS / 32 * sizeof(State)];
    State* warps = reinterpret_cast<State*>(memory);
    int lane = threadIdx.x % 32;
    int warp = threadIdx.x / 32;
    State upTo = own;
#pragma unroll
    for (int distance = 1; distance < 32; distance *= 2) {
        State left = shuffledUp(upTo, distance);
        if (lane >= distance) upTo = Scan::merge(left, upTo);
    }
    State exclusive = shuffledUp(upTo, 1);
    if (lane == 0) exclusive = Scan::identity();
    __syncthreads();
    if (lane == 31) warps[warp] = upTo;
    __syncthreads();
    State start = Scan::identity();
    total = Scan::identity();
#pragma unroll
    for (int w = 0; w < THREADS / 32; w++) {
        if (w == warp) start = total;
        total = Scan::merge(total, warps[w]);
    }
    return Scan::merge(start, exclusive);
}

/// Elements of a chunk in shared memory, with a gap after each thread's, so that threads use different banks.
DEVICE int slot(int i) { return i + i / PER_THREAD; }

/// Inputs of a scan, contiguous; the second may be missing.
struct ScanInputs {
    const void* first;
    const void* second;
};

template <class Scan>
DEVICE void loadChunk(
    const ScanInputs& in, i64 line, i64 begin, i64 length, typename Scan::T* elements, typename Scan::T* others) {
    typedef typename Scan::T T;
#pragma unroll
    for (int k = 0; k < PER_THREAD; k++) {
        int i = k * THREADS + threadIdx.x;
        if (begin + i < length) {
            elements[slot(i)] = static_cast<const T*>(in.first)[line * length + begin + i];
            if (Scan::HAS_TWO) others[slot(i)] = static_cast<const T*>(in.second)[line * length + begin + i];
        }
    }
    __syncthreads();
}

/// @param totals what lies before each chunk, or null where each line is one chunk; of `totalsOnly` receives totals
template <class Scan>
DEVICE void scanLines(const ScanInputs& in, typename Scan::Out* out, void* totals, i64 length, i64 chunks, bool totalsOnly) {
    typedef typename Scan::State State;
    typedef typename Scan::T T;
    typedef typename Scan::Out Out;
    const int slots = THREADS * (PER_THREAD + 1);
    extern __shared__ __align__(16) char memory[];
    T* elements = reinterpret_cast<T*>(memory);
    T* others = elements + slots;
    Out* results = reinterpret_cast<Out*>(memory);
    i64 line = blockIdx.x / chunks;
    i64 chunk = blockIdx.x % chunks;
    i64 begin = chunk * CHUNK;
    loadChunk<Scan>(in, line, begin, length, elements, others);
    int first = threadIdx.x * PER_THREAD;
    State own[PER_THREAD];
    State sum = Scan::identity();
#pragma unroll
    for (int k = 0; k < PER_THREAD; k++) {
        if (begin + first + k < length) {
            int at = slot(first + k);
            sum = Scan::merge(sum, Scan::of(elements[at], Scan::HAS_TWO ? others[at] : elements[at], begin + first + k));
        }
        own[k] = sum;
    }
    State total;
    State start = before<Scan>(sum, total);
    if (totalsOnly) {
        if (threadIdx.x == 0) static_cast<State*>(totals)[blockIdx.x] = total;
        return;
    }
    if (totals != nullptr) start = Scan::merge(static_cast<const State*>(totals)[blockIdx.x], start);
#pragma unroll
    for (int k = 0; k < PER_THREAD; k++) results[slot(first + k)] = Scan::result(Scan::merge(start, own[k]));
    __syncthreads();
#pragma unroll
    for (int k = 0; k < PER_THREAD; k++) {
        int i = k * THREADS + threadIdx.x;
        if (begin + i < length) out[line * length + begin + i] = results[slot(i)];
    }
}

/// Replaces the totals of each line's chunks by what lies before; a block for each line.
template <class Scan> DEVICE void scanCarries(void* totals, i64 chunks) {
    typedef typename Scan::State State;
    State* own = static_cast<State*>(totals) + blockIdx.x * chunks;
    State carried = Scan::identity();
    for (i64 begin = 0; begin < chunks; begin += THREADS) {
        i64 at = begin + threadIdx.x;
        State total;
        State start = before<Scan>(at < chunks ? own[at] : Scan::identity(), total);
        if (at < chunks) own[at] = Scan::merge(carried, start);
        carried = Scan::merge(carried, total);
    }
}

/// The three kernels of a scan; blocks of 256 threads with dynamic shared memory for 2304 elements (twice as many
/// for two inputs) or results, whichever is larger.
#define SCAN(NAME, LABEL, ...)                                                                                         \
    KERNEL __launch_bounds__(THREADS) NAME##_totals_##LABEL(                                                           \
        const void* first, const void* second, void* totals, i64 length, i64 chunks) {                                 \
        scanLines<__VA_ARGS__>({first, second}, nullptr, totals, length, chunks, true);                                \
    }                                                                                                                  \
    KERNEL __launch_bounds__(THREADS) NAME##_carries_##LABEL(void* totals, i64 chunks) {                               \
        scanCarries<__VA_ARGS__>(totals, chunks);                                                                      \
    }                                                                                                                  \
    KERNEL __launch_bounds__(THREADS) NAME##_lines_##LABEL(                                                            \
        const void* first, const void* second, void* out, void* totals, i64 length, i64 chunks) {                      \
        typedef __VA_ARGS__ Scan;                                                                                      \
        scanLines<Scan>({first, second}, static_cast<Scan::Out*>(out), totals, length, chunks, false);                 \
    }
