// Indices in tensors, checked where they are used.
#pragma once

#include "common.cuh"
#include "elements.cuh"

/// A tensor of indices, i32 or i64, and the size that they have to be below.
struct Indices {
    const void* values;
    i64 isWide;
    i64 size;

    /// The index at a position, counted from the front; −1 and a fault if it is out of range.
    DEVICE i64 at(i64 position, const Fault& fault) const {
        i64 value = isWide ? static_cast<const i64*>(values)[position] : static_cast<const i32*>(values)[position];
        i64 place = value < 0 ? value + size : value;
        if (place >= 0 && place < size) return place;
        fault.index(value, size);
        return -1;
    }
};

/// Memory units that elements are moved in.
typedef u8 unit1;
typedef uint16_t unit2;
typedef u32 unit4;
typedef u64 unit8;
struct alignas(16) unit16 {
    u64 low, high;
};

#define FOR_UNITS(INSTANCE) INSTANCE(unit1) INSTANCE(unit2) INSTANCE(unit4) INSTANCE(unit8)
