// Places in a batch of grids as 64-bit keys.
//
// The low bits of the coordinates are interleaved (Z-order), so that places that are near in the grid are near in
// the order of their keys; what is left of the coordinates above those bits is numbered in row-major order. With as
// many interleaved bits as each axis has, keys are Morton codes; with none, they are row-major positions. Each axis
// contributes to the key independently of the others, and the contributions add up.
#pragma once

#include <cstdint>

/// The batch axis and at most four spatial axes.
constexpr int MAX_AXES = 5;
constexpr int MAX_INTERLEAVED_BITS = 31;

/// Passed by value as a kernel parameter; laid out by tdsl.tensor.cuda.sparse.GridKeys.
struct Grid {
    /// Number of axes, that of the batch included.
    int axes;
    /// Number of bits of a key that are interleaved: the sum of `bits`.
    int interleavedBits;
    /// Size per axis.
    int64_t size[MAX_AXES];
    /// Row-major stride, per axis, of the coordinates above the interleaved bits.
    int64_t stride[MAX_AXES];
    /// Interleaved bits per axis.
    int bits[MAX_AXES];
    /// Where each interleaved bit of an axis goes.
    uint8_t position[MAX_AXES][MAX_INTERLEAVED_BITS];
};

/// What a coordinate of one axis contributes to the key.
__device__ inline uint64_t axisKey(const Grid& grid, int axis, int64_t coordinate) {
    int bits = grid.bits[axis];
    uint64_t key = (uint64_t)((coordinate >> bits) * grid.stride[axis]) << grid.interleavedBits;
    for (int bit = 0; bit < bits; bit++) {
        key |= (uint64_t)((coordinate >> bit) & 1) << grid.position[axis][bit];
    }
    return key;
}

/// The coordinate along one axis of the place that a key names.
__device__ inline int64_t axisCoordinate(const Grid& grid, int axis, uint64_t key) {
    uint64_t rest = grid.interleavedBits == 64 ? 0 : key >> grid.interleavedBits;
    int64_t extent = ((grid.size[axis] - 1) >> grid.bits[axis]) + 1;
    int64_t coordinate = (int64_t)(rest / (uint64_t)grid.stride[axis]) % extent;
    for (int bit = grid.bits[axis] - 1; bit >= 0; bit--) {
        coordinate = coordinate << 1 | (int64_t)(key >> grid.position[axis][bit] & 1);
    }
    return coordinate;
}
