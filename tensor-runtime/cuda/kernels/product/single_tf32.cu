// Products of matrices of f32 by tensor cores, with factors of 11 significant bits and sums in f32 (mma.sync m16n8k8):
// the tiles of the operands are rounded on their way to shared memory, the next one underway while one is used.
#include "operand_tile.cuh"

static const int DEPTH = 16;
static const int ROWS = 128;
static const int COLUMNS = 128;
/// A warp's part of the tile.
static const int WARP_ROWS = 64;
static const int WARP_COLUMNS = 32;
static const int DOWN = WARP_ROWS / 16;
static const int ACROSS = WARP_COLUMNS / 8;

/// A factor: f32 of which the lowest 13 bits are 0, rounded to the nearest.
struct Rounded {
    u32 bits;

    Rounded() = default;
    DEVICE Rounded(f32 value) { asm("cvt.rna.tf32.f32 %0, %1;" : "=r"(bits) : "f"(value)); }
};
template <> DEVICE Rounded convert<Rounded, f32>(f32 value) { return Rounded(value); }

// 8 more than the length, so that the four depths and eight lengths of a fragment are in different banks.
typedef OperandTile<f32, Rounded, ROWS, DEPTH, ROWS + 8> Left;
typedef OperandTile<f32, Rounded, COLUMNS, DEPTH, COLUMNS + 8> Right;

DEVICE void multiplyAdd(f32 (&sums)[4], const u32 (&a)[4], const u32 (&b)[2]) {
    asm("mma.sync.aligned.m16n8k8.row.col.f32.tf32.tf32.f32 {%0,%1,%2,%3}, {%4,%5,%6,%7}, {%8,%9}, {%0,%1,%2,%3};"
        : "+f"(sums[0]), "+f"(sums[1]), "+f"(sums[2]), "+f"(sums[3])
        : "r"(a[0]), "r"(a[1]), "r"(a[2]), "r"(a[3]), "r"(b[0]), "r"(b[1]));
}

/// Multiplies the warp's parts of two tiles. The lanes of a warp are 8 groups of 4.
DEVICE void multiplyTiles(f32 (&sums)[DOWN][ACROSS][4], const Rounded* left, const Rounded* right) {
    int group = threadIdx.x % 32 / 4;
    int member = threadIdx.x % 4;
#pragma unroll
    for (int depth = 0; depth < DEPTH; depth += 8) {
        const Rounded* near = left + (depth + member) * Left::PITCH + group;
        const Rounded* far = near + 4 * Left::PITCH;
        u32 a[DOWN][4], b[ACROSS][2];
#pragma unroll
        for (int i = 0; i < DOWN; i++) {
            a[i][0] = near[i * 16].bits;
            a[i][1] = near[i * 16 + 8].bits;
            a[i][2] = far[i * 16].bits;
            a[i][3] = far[i * 16 + 8].bits;
        }
#pragma unroll
        for (int j = 0; j < ACROSS; j++) {
            b[j][0] = right[(depth + member) * Right::PITCH + j * 8 + group].bits;
            b[j][1] = right[(depth + member + 4) * Right::PITCH + j * 8 + group].bits;
        }
#pragma unroll
        for (int i = 0; i < DOWN; i++) {
#pragma unroll
            for (int j = 0; j < ACROSS; j++) multiplyAdd(sums[i][j], a[i], b[j]);
        }
    }
}

KERNEL __launch_bounds__(THREADS, 2) multiply_tf32(
    const f32* left, const f32* right, f32* out, f64 alpha, f64 beta, const __grid_constant__ Product p) {
    __shared__ Rounded leftTile[2][DEPTH * Left::PITCH];
    __shared__ Rounded rightTile[2][DEPTH * Right::PITCH];
    TilePlace tile(p, ROWS, COLUMNS);
    i64 leftFirst, rightFirst;
    p.matrices.locate(tile.item, leftFirst, rightFirst);
    out += tile.item * p.rows * p.columns;
    Left leftPart(left + leftFirst, tile.row, p.rows, p.leftRow, p.inner, p.leftColumn);
    Right rightPart(right + rightFirst, tile.column, p.columns, p.rightColumn, p.inner, p.rightRow);
    int warp = threadIdx.x / 32;
    int warpRow = warp / (COLUMNS / WARP_COLUMNS) * WARP_ROWS;
    int warpColumn = warp % (COLUMNS / WARP_COLUMNS) * WARP_COLUMNS;
    leftPart.load();
    rightPart.load();
    leftPart.store(leftTile[0]);
    rightPart.store(rightTile[0]);
    __syncthreads();
    f32 sums[DOWN][ACROSS][4] = {};
    int current = 0;
#pragma unroll 1
    for (i64 begin = 0; begin < p.inner; begin += DEPTH) {
        bool hasNext = begin + DEPTH < p.inner;
        if (hasNext) {
            leftPart.load();
            rightPart.load();
        }
        multiplyTiles(sums, leftTile[current] + warpRow, rightTile[current] + warpColumn);
        if (hasNext) {
            current ^= 1;
            leftPart.store(leftTile[current]);
            rightPart.store(rightTile[current]);
            __syncthreads();
        }
    }
#pragma unroll
    for (int i = 0; i < DOWN; i++) {
#pragma unroll
        for (int j = 0; j < ACROSS; j++) {
#pragma unroll
            for (int e = 0; e < 4; e++) {
                i64 row = tile.row + warpRow + i * 16 + e / 2 * 8 + threadIdx.x % 32 / 4;
                i64 column = tile.column + warpColumn + j * 8 + threadIdx.x % 4 * 2 + e % 2;
                if (row < p.rows && column < p.columns) {
                    f32* place = out + row * p.columns + column;
                    f32 product = static_cast<f32>(alpha) * sums[i][j][e];
                    *place = beta == 0 ? product : product + static_cast<f32>(beta) * *place;
                }
            }
        }
    }
}
