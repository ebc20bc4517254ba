// Writes to rows of a tensor at positions that may repeat, combined in the order of the source whatever order threads
// run in: target `[groups, size, width]`, source `[groups, entries, width]`, both contiguous.
//
// The positions are sorted first (radix_sort.cu, stable), so that all that goes to one row of the target is a run of
// adjacent entries. Entries are cut into chunks; what of a run lies in one chunk is a piece, put together by a thread
// for each column. A run inside of one chunk is written at once; pieces of a longer one are left in `partials`, where
// a thread of the run's first chunk collects them: `[chunk][0]` is what a chunk has of a run that began before it,
// `[chunk][1]` what it has of one that goes on behind it.
#include "elements.cuh"

/// How what is there and what is written become one.
enum Combine { REPLACE, SUM, PROD, AMAX, AMIN };

template <int HOW, class V> DEVICE V combined(V held, V value) {
    if constexpr (HOW == REPLACE) return value;
    if constexpr (HOW == SUM) return held + value;
    if constexpr (HOW == PROD) return held * value;
    if (held != held) return held;
    if (value != value) return value;
    if constexpr (HOW == AMAX) return held < value ? value : held;
    return value < held ? value : held;
}

struct Segments {
    i64 entries;
    /// Entries of a chunk, a multiple of 4.
    i64 chunk;
    i64 groups;
    i64 size;
    i64 width;
};

/// The column of a thread: group, and place in a row.
struct Column {
    i64 group;
    i64 place;

    DEVICE Column(i64 number, const Segments& s) { Axes::divide(number, s.width, group, place); }
    template <class T> DEVICE T* target(T* target, const Segments& s, i64 row) const {
        return target + (group * s.size + row) * s.width + place;
    }
    template <class T> DEVICE const T* source(const T* source, const Segments& s) const {
        return source + group * s.entries * s.width + place;
    }
};

/// Threads (x) go along columns, and (y) along chunks.
template <class T, class V, int HOW>
DEVICE void combinePieces(T* target, const T* source, const u32* positions, const u32* numbers, V* partials, const Segments& s) {
    const int ahead = 4;
    i64 chunks = (s.entries + s.chunk - 1) / s.chunk;
    i64 columns = s.width * s.groups;
    for (i64 chunk = static_cast<i64>(blockIdx.y) * blockDim.y + threadIdx.y; chunk < chunks; chunk += static_cast<i64>(gridDim.y) * blockDim.y) {
        i64 begin = chunk * s.chunk;
        i64 end = begin + s.chunk < s.entries ? begin + s.chunk : s.entries;
        for (i64 number = threadNumber(); number < columns; number += threadCount()) {
            Column column(number, s);
            const T* from = column.source(source, s);
            u32 current = positions[begin];
            bool beganBefore = begin > 0 && positions[begin - 1] == current;
            bool isEmpty = true;
            V total = 0;
            for (i64 at = begin; at < end; at += ahead) {
                u32 place[ahead];
                V value[ahead];
#pragma unroll
                for (int u = 0; u < ahead; u++) {
                    if (at + u < end) {
                        place[u] = positions[at + u];
                        value[u] = convert<V>(from[numbers[at + u] * s.width]);
                    }
                }
#pragma unroll
                for (int u = 0; u < ahead; u++) {
                    if (at + u >= end) break;
                    if (place[u] != current) {
                        if (beganBefore) {
                            partials[2 * chunk * columns + number] = total;
                        } else {
                            T* held = column.target(target, s, current);
                            *held = convert<T>(combined<HOW>(convert<V>(*held), total));
                        }
                        beganBefore = false;
                        isEmpty = true;
                        current = place[u];
                    }
                    total = isEmpty ? value[u] : combined<HOW>(total, value[u]);
                    isEmpty = false;
                }
            }
            bool goesOn = end < s.entries && positions[end] == current;
            if (beganBefore || goesOn) {
                partials[(2 * chunk + (beganBefore ? 0 : 1)) * columns + number] = total;
            } else {
                T* held = column.target(target, s, current);
                *held = convert<T>(combined<HOW>(convert<V>(*held), total));
            }
        }
    }
}

/// Collects the pieces of runs that go on behind the chunk that they begin in.
template <class T, class V, int HOW>
DEVICE void combineRuns(T* target, const u32* positions, const V* partials, const Segments& s) {
    i64 chunks = (s.entries + s.chunk - 1) / s.chunk;
    i64 columns = s.width * s.groups;
    for (i64 chunk = static_cast<i64>(blockIdx.y) * blockDim.y + threadIdx.y; chunk + 1 < chunks; chunk += static_cast<i64>(gridDim.y) * blockDim.y) {
        i64 end = (chunk + 1) * s.chunk;
        u32 position = positions[end - 1];
        // A run that began before this chunk and covers it is the business of an earlier one.
        bool beganBefore = chunk > 0 && positions[chunk * s.chunk - 1] == position;
        if (positions[end] != position || beganBefore) continue;
        for (i64 number = threadNumber(); number < columns; number += threadCount()) {
            V total = partials[(2 * chunk + 1) * columns + number];
            for (i64 next = chunk + 1; next < chunks && positions[next * s.chunk] == position; next++) {
                total = combined<HOW>(total, partials[2 * next * columns + number]);
            }
            T* held = Column(number, s).target(target, s, position);
            *held = convert<T>(combined<HOW>(convert<V>(*held), total));
        }
    }
}

#define SEGMENTS(NAME, T, V, HOW)                                                                                      \
    KERNEL NAME##_pieces_##T(                                                                                          \
        T* target, const T* source, const u32* positions, const u32* numbers, void* partials,                          \
        const __grid_constant__ Segments segments) {                                                                   \
        combinePieces<T, V, HOW>(target, source, positions, numbers, static_cast<V*>(partials), segments);             \
    }                                                                                                                  \
    KERNEL NAME##_runs_##T(                                                                                            \
        T* target, const u32* positions, const void* partials, const __grid_constant__ Segments segments) {            \
        combineRuns<T, V, HOW>(target, positions, static_cast<const V*>(partials), segments);                          \
    }

// Sums of f16 and bf16 are rounded once, not after each element.
#define COMBINE(T)                                                                                                     \
    SEGMENTS(sum, T, Arithmetic<T>::Math, SUM)                                                                         \
    SEGMENTS(prod, T, Arithmetic<T>::Math, PROD)                                                                       \
    SEGMENTS(amax, T, Arithmetic<T>::Math, AMAX)                                                                       \
    SEGMENTS(amin, T, Arithmetic<T>::Math, AMIN)
FOR_ALL(COMBINE)

#define REPLACE_ELEMENTS(T) SEGMENTS(replace, T, T, REPLACE)
REPLACE_ELEMENTS(u8) REPLACE_ELEMENTS(i16) REPLACE_ELEMENTS(i32) REPLACE_ELEMENTS(i64)
