// targets: sm_90a
// Products of matrices of f16 and bf16 with Hopper's instructions for groups of four warps (wgmma), with sums in f32. One
// group copies tiles of the operands into a ring of shared memory; two others multiply, each 64 rows of the block's tile.
#include "half.cuh"

static const int STAGES = 4;
/// Elements that are multiplied in one step of the ring: a line of a tile, 128 bytes.
static const int DEPTH = 64;
static const int ROWS = 128;
static const int COLUMNS = 256;
static const int GROUP = 128;
static const int LINE_BYTES = 128;
/// 64 lines.
static const int BLOCK_BYTES = 64 * LINE_BYTES;
static const int LEFT_BYTES = ROWS * LINE_BYTES;
static const int STAGE_BYTES = (ROWS + COLUMNS) * LINE_BYTES;
static const int SUMS = 64 * COLUMNS / GROUP;

/// Barriers in shared memory on which threads arrive, and others wait for a phase to be over.
struct Barrier {
    u32 address;

    DEVICE void initialize(int arrivals) const {
        asm volatile("mbarrier.init.shared.b64 [%0], %1;" ::"r"(address), "r"(arrivals));
    }
    DEVICE void arrive() const {
        asm volatile("{ .reg .b64 state; mbarrier.arrive.shared.b64 state, [%0]; }" ::"r"(address) : "memory");
    }
    DEVICE void wait(int phase) const {
        asm volatile("{\n"
                     ".reg .pred done;\n"
                     "again: mbarrier.try_wait.parity.shared.b64 done, [%0], %1;\n"
                     "@done bra over;\n"
                     "bra again;\n"
                     "over:\n"
                     "}" ::"r"(address), "r"(phase) : "memory");
    }
};

/// A barrier for each stage of the ring.
struct Barriers {
    u32 first;

    DEVICE Barrier operator[](int stage) const { return {first + stage * static_cast<u32>(sizeof(u64))}; }
};

/// What a thread copies of an operand in each step: 16-byte chunks, of every 16th line. Lines are contiguous in memory:
/// LENGTH rows of the left (columns of the right) along the depth, or with ACROSS the depth's along 64 of those, block
/// after block. In shared memory chunk c of line l is the (c xor l mod 8)-th, as the multiplication expects.
template <class T, int LENGTH, bool ACROSS> struct Copies {
    static const int COUNT = LENGTH / 16;
    static const int PER_BLOCK = ACROSS ? 4 : COUNT;
    const T* source;
    i64 stride;
    u32 target;
    int line, chunk;
    /// What there is of the operand from the tile on.
    int length, inner;

    DEVICE Copies(const T* tile, i64 lineStride, i64 tileLength, i64 depth) {
        line = threadIdx.x % GROUP / 8;
        chunk = threadIdx.x % 8;
        source = tile + line * lineStride + chunk * CHUNK;
        stride = lineStride;
        target = line * LINE_BYTES + (chunk ^ line % 8) * 16;
        length = static_cast<int>(tileLength < LENGTH ? tileLength : LENGTH);
        inner = static_cast<int>(depth);
    }

    DEVICE static int clamped(int present) { return present < 0 ? 0 : present > CHUNK ? CHUNK : present; }

    /// Starts the copies of the next step.
    DEVICE void start(u32 tile) {
#pragma unroll
        for (int i = 0; i < COUNT; i++) {
            int block = i / PER_BLOCK;
            int inBlock = i % PER_BLOCK;
            int along = clamped(ACROSS ? length - block * 64 - chunk * CHUNK : inner - chunk * CHUNK);
            bool inside = line + inBlock * 16 < (ACROSS ? inner : length);
            const T* place = source + inBlock * 16 * stride + block * 64;
            copyAsync(tile + target + i * 16 * LINE_BYTES, inside && along > 0 ? place : source, inside ? along * 2 : 0);
        }
        source += ACROSS ? DEPTH * stride : DEPTH;
        inner -= DEPTH;
    }
};

/// A tile in shared memory as the multiplication takes it: swizzled lines of 128 bytes, groups of 8 lines and blocks of
/// 64 lines one after the other.
DEVICE u64 descriptor(u32 address) {
    return (address & 0x3ffff) >> 4 | static_cast<u64>(BLOCK_BYTES >> 4) << 16 | static_cast<u64>(8 * LINE_BYTES >> 4) << 32 |
           1ull << 62;
}

/// The product of 64 by 16 and 16 by 256 elements, added to the sums or, without `adds`, in their place.
template <int LEFT_ACROSS, int RIGHT_ACROSS> DEVICE void multiplyAdd(f16, f32 (&s)[SUMS], u64 left, u64 right, int adds) {
    asm volatile("{ .reg .pred adds; setp.ne.b32 adds, %132, 0; wgmma.mma_async.sync.aligned.m64n256k16.f32.f16.f16 {"
                 "%0, %1, %2, %3, %4, %5, %6, %7, "
                 "%8, %9, %10, %11, %12, %13, %14, %15, "
                 "%16, %17, %18, %19, %20, %21, %22, %23, "
                 "%24, %25, %26, %27, %28, %29, %30, %31, "
                 "%32, %33, %34, %35, %36, %37, %38, %39, "
                 "%40, %41, %42, %43, %44, %45, %46, %47, "
                 "%48, %49, %50, %51, %52, %53, %54, %55, "
                 "%56, %57, %58, %59, %60, %61, %62, %63, "
                 "%64, %65, %66, %67, %68, %69, %70, %71, "
                 "%72, %73, %74, %75, %76, %77, %78, %79, "
                 "%80, %81, %82, %83, %84, %85, %86, %87, "
                 "%88, %89, %90, %91, %92, %93, %94, %95, "
                 "%96, %97, %98, %99, %100, %101, %102, %103, "
                 "%104, %105, %106, %107, %108, %109, %110, %111, "
                 "%112, %113, %114, %115, %116, %117, %118, %119, "
                 "%120, %121, %122, %123, %124, %125, %126, %127}, %128, %129, adds, 1, 1, %130, %131; }"
                 : "+f"(s[0]), "+f"(s[1]), "+f"(s[2]), "+f"(s[3]), "+f"(s[4]), "+f"(s[5]), "+f"(s[6]), "+f"(s[7]),
                   "+f"(s[8]), "+f"(s[9]), "+f"(s[10]), "+f"(s[11]), "+f"(s[12]), "+f"(s[13]), "+f"(s[14]), "+f"(s[15]),
                   "+f"(s[16]), "+f"(s[17]), "+f"(s[18]), "+f"(s[19]), "+f"(s[20]), "+f"(s[21]), "+f"(s[22]), "+f"(s[23]),
                   "+f"(s[24]), "+f"(s[25]), "+f"(s[26]), "+f"(s[27]), "+f"(s[28]), "+f"(s[29]), "+f"(s[30]), "+f"(s[31]),
                   "+f"(s[32]), "+f"(s[33]), "+f"(s[34]), "+f"(s[35]), "+f"(s[36]), "+f"(s[37]), "+f"(s[38]), "+f"(s[39]),
                   "+f"(s[40]), "+f"(s[41]), "+f"(s[42]), "+f"(s[43]), "+f"(s[44]), "+f"(s[45]), "+f"(s[46]), "+f"(s[47]),
                   "+f"(s[48]), "+f"(s[49]), "+f"(s[50]), "+f"(s[51]), "+f"(s[52]), "+f"(s[53]), "+f"(s[54]), "+f"(s[55]),
                   "+f"(s[56]), "+f"(s[57]), "+f"(s[58]), "+f"(s[59]), "+f"(s[60]), "+f"(s[61]), "+f"(s[62]), "+f"(s[63]),
                   "+f"(s[64]), "+f"(s[65]), "+f"(s[66]), "+f"(s[67]), "+f"(s[68]), "+f"(s[69]), "+f"(s[70]), "+f"(s[71]),
                   "+f"(s[72]), "+f"(s[73]), "+f"(s[74]), "+f"(s[75]), "+f"(s[76]), "+f"(s[77]), "+f"(s[78]), "+f"(s[79]),
                   "+f"(s[80]), "+f"(s[81]), "+f"(s[82]), "+f"(s[83]), "+f"(s[84]), "+f"(s[85]), "+f"(s[86]), "+f"(s[87]),
                   "+f"(s[88]), "+f"(s[89]), "+f"(s[90]), "+f"(s[91]), "+f"(s[92]), "+f"(s[93]), "+f"(s[94]), "+f"(s[95]),
                   "+f"(s[96]), "+f"(s[97]), "+f"(s[98]), "+f"(s[99]), "+f"(s[100]), "+f"(s[101]), "+f"(s[102]), "+f"(s[103]),
                   "+f"(s[104]), "+f"(s[105]), "+f"(s[106]), "+f"(s[107]), "+f"(s[108]), "+f"(s[109]), "+f"(s[110]), "+f"(s[111]),
                   "+f"(s[112]), "+f"(s[113]), "+f"(s[114]), "+f"(s[115]), "+f"(s[116]), "+f"(s[117]), "+f"(s[118]), "+f"(s[119]),
                   "+f"(s[120]), "+f"(s[121]), "+f"(s[122]), "+f"(s[123]), "+f"(s[124]), "+f"(s[125]), "+f"(s[126]), "+f"(s[127])
                 : "l"(left), "l"(right), "n"(LEFT_ACROSS), "n"(RIGHT_ACROSS), "r"(adds));
}
template <int LEFT_ACROSS, int RIGHT_ACROSS> DEVICE void multiplyAdd(bf16, f32 (&s)[SUMS], u64 left, u64 right, int adds) {
    asm volatile("{ .reg .pred adds; setp.ne.b32 adds, %132, 0; wgmma.mma_async.sync.aligned.m64n256k16.f32.bf16.bf16 {"
                 "%0, %1, %2, %3, %4, %5, %6, %7, "
                 "%8, %9, %10, %11, %12, %13, %14, %15, "
                 "%16, %17, %18, %19, %20, %21, %22, %23, "
                 "%24, %25, %26, %27, %28, %29, %30, %31, "
                 "%32, %33, %34, %35, %36, %37, %38, %39, "
                 "%40, %41, %42, %43, %44, %45, %46, %47, "
                 "%48, %49, %50, %51, %52, %53, %54, %55, "
                 "%56, %57, %58, %59, %60, %61, %62, %63, "
                 "%64, %65, %66, %67, %68, %69, %70, %71, "
                 "%72, %73, %74, %75, %76, %77, %78, %79, "
                 "%80, %81, %82, %83, %84, %85, %86, %87, "
                 "%88, %89, %90, %91, %92, %93, %94, %95, "
                 "%96, %97, %98, %99, %100, %101, %102, %103, "
                 "%104, %105, %106, %107, %108, %109, %110, %111, "
                 "%112, %113, %114, %115, %116, %117, %118, %119, "
                 "%120, %121, %122, %123, %124, %125, %126, %127}, %128, %129, adds, 1, 1, %130, %131; }"
                 : "+f"(s[0]), "+f"(s[1]), "+f"(s[2]), "+f"(s[3]), "+f"(s[4]), "+f"(s[5]), "+f"(s[6]), "+f"(s[7]),
                   "+f"(s[8]), "+f"(s[9]), "+f"(s[10]), "+f"(s[11]), "+f"(s[12]), "+f"(s[13]), "+f"(s[14]), "+f"(s[15]),
                   "+f"(s[16]), "+f"(s[17]), "+f"(s[18]), "+f"(s[19]), "+f"(s[20]), "+f"(s[21]), "+f"(s[22]), "+f"(s[23]),
                   "+f"(s[24]), "+f"(s[25]), "+f"(s[26]), "+f"(s[27]), "+f"(s[28]), "+f"(s[29]), "+f"(s[30]), "+f"(s[31]),
                   "+f"(s[32]), "+f"(s[33]), "+f"(s[34]), "+f"(s[35]), "+f"(s[36]), "+f"(s[37]), "+f"(s[38]), "+f"(s[39]),
                   "+f"(s[40]), "+f"(s[41]), "+f"(s[42]), "+f"(s[43]), "+f"(s[44]), "+f"(s[45]), "+f"(s[46]), "+f"(s[47]),
                   "+f"(s[48]), "+f"(s[49]), "+f"(s[50]), "+f"(s[51]), "+f"(s[52]), "+f"(s[53]), "+f"(s[54]), "+f"(s[55]),
                   "+f"(s[56]), "+f"(s[57]), "+f"(s[58]), "+f"(s[59]), "+f"(s[60]), "+f"(s[61]), "+f"(s[62]), "+f"(s[63]),
                   "+f"(s[64]), "+f"(s[65]), "+f"(s[66]), "+f"(s[67]), "+f"(s[68]), "+f"(s[69]), "+f"(s[70]), "+f"(s[71]),
                   "+f"(s[72]), "+f"(s[73]), "+f"(s[74]), "+f"(s[75]), "+f"(s[76]), "+f"(s[77]), "+f"(s[78]), "+f"(s[79]),
                   "+f"(s[80]), "+f"(s[81]), "+f"(s[82]), "+f"(s[83]), "+f"(s[84]), "+f"(s[85]), "+f"(s[86]), "+f"(s[87]),
                   "+f"(s[88]), "+f"(s[89]), "+f"(s[90]), "+f"(s[91]), "+f"(s[92]), "+f"(s[93]), "+f"(s[94]), "+f"(s[95]),
                   "+f"(s[96]), "+f"(s[97]), "+f"(s[98]), "+f"(s[99]), "+f"(s[100]), "+f"(s[101]), "+f"(s[102]), "+f"(s[103]),
                   "+f"(s[104]), "+f"(s[105]), "+f"(s[106]), "+f"(s[107]), "+f"(s[108]), "+f"(s[109]), "+f"(s[110]), "+f"(s[111]),
                   "+f"(s[112]), "+f"(s[113]), "+f"(s[114]), "+f"(s[115]), "+f"(s[116]), "+f"(s[117]), "+f"(s[118]), "+f"(s[119]),
                   "+f"(s[120]), "+f"(s[121]), "+f"(s[122]), "+f"(s[123]), "+f"(s[124]), "+f"(s[125]), "+f"(s[126]), "+f"(s[127])
                 : "l"(left), "l"(right), "n"(LEFT_ACROSS), "n"(RIGHT_ACROSS), "r"(adds));
}

template <class T, bool LEFT_ACROSS, bool RIGHT_ACROSS>
DEVICE void copyTiles(const T* left, const T* right, const TilePlace& tile, const Product& p, char* ring, Barriers full, Barriers empty) {
    i64 leftLine = LEFT_ACROSS ? p.leftColumn : p.leftRow;
    i64 rightLine = RIGHT_ACROSS ? p.rightRow : p.rightColumn;
    left += LEFT_ACROSS ? tile.row : tile.row * leftLine;
    right += RIGHT_ACROSS ? tile.column : tile.column * rightLine;
    Copies<T, ROWS, LEFT_ACROSS> leftCopies(left, leftLine, p.rows - tile.row, p.inner);
    Copies<T, COLUMNS, RIGHT_ACROSS> rightCopies(right, rightLine, p.columns - tile.column, p.inner);
    int steps = static_cast<int>((p.inner + DEPTH - 1) / DEPTH);
    // Copies of two steps are under way before those of the first are waited for.
    const int behind = 2;
#pragma unroll 1
    for (int step = 0; step < steps + behind; step++) {
        if (step < steps) {
            int stage = step % STAGES;
            if (step >= STAGES) empty[stage].wait((step / STAGES - 1) % 2);
            u32 memory = sharedAddress(ring) + stage * STAGE_BYTES;
            leftCopies.start(memory);
            rightCopies.start(memory + LEFT_BYTES);
        }
        commitCopies();
        if (step >= behind) {
            waitForCopies<behind>();
            asm volatile("fence.proxy.async.shared::cta;" ::: "memory");
            full[(step - behind) % STAGES].arrive();
        }
    }
}

template <class T, bool LEFT_ACROSS, bool RIGHT_ACROSS>
DEVICE void multiplyTiles(f32 (&sums)[SUMS], i64 inner, int group, char* ring, Barriers full, Barriers empty) {
    int steps = static_cast<int>((inner + DEPTH - 1) / DEPTH);
#pragma unroll 1
    for (int step = 0; step < steps; step++) {
        int stage = step % STAGES;
        full[stage].wait(step / STAGES % 2);
        u32 memory = sharedAddress(ring) + stage * STAGE_BYTES;
        u64 left = descriptor(memory + group * BLOCK_BYTES);
        u64 right = descriptor(memory + LEFT_BYTES);
        asm volatile("wgmma.fence.sync.aligned;" ::: "memory");
#pragma unroll
        for (int k = 0; k < DEPTH / 16; k++) {
            // 16 elements along a line, or 16 lines, in units of 16 bytes.
            multiplyAdd<LEFT_ACROSS, RIGHT_ACROSS>(
                T(), sums, left + k * (LEFT_ACROSS ? 16 * LINE_BYTES : 32) / 16, right + k * (RIGHT_ACROSS ? 16 * LINE_BYTES : 32) / 16,
                step + k);
        }
        asm volatile("wgmma.commit_group.sync.aligned;" ::: "memory");
        // The step before is over when only this one is under way.
        asm volatile("wgmma.wait_group.sync.aligned 1;" ::: "memory");
        if (step > 0 && threadIdx.x % 32 == 0) empty[(step - 1) % STAGES].arrive();
    }
    asm volatile("wgmma.wait_group.sync.aligned 0;" ::: "memory");
}

/// Sums as the fragments that a strip takes: 16 rows of a warp.
DEVICE const f32 (&fragments(const f32 (&sums)[SUMS]))[COLUMNS / 8][4] {
    return reinterpret_cast<const f32(&)[COLUMNS / 8][4]>(sums);
}

template <class T, bool LEFT_ACROSS, bool RIGHT_ACROSS>
DEVICE void multiply(const T* left, const T* right, T* out, f64 alpha, f64 beta, const Product& p) {
    extern __shared__ __align__(1024) char ring[];
    __shared__ u64 barriers[2 * STAGES];
    Barriers full = {sharedAddress(barriers)};
    Barriers empty = {sharedAddress(barriers + STAGES)};
    if (threadIdx.x == 0) {
        for (int stage = 0; stage < STAGES; stage++) {
            full[stage].initialize(GROUP);
            // One thread of every warp that multiplies.
            empty[stage].initialize(2 * GROUP / 32);
        }
        asm volatile("fence.mbarrier_init.release.cluster;" ::: "memory");
    }
    __syncthreads();
    TilePlace tile(p, ROWS, COLUMNS);
    i64 leftFirst, rightFirst;
    p.matrices.locate(tile.item, leftFirst, rightFirst);
    int group = threadIdx.x / GROUP;
    if (group == 2) {
        asm volatile("setmaxnreg.dec.sync.aligned.u32 40;");
        copyTiles<T, LEFT_ACROSS, RIGHT_ACROSS>(left + leftFirst, right + rightFirst, tile, p, ring, full, empty);
        // The ring is free for results once all steps are over.
        asm volatile("bar.sync 1, 384;" ::: "memory");
    } else {
        asm volatile("setmaxnreg.inc.sync.aligned.u32 232;");
        f32 sums[SUMS];
        multiplyTiles<T, LEFT_ACROSS, RIGHT_ACROSS>(sums, p.inner, group, ring, full, empty);
        asm volatile("bar.sync 1, 384;" ::: "memory");
        int warp = threadIdx.x / 32;
        Strip<T, COLUMNS> strip = {reinterpret_cast<f32*>(ring) + warp * 16 * Strip<T, COLUMNS>::PITCH};
        strip.fill(fragments(sums));
        i64 row = tile.row + warp * 16;
        T* place = out + tile.item * p.rows * p.columns + row * p.columns + tile.column;
        strip.write(place, p.rows - row, p.columns - tile.column, p.columns, alpha, beta);
    }
}

/// `_nn`, `_nt`, `_tn`, `_tt` as in half.cu; all lines of operands must begin at multiples of 16 bytes. Blocks of 384
/// threads with 192 KB of dynamic shared memory.
#define MULTIPLY(NAME, T, LEFT_ACROSS, RIGHT_ACROSS)                                                                   \
    KERNEL __launch_bounds__(3 * GROUP, 1) NAME(                                                                       \
        const T* left, const T* right, T* out, f64 alpha, f64 beta, const __grid_constant__ Product product) {         \
        multiply<T, LEFT_ACROSS, RIGHT_ACROSS>(left, right, out, alpha, beta, product);                                \
    }
#define LAYOUTS(T)                                                                                                     \
    MULTIPLY(multiply_nn_##T, T, false, true)                                                                          \
    MULTIPLY(multiply_nt_##T, T, false, false)                                                                         \
    MULTIPLY(multiply_tn_##T, T, true, true)                                                                           \
    MULTIPLY(multiply_tt_##T, T, true, false)
LAYOUTS(f16)
LAYOUTS(bf16)
