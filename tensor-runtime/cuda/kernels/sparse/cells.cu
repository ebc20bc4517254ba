// Builds the index of sorted keys and finds repeated ones.
#include "cells.cuh"

/// Enters each cell of ascending `keys`. All numbers of cells are `NO_CELL` before; the capacity is at least twice
/// `count`. A key that repeats counts in `faults[1]`.
extern "C" __global__ void sparse_cells(
        const uint64_t* keys, int count, CellIndex index, unsigned* faults) {
    int position = blockIdx.x * blockDim.x + threadIdx.x;
    if (position >= count) {
        return;
    }
    uint64_t key = keys[position];
    uint64_t number = key >> CELL_BITS;
    uint64_t before = position == 0 ? ~key : keys[position - 1];
    if (before == key) {
        atomicAdd(&faults[1], 1);
    }
    if (position > 0 && before >> CELL_BITS == number) {
        return;
    }
    uint64_t occupied = 0;
    for (int i = position; i < count && keys[i] >> CELL_BITS == number; i++) {
        occupied |= 1ull << (keys[i] & ((1 << CELL_BITS) - 1));
    }
    unsigned slot = firstSlot(index, number);
    while (atomicCAS((unsigned long long*)&index.numbers[slot], NO_CELL, number + 1) != NO_CELL) {
        slot = (slot + 1) & index.mask;
    }
    index.cells[slot] = {occupied, (unsigned)position, 0};
}
