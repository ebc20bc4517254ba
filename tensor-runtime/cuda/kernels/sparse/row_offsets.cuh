// The kernel offsets at which some of a warp's rows have a neighbour.
#pragma once

#include <cstdint>

/// Comes after the last offset.
constexpr int NO_OFFSET = -1;

class RowOffsets {
    const unsigned* masks;
    int64_t rows;
    int words;
    int first;
    int end;
    int word = 0;
    unsigned rest;

    /// The offsets, of 32, at which one of the rows has a neighbour.
    __device__ unsigned load() const {
        unsigned mask = 0;
        for (int row = first + threadIdx.x % 32; row < end; row += 32) {
            mask |= masks[word * rows + row];
        }
        return __reduce_or_sync(~0u, mask);
    }

public:
    /// @param masks `[ceil(volume / 32), rows]`
    __device__ RowOffsets(const unsigned* masks, int rows, int volume, int first, int count)
            : masks(masks), rows(rows), words((volume + 31) / 32), first(first), end(min(rows, first + count)), rest(load()) {}

    /// The next offset, `NO_OFFSET` after the last.
    __device__ int next() {
        while (rest == 0) {
            if (word + 1 >= words) {
                return NO_OFFSET;
            }
            word++;
            rest = load();
        }
        int bit = __ffs(rest) - 1;
        rest &= rest - 1;
        return word * 32 + bit;
    }
};
