// Reductions over any axes and strides, in two shapes: `rows`, where threads go along the reduced axes, and `columns`,
// where they go across adjacent results. Elements are divided into parts by the shape alone and parts are combined in
// order, so that a result has the same bits on every GPU.
//
// A fold is a type with
//   T        the element type            State    what is known of some elements
//   start()  of no elements              add(state, value, index)    index: the element's number within its result
//   merge(left, right)                   store(out, code, index, state)
#pragma once

#include "elements.cuh"

/// One reduction of a tensor.
struct Reduction {
    /// Results, and elements that go into each.
    i64 results;
    i64 count;
    /// Each result's elements are divided into `parts` of `partSize`; with more than one the states go to a workspace.
    i64 parts;
    i64 partSize;
    /// The dtype of the result.
    i64 code;
    /// The axes that stay, with the strides of the input and of the result.
    Axes kept;
    /// The axes that go, those that numbers the elements fastest last.
    Axes reduced;
};

/// Elements that each thread loads before it uses the first, where they are not adjacent.
static const int UNROLL = 4;

/// Combines the states of `width` adjacent threads; the first of them gets the total.
template <class Fold> DEVICE typename Fold::State combineThreads(typename Fold::State state, int lane, int width) {
    typedef typename Fold::State State;
    __shared__ alignas(16) char memory[32 * sizeof(State)];
    State* states = reinterpret_cast<State*>(memory);
    int inWarp = width < 32 ? width : 32;
    for (int distance = inWarp / 2; distance > 0; distance /= 2) {
        state = Fold::merge(state, Fold::shuffled(state, distance));
    }
    if (width <= 32) return state;
    if (lane % 32 == 0) states[lane / 32] = state;
    __syncthreads();
    if (lane < 32) {
        state = lane < width / 32 ? states[lane] : Fold::start();
        for (int distance = 16; distance > 0; distance /= 2) {
            state = Fold::merge(state, Fold::shuffled(state, distance));
        }
    }
    return state;
}

/// How many parts of each result are done, for the results of the kernel that runs: one at a time, since a device has one
/// stream. All are 0 between kernels.
static const int MOST_SPLIT = 1 << 14;
static __device__ u32 partsDone[MOST_SPLIT];

/// Whether all other parts of a result are done, which the last block to ask sees; one of 256 threads or more asks for
/// all. The counter is 0 again afterwards.
DEVICE bool isLastPart(u32* counter, i64 parts) {
    __shared__ bool isLast;
    __threadfence();
    __syncthreads();
    if (threadIdx.x == 0 && threadIdx.y == 0) {
        isLast = atomicAdd(counter, 1) == parts - 1;
        if (isLast) *counter = 0;
    }
    __syncthreads();
    __threadfence();
    return isLast;
}

/// What another block wrote, past the first-level cache, which may hold something older.
template <class State> DEVICE State loadShared(const State* state) {
    union {
        u32 words[sizeof(State) / 4];
        State state;
    } loaded = {};
#pragma unroll
    for (int word = 0; word < sizeof(State) / 4; word++) {
        loaded.words[word] = __ldcg(reinterpret_cast<const u32*>(state) + word);
    }
    return loaded.state;
}

template <class Fold> DEVICE void storeResult(const Reduction& r, i64 result, typename Fold::State state, void* out) {
    i64 position, target;
    r.kept.locate(result, position, target);
    Fold::store(out, r.code, target, state);
}

/// Adds `count` adjacent elements, of which the first has number `index`.
template <class Fold>
DEVICE typename Fold::State foldRun(
    typename Fold::State state, const typename Fold::T* in, i64 index, i64 count, int thread, int threads) {
    typedef typename Fold::T T;
    const int size = Vector<T>::SIZE;
    const int vectorsAtOnce = sizeof(T) >= 4 ? 4 : sizeof(T);
    i64 head = (16 - (reinterpret_cast<u64>(in) & 15)) % 16 / sizeof(T);
    if (head > count) head = count;
    for (i64 i = thread; i < head; i += threads) state = Fold::add(state, in[i], index + i);
    i64 vectors = (count - head) / size;
    const Vector<T>* body = reinterpret_cast<const Vector<T>*>(in + head);
    i64 first = index + head;
    i64 v = thread;
    typename Fold::State chains[vectorsAtOnce];
#pragma unroll
    for (int u = 0; u < vectorsAtOnce; u++) chains[u] = Fold::start();
    for (; v + (vectorsAtOnce - 1) * static_cast<i64>(threads) < vectors; v += vectorsAtOnce * static_cast<i64>(threads)) {
        Vector<T> loaded[vectorsAtOnce];
#pragma unroll
        for (int u = 0; u < vectorsAtOnce; u++) loaded[u] = body[v + u * static_cast<i64>(threads)];
#pragma unroll
        for (int u = 0; u < vectorsAtOnce; u++) {
#pragma unroll
            for (int i = 0; i < size; i++) {
                chains[u] = Fold::add(chains[u], loaded[u].values[i], first + (v + u * static_cast<i64>(threads)) * size + i);
            }
        }
    }
    for (; v < vectors; v += threads) {
        Vector<T> loaded = body[v];
#pragma unroll
        for (int i = 0; i < size; i++) chains[0] = Fold::add(chains[0], loaded.values[i], first + v * size + i);
    }
#pragma unroll
    for (int u = 0; u < vectorsAtOnce; u++) state = Fold::merge(state, chains[u]);
    for (i64 i = head + vectors * size + thread; i < count; i += threads) state = Fold::add(state, in[i], index + i);
    return state;
}

/// Threads (x) go along the reduced axes; a block has several results (y).
template <class Fold>
DEVICE void foldRows(const typename Fold::T* in, const Reduction& r, void* out, void* workspace) {
    typedef typename Fold::State State;
    int threads = blockDim.x;
    int thread = threadIdx.x;
    i64 tasks = r.results * r.parts;
    // All threads of a warp stay together: those without a result work on nothing.
    for (i64 task0 = static_cast<i64>(blockIdx.x) * blockDim.y; task0 < tasks; task0 += static_cast<i64>(gridDim.x) * blockDim.y) {
        i64 task = task0 + threadIdx.y;
        bool active = task < tasks;
        i64 result = active ? task / r.parts : 0;
        i64 part = active ? task - result * r.parts : 0;
        const typename Fold::T* first = in + r.kept.position(result);
        i64 begin = part * r.partSize;
        i64 end = active ? (begin + r.partSize < r.count ? begin + r.partSize : r.count) : begin;
        State state = Fold::start();
        int last = static_cast<int>(r.reduced.rank) - 1;
        i64 run = last < 0 ? 1 : r.reduced.size[last];
        i64 stride = last < 0 ? 1 : r.reduced.stride[last];
        if (stride == 1 && (last <= 0 || run >= 2 * threads)) {
            for (i64 at = begin; at < end;) {
                i64 number = last <= 0 ? 0 : at / run;
                i64 length = (number + 1) * run - at;
                if (length > end - at) length = end - at;
                i64 position = last <= 0 ? at : r.reduced.position(at);
                state = foldRun<Fold>(state, first + position, at, length, thread, threads);
                at += length;
            }
        } else {
            i64 at = begin + thread;
            for (; at + (UNROLL - 1) * static_cast<i64>(threads) < end; at += UNROLL * static_cast<i64>(threads)) {
                typename Fold::T loaded[UNROLL];
#pragma unroll
                for (int u = 0; u < UNROLL; u++) loaded[u] = first[r.reduced.position(at + u * static_cast<i64>(threads))];
#pragma unroll
                for (int u = 0; u < UNROLL; u++) state = Fold::add(state, loaded[u], at + u * static_cast<i64>(threads));
            }
            for (; at < end; at += threads) state = Fold::add(state, first[r.reduced.position(at)], at);
        }
        state = combineThreads<Fold>(state, thread, threads);
        if (r.parts == 1) {
            if (thread == 0 && active) storeResult<Fold>(r, result, state, out);
        } else {
            // A block has one part only.
            State* states = static_cast<State*>(workspace) + result * r.parts;
            if (thread == 0) states[part] = state;
            if (isLastPart(partsDone + result, r.parts)) {
                state = Fold::start();
                for (i64 i = thread; i < r.parts; i += threads) state = Fold::merge(state, loadShared(states + i));
                __syncthreads();
                state = combineThreads<Fold>(state, thread, threads);
                if (thread == 0) storeResult<Fold>(r, result, state, out);
            }
        }
        if (threads > 32) __syncthreads();
    }
}

/// Threads go across 32 adjacent results (x), whose axis is the last of those that stay, and rows of them (y).
template <class Fold>
DEVICE void foldColumns(const typename Fold::T* in, const Reduction& r, void* out, void* workspace) {
    typedef typename Fold::State State;
    const int unroll = 8;
    __shared__ alignas(16) char memory[8 * 32 * sizeof(State)];
    State* states = reinterpret_cast<State*>(memory);
    int last = static_cast<int>(r.kept.rank) - 1;
    i64 width = r.kept.size[last];
    i64 tiles = (width + 31) / 32;
    i64 tasks = r.results / width * tiles * r.parts;
    for (i64 task = blockIdx.x; task < tasks; task += gridDim.x) {
        i64 tile = task % tiles;
        i64 part = task / tiles % r.parts;
        i64 column = tile * 32 + threadIdx.x;
        i64 result = task / tiles / r.parts * width + column;
        i64 begin = part * r.partSize;
        i64 end = begin + r.partSize < r.count ? begin + r.partSize : r.count;
        State state = Fold::start();
        if (column < width) {
            const typename Fold::T* first = in + r.kept.position(result);
            i64 at = begin + threadIdx.y;
            for (; at + (unroll - 1) * 8 < end; at += unroll * 8) {
                typename Fold::T loaded[unroll];
#pragma unroll
                for (int u = 0; u < unroll; u++) loaded[u] = first[r.reduced.position(at + u * 8)];
#pragma unroll
                for (int u = 0; u < unroll; u++) state = Fold::add(state, loaded[u], at + u * 8);
            }
            for (; at < end; at += 8) state = Fold::add(state, first[r.reduced.position(at)], at);
        }
        auto combineWarps = [&]() {
            states[threadIdx.y * 32 + threadIdx.x] = state;
            __syncthreads();
            for (int y = 1; y < 8 && threadIdx.y == 0; y++) state = Fold::merge(state, states[y * 32 + threadIdx.x]);
            __syncthreads();
        };
        combineWarps();
        bool stores = threadIdx.y == 0 && column < width;
        if (r.parts == 1) {
            if (stores) storeResult<Fold>(r, result, state, out);
            continue;
        }
        i64 group = task / tiles / r.parts * tiles + tile;
        State* totals = static_cast<State*>(workspace) + group * r.parts * 32 + threadIdx.x;
        if (threadIdx.y == 0) totals[part * 32] = state;
        if (isLastPart(partsDone + group, r.parts)) {
            state = Fold::start();
            for (i64 i = threadIdx.y; i < r.parts; i += 8) state = Fold::merge(state, loadShared(totals + i * 32));
            combineWarps();
            if (stores) storeResult<Fold>(r, result, state, out);
        }
    }
}

/// The two kernels of a fold. A block of NAME_rows_T has a power of 2 threads along x and, if those are more than 32, 1
/// along y; one of NAME_columns_T has 32 by 8. With several parts, of which a block then has one, the states of all go
/// to the workspace, and there are at most MOST_SPLIT results, or as many times 32 side by side.
#define REDUCTION(NAME, LABEL, ...)                                                                                    \
    KERNEL NAME##_rows_##LABEL(                                                                                        \
        const void* in, const __grid_constant__ Reduction reduction, void* out, void* workspace) {                     \
        typedef __VA_ARGS__ Fold;                                                                                      \
        foldRows<Fold>(static_cast<const Fold::T*>(in), reduction, out, workspace);                                    \
    }                                                                                                                  \
    KERNEL NAME##_columns_##LABEL(                                                                                     \
        const void* in, const __grid_constant__ Reduction reduction, void* out, void* workspace) {                     \
        typedef __VA_ARGS__ Fold;                                                                                      \
        foldColumns<Fold>(static_cast<const Fold::T*>(in), reduction, out, workspace);                                 \
    }
