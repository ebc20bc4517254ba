// What products of 16-bit numbers have in common: copies into shared memory, and results out of it.
#pragma once

#include "product.cuh"

/// Elements of a 16-byte chunk.
static const int CHUNK = 8;

DEVICE u32 sharedAddress(const void* pointer) { return static_cast<u32>(__cvta_generic_to_shared(pointer)); }

DEVICE void copyAsync(u32 target, const void* source, int bytes) {
    asm volatile("cp.async.cg.shared.global [%0], [%1], 16, %2;" ::"r"(target), "l"(source), "r"(bytes));
}
DEVICE void commitCopies() { asm volatile("cp.async.commit_group;"); }
template <int PENDING> DEVICE void waitForCopies() { asm volatile("cp.async.wait_group %0;" ::"n"(PENDING)); }

/// 16 rows of a warp's results on their way to memory, in shared memory so that whole chunks are written.
template <class T, int COLUMNS> struct Strip {
    static const int PITCH = COLUMNS + 8;
    f32* memory;

    DEVICE void fill(const f32 (&sums)[COLUMNS / 8][4]) const {
        int lane = threadIdx.x % 32;
        __syncwarp();
#pragma unroll
        for (int j = 0; j < COLUMNS / 8; j++) {
            f32* place = memory + lane / 4 * PITCH + j * 8 + lane % 4 * 2;
            *reinterpret_cast<float2*>(place) = make_float2(sums[j][0], sums[j][1]);
            *reinterpret_cast<float2*>(place + 8 * PITCH) = make_float2(sums[j][2], sums[j][3]);
        }
        __syncwarp();
    }

    /// @param rows, columns what of the result there is from `out` on
    DEVICE void write(T* out, i64 rows, i64 columns, i64 pitch, f64 alpha, f64 beta) const {
        f32 factor = static_cast<f32>(alpha);
        f32 share = static_cast<f32>(beta);
        bool aligned = pitch % CHUNK == 0;
#pragma unroll 1
        for (int i = threadIdx.x % 32; i < 16 * COLUMNS / CHUNK; i += 32) {
            int row = i / (COLUMNS / CHUNK);
            int column = i % (COLUMNS / CHUNK) * CHUNK;
            if (row >= rows || column >= columns) continue;
            const f32* sums = memory + row * PITCH + column;
            T* place = out + row * pitch + column;
            if (aligned) {
                Vector<T> held;
                if (share != 0) held = *reinterpret_cast<const Vector<T>*>(place);
#pragma unroll
                for (int e = 0; e < CHUNK; e++) {
                    f32 before = share == 0 ? 0 : share * convert<f32>(held.values[e]);
                    held.values[e] = convert<T>(factor * sums[e] + before);
                }
                storeVector(place, held);
            } else {
#pragma unroll 1
                for (int e = 0; e < CHUNK && column + e < columns; e++) {
                    f32 before = share == 0 ? 0 : share * convert<f32>(place[e]);
                    place[e] = convert<T>(factor * sums[e] + before);
                }
            }
        }
    }
};
