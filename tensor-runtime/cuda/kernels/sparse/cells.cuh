// An index of sorted keys. Keys that differ only in their last 6 bits form a cell, in a Z-ordered grid a block of
// 64 places (4×4×4 in three dimensions). They are neighbours in the sorted order, so a cell needs only the
// position of its first key and one bit per place. Cells are found by open addressing: neighbouring places mostly lie
// in the same few cells, so that a search reads few cache lines.
#pragma once

#include <cstdint>

constexpr int CELL_BITS = 6;
/// Numbers of cells are kept one higher.
constexpr uint64_t NO_CELL = 0;

struct __align__(16) Cell {
    /// Which places of the cell are occupied.
    uint64_t occupied;
    /// Position of the cell's first key in the sorted order.
    unsigned start;
    unsigned unused;
};

/// Numbers of cells, `NO_CELL` where free, and the cells.
struct CellIndex {
    uint64_t* numbers;
    Cell* cells;
    /// One less than the capacity, which is a power of two.
    unsigned mask;
    /// 64 less the bits of the capacity.
    int shift;
};

/// Where the search for a cell starts: Fibonacci hashing, which spreads the successive numbers of a Z-order well.
__device__ inline unsigned firstSlot(const CellIndex& index, uint64_t number) {
    return (unsigned)(number * 0x9e3779b97f4a7c15ull >> index.shift);
}

/// Position of a key in the sorted order, −1 if absent.
__device__ inline int positionOf(const CellIndex& index, uint64_t key) {
    uint64_t number = key >> CELL_BITS;
    for (unsigned slot = firstSlot(index, number);; slot = (slot + 1) & index.mask) {
        uint64_t found = index.numbers[slot];
        if (found == number + 1) {
            Cell cell = index.cells[slot];
            int place = (int)(key & ((1 << CELL_BITS) - 1));
            uint64_t below = cell.occupied & ((1ull << place) - 1);
            return cell.occupied >> place & 1 ? (int)(cell.start + __popcll(below)) : -1;
        }
        if (found == NO_CELL) {
            return -1;
        }
    }
}
