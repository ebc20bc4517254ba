// Coordinates to keys, with the check that they lie in the grid.
#include "grid.cuh"

/// Key of each row of `indices` `[rows, axes]`, and the numbers of the rows, which a sort then carries along.
/// A row outside the grid gets the key 0 and counts in `faults[0]`.
extern "C" __global__ void sparse_keys(
        const int* indices, int rows, const __grid_constant__ Grid grid, uint64_t* keys, unsigned* rowNumbers, unsigned* faults) {
    int row = blockIdx.x * blockDim.x + threadIdx.x;
    if (row >= rows) {
        return;
    }
    const int* place = indices + (int64_t)row * grid.axes;
    uint64_t key = 0;
    bool inside = true;
    for (int axis = 0; axis < grid.axes; axis++) {
        int coordinate = place[axis];
        inside = inside && coordinate >= 0 && coordinate < grid.size[axis];
        key += axisKey(grid, axis, coordinate);
    }
    if (!inside) {
        atomicAdd(&faults[0], 1);
    }
    keys[row] = inside ? key : 0;
    rowNumbers[row] = row;
}

/// The places that keys name, `[rows, axes]`.
extern "C" __global__ void sparse_places(const uint64_t* keys, int rows, const __grid_constant__ Grid grid, int* indices) {
    int row = blockIdx.x * blockDim.x + threadIdx.x;
    if (row < rows) {
        for (int axis = 0; axis < grid.axes; axis++) {
            indices[(int64_t)row * grid.axes + axis] = (int)axisCoordinate(grid, axis, keys[row]);
        }
    }
}
