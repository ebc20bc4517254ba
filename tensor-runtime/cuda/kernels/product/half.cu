// Products of matrices of f16 and bf16 by tensor cores, with sums in f32 (mma.sync m16n8k16): tiles of the operands come
// by asynchronous copies into a ring of shared memory, swizzled so that no two rows of a fragment share a bank.
#include "half.cuh"

static const int STAGES = 4;
/// Elements that are multiplied in one step of the ring.
static const int DEPTH = 32;
template <bool TRANSPOSED> DEVICE void loadFragments(u32 address, u32 (&fragments)[4]) {
    if constexpr (TRANSPOSED) {
        asm volatile("ldmatrix.sync.aligned.m8n8.x4.trans.shared.b16 {%0,%1,%2,%3}, [%4];"
                     : "=r"(fragments[0]), "=r"(fragments[1]), "=r"(fragments[2]), "=r"(fragments[3])
                     : "r"(address));
    } else {
        asm volatile("ldmatrix.sync.aligned.m8n8.x4.shared.b16 {%0,%1,%2,%3}, [%4];"
                     : "=r"(fragments[0]), "=r"(fragments[1]), "=r"(fragments[2]), "=r"(fragments[3])
                     : "r"(address));
    }
}

DEVICE void multiplyAdd(f16, f32 (&sums)[4], const u32 (&a)[4], u32 b0, u32 b1) {
    asm("mma.sync.aligned.m16n8k16.row.col.f32.f16.f16.f32 {%0,%1,%2,%3}, {%4,%5,%6,%7}, {%8,%9}, {%0,%1,%2,%3};"
                 : "+f"(sums[0]), "+f"(sums[1]), "+f"(sums[2]), "+f"(sums[3])
                 : "r"(a[0]), "r"(a[1]), "r"(a[2]), "r"(a[3]), "r"(b0), "r"(b1));
}
DEVICE void multiplyAdd(bf16, f32 (&sums)[4], const u32 (&a)[4], u32 b0, u32 b1) {
    asm("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0,%1,%2,%3}, {%4,%5,%6,%7}, {%8,%9}, {%0,%1,%2,%3};"
                 : "+f"(sums[0]), "+f"(sums[1]), "+f"(sums[2]), "+f"(sums[3])
                 : "r"(a[0]), "r"(a[1]), "r"(a[2]), "r"(a[3]), "r"(b0), "r"(b1));
}

/// A tile of an operand in shared memory: LENGTH rows of the left (columns of the right) by DEPTH. Lines of the tile are
/// contiguous in memory: along the depth, or with ACROSS along the length.
template <class T, int LENGTH, bool ACROSS, int THREADS> struct OperandTile {
    static const int LINES = ACROSS ? DEPTH : LENGTH;
    static const int CHUNKS = (ACROSS ? LENGTH : DEPTH) / CHUNK;
    static const int BYTES = LENGTH * DEPTH * 2;

    /// Byte of a chunk. Eight lines in a row have eight different places modulo 128 bytes.
    static DEVICE int place(int line, int chunk) {
        int swizzled = CHUNKS >= 8 ? chunk ^ (line & 7) : chunk ^ (line >> 1 & 3);
        return (line * CHUNKS + swizzled) * 16;
    }

    /// Starts the copy of a tile.
    ///
    /// @param in     first element of the tile
    /// @param count  lengths from there on that there are
    /// @param begin  depth of the tile, of `inner`
    /// @param stride from one line to the next in memory; lines are adjacent elements
    static DEVICE void load(char* tile, const T* in, int count, int begin, int inner, i64 stride, bool aligned) {
        if (!aligned) return loadElements(tile, in, count, begin, inner, stride);
#pragma unroll
        for (int i = threadIdx.x; i < LINES * CHUNKS; i += THREADS) {
            int line = i / CHUNKS;
            int chunk = i % CHUNKS;
            int present = presentElements(line, chunk, count, begin, inner);
            const T* source = present > 0 ? in + line * stride + chunk * CHUNK : in;
            copyAsync(sharedAddress(tile + place(line, chunk)), source, present * 2);
        }
    }

    /// How many elements of a chunk there are.
    static DEVICE int presentElements(int line, int chunk, int count, int begin, int inner) {
        int rest = ACROSS ? (begin + line < inner ? count - chunk * CHUNK : 0)
                          : (line < count ? inner - begin - chunk * CHUNK : 0);
        return rest <= 0 ? 0 : rest < CHUNK ? rest : CHUNK;
    }

    static __device__ __noinline__ void loadElements(char* tile, const T* in, int count, int begin, int inner, i64 stride) {
#pragma unroll 1
        for (int i = threadIdx.x; i < LINES * CHUNKS; i += THREADS) {
            int line = i / CHUNKS;
            int chunk = i % CHUNKS;
            int present = presentElements(line, chunk, count, begin, inner);
            Vector<T> loaded;
#pragma unroll
            for (int e = 0; e < CHUNK; e++) {
                loaded.values[e] = e < present ? in[line * stride + chunk * CHUNK + e] : convert<T>(0.0f);
            }
            *reinterpret_cast<Vector<T>*>(tile + place(line, chunk)) = loaded;
        }
    }

    /// Four 8 by 8 matrices: of lengths `at` and `at + 8`, and depths `depth` and `depth + 8`. The first index that moves
    /// is the length for the left operand, whose fragments go down first, and the depth for the right one.
    template <bool LENGTH_FIRST> static DEVICE void fragments(const char* tile, int at, int depth, u32 (&out)[4]) {
        int lane = threadIdx.x % 32;
        int matrix = lane / 8;
        int inLength = LENGTH_FIRST ? matrix % 2 : matrix / 2;
        int inDepth = LENGTH_FIRST ? matrix / 2 : matrix % 2;
        int line = ACROSS ? depth + inDepth * 8 + lane % 8 : at + inLength * 8 + lane % 8;
        int chunk = ACROSS ? at / CHUNK + inLength : depth / CHUNK + inDepth;
        loadFragments<ACROSS>(sharedAddress(tile + place(line, chunk)), out);
    }
};

/// Warps have tiles of WARP_ROWS by WARP_COLUMNS, side by side in the block's tile.
template <class T, int ROWS, int COLUMNS, int WARP_ROWS, int WARP_COLUMNS, bool LEFT_ACROSS, bool RIGHT_ACROSS>
DEVICE void multiply(const T* left, const T* right, T* out, f64 alpha, f64 beta, const Product& p, i64 aligned) {
    const int WARPS_ACROSS = COLUMNS / WARP_COLUMNS;
    const int THREADS = ROWS / WARP_ROWS * WARPS_ACROSS * 32;
    const int DOWN = WARP_ROWS / 16;
    const int ACROSS = WARP_COLUMNS / 8;
    typedef OperandTile<T, ROWS, LEFT_ACROSS, THREADS> Left;
    typedef OperandTile<T, COLUMNS, RIGHT_ACROSS, THREADS> Right;
    const int STAGE = Left::BYTES + Right::BYTES;
    extern __shared__ __align__(128) char ring[];
    TilePlace tile(p, ROWS, COLUMNS);
    i64 leftFirst, rightFirst;
    p.matrices.locate(tile.item, leftFirst, rightFirst);
    left += leftFirst;
    right += rightFirst;
    out += tile.item * p.rows * p.columns;
    i64 leftLine = LEFT_ACROSS ? p.leftColumn : p.leftRow;
    i64 rightLine = RIGHT_ACROSS ? p.rightRow : p.rightColumn;
    int warp = threadIdx.x / 32;
    int warpRow = warp / WARPS_ACROSS * WARP_ROWS;
    int warpColumn = warp % WARPS_ACROSS * WARP_COLUMNS;
    int steps = static_cast<int>((p.inner + DEPTH - 1) / DEPTH);
    left += LEFT_ACROSS ? tile.row : tile.row * leftLine;
    right += RIGHT_ACROSS ? tile.column : tile.column * rightLine;
    int rows = static_cast<int>(p.rows - tile.row);
    int columns = static_cast<int>(p.columns - tile.column);
    int inner = static_cast<int>(p.inner);
    auto load = [&](int step) {
        if (step < steps) {
            char* stage = ring + step % STAGES * STAGE;
            int begin = step * DEPTH;
            const T* leftTile = left + (LEFT_ACROSS ? begin * leftLine : begin);
            const T* rightTile = right + (RIGHT_ACROSS ? begin * rightLine : begin);
            Left::load(stage, leftTile, rows, begin, inner, leftLine, aligned & 1);
            Right::load(stage + Left::BYTES, rightTile, columns, begin, inner, rightLine, aligned & 2);
        }
        commitCopies();
    };
#pragma unroll 1
    for (int step = 0; step < STAGES - 1; step++) load(step);
    f32 sums[DOWN][ACROSS][4] = {};
#pragma unroll 1
    for (int step = 0; step < steps; step++) {
        waitForCopies<STAGES - 2>();
        __syncthreads();
        load(step + STAGES - 1);
        const char* leftTile = ring + step % STAGES * STAGE;
        const char* rightTile = leftTile + Left::BYTES;
        // All fragments of the step are asked for before the first is used.
        u32 a[DEPTH / 16][DOWN][4], b[DEPTH / 16][ACROSS / 2][4];
#pragma unroll
        for (int half = 0; half < DEPTH / 16; half++) {
#pragma unroll
            for (int i = 0; i < DOWN; i++) {
                Left::template fragments<true>(leftTile, warpRow + i * 16, half * 16, a[half][i]);
            }
#pragma unroll
            for (int j = 0; j < ACROSS / 2; j++) {
                Right::template fragments<false>(rightTile, warpColumn + j * 16, half * 16, b[half][j]);
            }
        }
#pragma unroll
        for (int half = 0; half < DEPTH / 16; half++) {
#pragma unroll
            for (int i = 0; i < DOWN; i++) {
#pragma unroll
                for (int j = 0; j < ACROSS; j++) {
                    multiplyAdd(T(), sums[i][j], a[half][i], b[half][j / 2][j % 2 * 2], b[half][j / 2][j % 2 * 2 + 1]);
                }
            }
        }
    }
    waitForCopies<0>();
    __syncthreads();
    Strip<T, WARP_COLUMNS> strip = {reinterpret_cast<f32*>(ring) + warp * 16 * Strip<T, WARP_COLUMNS>::PITCH};
#pragma unroll
    for (int i = 0; i < DOWN; i++) {
        strip.fill(sums[i]);
        i64 row = tile.row + warpRow + i * 16;
        i64 column = tile.column + warpColumn;
        strip.write(out + row * p.columns + column, p.rows - row, p.columns - column, p.columns, alpha, beta);
    }
}

/// `_nn`, `_nt`, `_tn`, `_tt`: whether the rows (n) or the columns (t) of left and right are contiguous. Bit 0 of `aligned`
/// says that all lines of the left operand begin at multiples of 16 bytes, bit 1 so of the right one.
#define MULTIPLY(NAME, T, ROWS, COLUMNS, WARP_ROWS, WARP_COLUMNS, LEFT_ACROSS, RIGHT_ACROSS)                           \
    KERNEL __launch_bounds__(ROWS / WARP_ROWS * (COLUMNS / WARP_COLUMNS) * 32, 2) NAME(                                   \
        const T* left, const T* right, T* out, f64 alpha, f64 beta, const __grid_constant__ Product product,           \
        i64 aligned) {                                                                                                 \
        multiply<T, ROWS, COLUMNS, WARP_ROWS, WARP_COLUMNS, LEFT_ACROSS, RIGHT_ACROSS>(                                \
            left, right, out, alpha, beta, product, aligned);                                                          \
    }
#define LAYOUTS(SIZE, T, ...)                                                                                          \
    MULTIPLY(multiply_##SIZE##_nn_##T, T, __VA_ARGS__, false, true)                                                    \
    MULTIPLY(multiply_##SIZE##_nt_##T, T, __VA_ARGS__, false, false)                                                   \
    MULTIPLY(multiply_##SIZE##_tn_##T, T, __VA_ARGS__, true, true)                                                     \
    MULTIPLY(multiply_##SIZE##_tt_##T, T, __VA_ARGS__, true, false)
#define SIZES(T) LAYOUTS(large, T, 128, 128, 64, 32) LAYOUTS(small, T, 64, 64, 32, 32)
SIZES(f16)
SIZES(bf16)
