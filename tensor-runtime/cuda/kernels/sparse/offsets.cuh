// Where kernel offsets lead from a place.
#pragma once

#include "grid.cuh"

/// Where kernel offsets lead, axis by axis (the batch axis is left out). Passed by value.
struct Offsets {
    /// Number of offsets.
    int volume;
    /// Does a step divide by the stride, as from an input to an output of a convolution, or multiply by it?
    int divides;
    int size[MAX_AXES - 1];
    int64_t stride[MAX_AXES - 1];
    int64_t padding[MAX_AXES - 1];
    int64_t dilation[MAX_AXES - 1];
};

/// The coordinate that a kernel tap leads to along one axis, −1 if none.
__device__ inline int64_t reached(const Offsets& offsets, int axis, int64_t coordinate, int tap, int64_t size) {
    int64_t shift = offsets.padding[axis] - tap * offsets.dilation[axis];
    int64_t target;
    if (offsets.divides) {
        int64_t shifted = coordinate + shift;
        target = shifted >= 0 && shifted % offsets.stride[axis] == 0 ? shifted / offsets.stride[axis] : -1;
    } else {
        target = coordinate * offsets.stride[axis] - shift;
    }
    return target < size ? target : -1;
}

constexpr uint64_t OUTSIDE = 1ull << 63;

/// Positions of a block, one per lane.
constexpr int LANES = 32;

/// What each kernel tap, axis by axis, contributes to the keys of the targets of a block's 32 places: `taps` `[taps of
/// all axes, 32]` in shared memory, `OUTSIDE` where the target is outside the grid. Called by a block of (32, any number
/// of) threads.
/// @param place this lane's coordinates, the batch entry first; null if there is none
/// @return the number of taps of all axes
__device__ inline int tapKeys(const Grid& target, const Offsets& offsets, const int* place, uint64_t* taps) {
    int count = 0;
    for (int axis = 0; axis < target.axes - 1; axis++) {
        for (int tap = 0; tap < offsets.size[axis]; tap++, count++) {
            if (count % blockDim.y == threadIdx.y) {
                int64_t coordinate = place == nullptr
                        ? -1 : reached(offsets, axis, place[axis + 1], tap, target.size[axis + 1]);
                taps[count * LANES + threadIdx.x] = coordinate < 0 ? OUTSIDE : axisKey(target, axis + 1, coordinate);
            }
        }
    }
    return count;
}

/// The key of the first target of a line, a run of offsets along the last axis, without the last axis; `OUTSIDE` if it
/// is outside the grid.
__device__ inline uint64_t lineKey(const Grid& target, const Offsets& offsets, const uint64_t* taps, int firstOfRun, int line) {
    uint64_t key = 0;
    for (int axis = target.axes - 3, firstTap = firstOfRun; axis >= 0; axis--) {
        int size = offsets.size[axis];
        firstTap -= size;
        uint64_t contribution = taps[(firstTap + line % size) * LANES + threadIdx.x];
        line /= size;
        if (contribution == OUTSIDE) {
            return OUTSIDE;
        }
        key += contribution;
    }
    return key;
}
