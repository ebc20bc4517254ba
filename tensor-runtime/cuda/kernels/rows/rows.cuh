// Functions of rows. A row of adjacent elements lies in registers between the passes over it, blockDim.x threads (a power
// of 2 of at least a warp) to a row and blockDim.y rows to a block; a row too long for that is read again.
#pragma once

#include "elements.cuh"

/// Threads that a block has at most.
static const int MOST_THREADS = 512;

/// The elements of a row that a thread has: `VECTORS` vectors of them where every row begins at a multiple of 16 bytes
/// and has whole vectors; else as many elements, one by one.
template <class T, int BYTES, bool ALIGNED> struct RowPart {
    typedef typename Arithmetic<T>::Math Math;
    static const int COUNT = BYTES / sizeof(Math);
    static const int SIZE = ALIGNED ? Vector<T>::SIZE : 1;
    static_assert(COUNT % SIZE == 0, "whole vectors");
    int count;

    /// Place of this thread's k-th element behind `begin`; compile-time constants times numbers of the block.
    DEVICE int place(int k) const { return (k / SIZE * static_cast<int>(blockDim.x) + static_cast<int>(threadIdx.x)) * SIZE + k % SIZE; }

    /// Elements that all threads of a row have together.
    DEVICE int step() const { return COUNT * static_cast<int>(blockDim.x); }

    /// Calls `use(k, value)` for the elements from `begin` on, with `otherwise` behind the end.
    template <class Use> DEVICE void read(const T* row, int begin, Math otherwise, Use use) const {
#pragma unroll
        for (int k = 0; k < COUNT; k += SIZE) {
            int at = begin + place(k);
            if constexpr (ALIGNED) {
                Vector<T> loaded;
                if (at < count) loaded = *reinterpret_cast<const Vector<T>*>(row + at);
#pragma unroll
                for (int i = 0; i < SIZE; i++) use(k + i, at < count ? convert<Math>(loaded.values[i]) : otherwise);
            } else {
                use(k, at < count ? convert<Math>(row[at]) : otherwise);
            }
        }
    }

    DEVICE void load(const T* row, int begin, Math otherwise, Math (&values)[COUNT]) const {
        read(row, begin, otherwise, [&](int k, Math value) { values[k] = value; });
    }

    DEVICE void store(T* row, int begin, const Math (&values)[COUNT]) const {
#pragma unroll
        for (int k = 0; k < COUNT; k += SIZE) {
            int at = begin + place(k);
            if (at >= count) continue;
            if constexpr (ALIGNED) {
                Vector<T> stored;
#pragma unroll
                for (int i = 0; i < SIZE; i++) stored.values[i] = convert<T>(values[k + i]);
                storeVector(row + at, stored);
            } else {
                row[at] = convert<T>(values[k]);
            }
        }
    }
};

struct Sum {
    template <class V> static DEVICE V merge(V left, V right) { return left + right; }
};

/// Numbers only: NaN comes back in by what is computed with the result.
struct Largest {
    static DEVICE f32 merge(f32 left, f32 right) { return fmaxf(left, right); }
    static DEVICE f64 merge(f64 left, f64 right) { return fmax(left, right); }
};

/// Combines a value of each thread of a row; all of them get the result.
///
/// @param SLOT another one than in the call before, so that nobody has yet to read what is overwritten
template <class Fold, int SLOT, class V> DEVICE V overRow(V value) {
    __shared__ V values[MOST_THREADS / 32];
#pragma unroll
    for (int distance = 16; distance > 0; distance /= 2) {
        value = Fold::merge(value, __shfl_xor_sync(~0u, value, distance));
    }
    if (blockDim.x == 32) return value;
    if (threadIdx.x % 32 == 0) values[threadIdx.x / 32] = value;
    __syncthreads();
    // Warps of a row are a power of 2: every group of so many lanes combines them all.
    int warps = blockDim.x / 32;
    value = values[threadIdx.x % warps];
    for (int distance = warps / 2; distance > 0; distance /= 2) {
        value = Fold::merge(value, __shfl_xor_sync(~0u, value, distance));
    }
    return value;
}

/// Calls `work(row)` with each row of this block. Rows of one warp do not wait for each other.
template <class Work> DEVICE void forRows(i64 rows, Work work) {
    i64 step = static_cast<i64>(gridDim.x) * blockDim.y;
#pragma unroll 1
    for (i64 row = static_cast<i64>(blockIdx.x) * blockDim.y + threadIdx.y; row < rows; row += step) work(row);
}

DEVICE f32 exponential(f32 value) { return expf(value); }
DEVICE f64 exponential(f64 value) { return exp(value); }
DEVICE f32 logarithm(f32 value) { return logf(value); }
DEVICE f64 logarithm(f64 value) { return log(value); }

/// The variants of a kernel of rows by how much of a row each thread has, 32 or 64 bytes of numbers: NAME_short_T,
/// NAME_long_T, and NAME_unaligned_T for rows that do not all begin at multiples of 16 bytes with whole vectors.
#define ROW_KERNEL(NAME, T, BODY, PARAMETERS, ARGUMENTS)                                                               \
    KERNEL __launch_bounds__(MOST_THREADS) NAME##_short_##T PARAMETERS { BODY<RowPart<T, 32, true>> ARGUMENTS; }       \
    KERNEL __launch_bounds__(MOST_THREADS) NAME##_long_##T PARAMETERS { BODY<RowPart<T, 64, true>> ARGUMENTS; }        \
    KERNEL __launch_bounds__(MOST_THREADS) NAME##_unaligned_##T PARAMETERS { BODY<RowPart<T, 32, false>> ARGUMENTS; }
