// Products of matrices of f32, f64 and integers without tensor cores: each thread of a block has a square of the
// block's tile in registers, and the tiles of the operands go through shared memory, the next one on its way while one
// is used.
#include "operand_tile.cuh"

/// Each thread has SIDE by SIDE results, in squares of VECTOR elements on a side that lie 16 of those apart.
template <class T, class V, class Out, int SIDE, int VECTOR>
DEVICE void multiply(const T* left, const T* right, Out* out, f64 alpha, f64 beta, const Product& p) {
    const int TILE = 16 * SIDE;
    const int DEPTH = 16;
    typedef OperandTile<T, V, TILE, DEPTH, TILE + 16 / sizeof(V)> Operand;
    __shared__ __align__(16) V leftTile[2][DEPTH * Operand::PITCH];
    __shared__ __align__(16) V rightTile[2][DEPTH * Operand::PITCH];
    TilePlace tile(p, TILE, TILE);
    i64 leftFirst, rightFirst;
    p.matrices.locate(tile.item, leftFirst, rightFirst);
    left += leftFirst;
    right += rightFirst;
    out += tile.item * p.rows * p.columns;
    int down = threadIdx.x / 16;
    int across = threadIdx.x % 16;
    V sums[SIDE][SIDE] = {};
    Operand leftPart(left, tile.row, p.rows, p.leftRow, p.inner, p.leftColumn);
    Operand rightPart(right, tile.column, p.columns, p.rightColumn, p.inner, p.rightRow);
    leftPart.load();
    rightPart.load();
    leftPart.store(leftTile[0]);
    rightPart.store(rightTile[0]);
    __syncthreads();
    int current = 0;
#pragma unroll 1
    for (i64 begin = 0; begin < p.inner; begin += DEPTH) {
        bool hasNext = begin + DEPTH < p.inner;
        if (hasNext) {
            leftPart.load();
            rightPart.load();
        }
#pragma unroll
        for (int depth = 0; depth < DEPTH; depth++) {
            V a[SIDE], b[SIDE];
#pragma unroll
            for (int i = 0; i < SIDE; i++) {
                int at = i / VECTOR * 16 * VECTOR + i % VECTOR;
                a[i] = leftTile[current][depth * Operand::PITCH + down * VECTOR + at];
                b[i] = rightTile[current][depth * Operand::PITCH + across * VECTOR + at];
            }
#pragma unroll
            for (int i = 0; i < SIDE; i++) {
#pragma unroll
                for (int j = 0; j < SIDE; j++) sums[i][j] += a[i] * b[j];
            }
        }
        if (hasNext) {
            current ^= 1;
            leftPart.store(leftTile[current]);
            rightPart.store(rightTile[current]);
            __syncthreads();
        }
    }
#pragma unroll
    for (int i = 0; i < SIDE; i++) {
        i64 row = tile.row + down * VECTOR + i / VECTOR * 16 * VECTOR + i % VECTOR;
#pragma unroll
        for (int j = 0; j < SIDE; j++) {
            i64 column = tile.column + across * VECTOR + j / VECTOR * 16 * VECTOR + j % VECTOR;
            if (row < p.rows && column < p.columns) {
                Out* place = out + row * p.columns + column;
                if constexpr (Arithmetic<T>::isFloating) {
                    V product = static_cast<V>(alpha) * sums[i][j];
                    *place = beta == 0 ? product : product + static_cast<V>(beta) * *place;
                } else {
                    *place = static_cast<Out>(sums[i][j]);
                }
            }
        }
    }
}

#define MULTIPLY(NAME, T, V, Out, SIDE, VECTOR)                                                                        \
    KERNEL __launch_bounds__(THREADS, 2) NAME(                                                                         \
        const T* left, const T* right, Out* out, f64 alpha, f64 beta, const __grid_constant__ Product product) {       \
        multiply<T, V, Out, SIDE, VECTOR>(left, right, out, alpha, beta, product);                                     \
    }
// Tiles of 128 by 128, and of 64 by 64.
MULTIPLY(multiply_large_f32, f32, f32, f32, 8, 4)
MULTIPLY(multiply_small_f32, f32, f32, f32, 4, 4)
MULTIPLY(multiply_small_f64, f64, f64, f64, 4, 2)
// Integers wrap around; alpha and beta do not count.
MULTIPLY(multiply_small_i8, i8, i32, i8, 4, 4)
MULTIPLY(multiply_small_u8, u8, i32, u8, 4, 4)
MULTIPLY(multiply_small_i16, i16, i32, i16, 4, 4)
MULTIPLY(multiply_small_i32, i32, i32, i32, 4, 4)
MULTIPLY(multiply_small_i64, i64, i64, i64, 4, 2)
MULTIPLY(multiply_small_bool, u8, i64, bool, 4, 2)
