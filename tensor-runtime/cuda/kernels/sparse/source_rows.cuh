// The input rows of a warp's positions, offset by offset: read from the table well ahead of their use by asynchronous
// copies into shared memory, since a load into registers would have to be waited for when registers change places.
#pragma once

#include <cstdint>

/// For 8 · NT positions.
template <int NT>
class SourceRows {
    static constexpr int POSITIONS = 8 * NT;
    static constexpr int AHEAD = 4;

public:
    struct Storage {
        int rows[AHEAD][POSITIONS];
    };

private:
    static_assert(POSITIONS <= 64);
    static constexpr int PER_LANE = (POSITIONS + 31) / 32;

    Storage* storage;
    const int* entries[PER_LANE];
    int64_t rows;
    int put = 0;
    int taken = 0;

public:
    /// @param table `[volume, rows]`
    /// @param first the first of the warp's positions; those past the last row read the last row's sources
    __device__ SourceRows(Storage* storage, const int* table, int rows, int first) : storage(storage), rows(rows) {
#pragma unroll
        for (int i = 0; i < PER_LANE; i++) {
            entries[i] = table + min(first + i * 32 + (int)threadIdx.x % 32, rows - 1);
        }
    }

    /// Asks for the rows of the next offset; none if it is negative. At most AHEAD offsets can be asked for.
    __device__ void ask(int offset) {
        if (offset >= 0) {
#pragma unroll
            for (int i = 0; i < PER_LANE; i++) {
                int entry = i * 32 + threadIdx.x % 32;
                if (entry < POSITIONS) {
                    unsigned target = (unsigned)__cvta_generic_to_shared(&storage->rows[put][entry]);
                    asm volatile("cp.async.ca.shared.global [%0], [%1], 4;"
                            ::"r"(target), "l"(entries[i] + offset * rows) : "memory");
                }
            }
        }
        asm volatile("cp.async.commit_group;" ::: "memory");
        put = (put + 1) % AHEAD;
    }

    /// The rows that were asked for first, of AHEAD − 1 or more offsets: for each group of 8 positions the row of the
    /// position lane / 4.
    __device__ void take(int (&found)[NT]) {
        asm volatile("cp.async.wait_group %0;" ::"n"(AHEAD - 2) : "memory");
        __syncwarp();
#pragma unroll
        for (int j = 0; j < NT; j++) {
            found[j] = storage->rows[taken][j * 8 + threadIdx.x % 32 / 4];
        }
        taken = (taken + 1) % AHEAD;
    }
};
