// Orders tiles of rows by their work, so that the longest are started first and none is left running alone at the end.
#include <cstdint>

/// The sort key of each tile of `tileRows` rows, the number of offsets that none of its rows has, and its number.
/// `masks` `[ceil(volume / 32), rows]`. One warp per tile.
extern "C" __global__ void sparse_tile_keys(
        const unsigned* masks, int rows, int volume, int tileRows, int tiles, uint64_t* keys, unsigned* numbers) {
    int tile = (int)((blockIdx.x * (int64_t)blockDim.x + threadIdx.x) / 32);
    if (tile >= tiles) {
        return;
    }
    int64_t first = (int64_t)tile * tileRows;
    int end = (int)min((int64_t)rows, first + tileRows);
    int present = 0;
    for (int word = 0; word * 32 < volume; word++) {
        unsigned mask = 0;
        for (int row = (int)first + threadIdx.x % 32; row < end; row += 32) {
            mask |= masks[(int64_t)word * rows + row];
        }
        present += __popc(__reduce_or_sync(~0u, mask));
    }
    if (threadIdx.x % 32 == 0) {
        keys[tile] = volume - present;
        numbers[tile] = tile;
    }
}
