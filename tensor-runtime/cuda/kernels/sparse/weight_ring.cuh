// Weights on their way to the multiplying warps: a ring of stages in shared memory. Each warp goes through the stages
// at its own pace; the last one to leave a stage has it filled again. On compute capability 9 that is one bulk copy.
#pragma once

#include <cstdint>

/// The most kernel offsets that a tile of rows can go through.
constexpr int MAX_VOLUME = 1024;

__device__ inline unsigned sharedAddress(const void* pointer) {
    return (unsigned)__cvta_generic_to_shared(pointer);
}

/// For one tile of rows: STAGES stages of STAGE_BYTES, left by WARPS warps.
template <int STAGES, int STAGE_BYTES, int WARPS>
struct WeightRing {
    struct Storage {
        alignas(128) unsigned char data[STAGES][STAGE_BYTES];
        /// Barriers (mbarrier) that a filled stage completes a phase of.
        uint64_t full[STAGES];
        /// How many warps have left a stage.
        int left[STAGES];
        /// How many offsets the tile goes through, and which.
        int count;
        unsigned short offsets[MAX_VOLUME];
    };

    Storage* storage;
    /// Weights of the offset 0, and how many bytes and stages an offset has.
    const unsigned char* weights;
    unsigned offsetBytes;
    int stagesPerOffset;
    /// How many offsets and parts STAGES stages are.
    int aheadOffsets;
    int aheadParts;
    /// Current stage and phase of its barrier.
    int stage = 0;
    unsigned phase = 0;
    /// Which of the tile's offsets the current stage belongs to, and which of the offset's stages it is.
    int index = 0;
    int part = 0;
    /// Stages left in the tile, the current one included.
    int remaining = 0;

    /// Called by all threads, once.
    __device__ WeightRing(Storage* storage, const unsigned char* weights, unsigned offsetBytes)
            : storage(storage), weights(weights), offsetBytes(offsetBytes),
              stagesPerOffset(offsetBytes / STAGE_BYTES),
              aheadOffsets(STAGES / stagesPerOffset), aheadParts(STAGES % stagesPerOffset) {
        if (threadIdx.x == 0) {
#if __CUDA_ARCH__ >= 900
            int arrivals = 1;
#else
            int arrivals = 32;
#endif
            for (int i = 0; i < STAGES; i++) {
                storage->left[i] = 0;
                asm volatile("mbarrier.init.shared.b64 [%0], %1;"
                        ::"r"(sharedAddress(&storage->full[i])), "r"(arrivals) : "memory");
            }
#if __CUDA_ARCH__ >= 900
            asm volatile("fence.mbarrier_init.release.cluster;" ::: "memory");
#endif
        }
    }

    /// Starts the stream of the offsets at which rows `first … first + count` have a neighbour. Called by all threads.
    __device__ void start(const unsigned* masks, int rows, int volume, int first, int count) {
        __syncthreads();
        if (threadIdx.x < 32) {
            int lane = threadIdx.x;
            int found = 0;
            int end = min(rows, first + count);
            for (int word = 0; word * 32 < volume; word++) {
                unsigned mask = 0;
#pragma unroll 8
                for (int row = first + lane; row < end; row += 32) {
                    mask |= __ldg(masks + (int64_t)word * rows + row);
                }
                mask = __reduce_or_sync(~0u, mask);
                if (mask >> lane & 1) {
                    storage->offsets[found + __popc(mask & ((1u << lane) - 1))] = (unsigned short)(word * 32 + lane);
                }
                found += __popc(mask);
            }
            storage->count = found;
            __syncwarp();
            for (int i = 0; i < min(STAGES, found * stagesPerOffset); i++) {
                fill(i / stagesPerOffset, i % stagesPerOffset, i);
            }
        }
        __syncthreads();
        remaining = storage->count * stagesPerOffset;
    }

    /// Fills `stage` with a part of the weights of the tile's `index`-th offset. Called by one warp; on compute
    /// capability 9 its first lane is enough.
    __device__ void fill(int index, int part, int stage) {
        const unsigned char* source = weights + (uint64_t)storage->offsets[index] * offsetBytes + part * STAGE_BYTES;
        unsigned target = sharedAddress(storage->data[stage]);
        unsigned full = sharedAddress(&storage->full[stage]);
#if __CUDA_ARCH__ >= 900
        if (threadIdx.x % 32 == 0) {
            asm volatile("{ .reg .b64 state; mbarrier.arrive.expect_tx.shared.b64 state, [%0], %1; }"
                    ::"r"(full), "r"(STAGE_BYTES) : "memory");
            asm volatile("cp.async.bulk.shared::cluster.global.mbarrier::complete_tx::bytes [%0], [%1], %2, [%3];"
                    ::"r"(target), "l"(source), "r"(STAGE_BYTES), "r"(full) : "memory");
        }
#else
        for (int i = threadIdx.x % 32 * 16; i < STAGE_BYTES; i += 32 * 16) {
            asm volatile("cp.async.cg.shared.global [%0], [%1], 16;" ::"r"(target + i), "l"(source + i) : "memory");
        }
        asm volatile("cp.async.mbarrier.arrive.noinc.shared.b64 [%0];" ::"r"(full) : "memory");
#endif
    }

    /// Waits for the current stage.
    __device__ void wait() const {
        unsigned done;
        do {
#if __CUDA_ARCH__ >= 900
            asm volatile("{ .reg .pred p; mbarrier.try_wait.parity.shared.b64 p, [%1], %2; selp.u32 %0, 1, 0, p; }"
                    : "=r"(done) : "r"(sharedAddress(&storage->full[stage])), "r"(phase) : "memory");
#else
            asm volatile("{ .reg .pred p; mbarrier.test_wait.parity.shared.b64 p, [%1], %2; selp.u32 %0, 1, 0, p; }"
                    : "=r"(done) : "r"(sharedAddress(&storage->full[stage])), "r"(phase) : "memory");
#endif
        } while (done == 0);
    }

    /// Leaves the current stage for the next.
    __device__ void leave() {
        __syncwarp();
        // The count is relaxed: the reads of the stage are over, since their results have been used, and a fence would
        // also wait for the features that are on their way.
#if __CUDA_ARCH__ >= 900
        if (threadIdx.x % 32 == 0 && countLeaving() == WARPS - 1) {
            refill();
        }
#else
        int before = threadIdx.x % 32 == 0 ? countLeaving() : 0;
        if (__shfl_sync(~0u, before, 0) == WARPS - 1) {
            refill();
        }
#endif
        remaining--;
        if (++part == stagesPerOffset) {
            part = 0;
            index++;
        }
        if (++stage == STAGES) {
            stage = 0;
            phase ^= 1;
        }
    }

    __device__ int countLeaving() {
        int before;
        asm volatile("atom.relaxed.cta.shared.add.u32 %0, [%1], 1;"
                : "=r"(before) : "r"(sharedAddress(&storage->left[stage])) : "memory");
        return before;
    }

    /// Fills the current stage, which all warps have left, anew.
    __device__ void refill() {
        storage->left[stage] = 0;
        if (remaining > STAGES) {
            int laterIndex = index + aheadOffsets;
            int laterPart = part + aheadParts;
            bool wraps = laterPart >= stagesPerOffset;
            fill(laterIndex + wraps, wraps ? laterPart - stagesPerOffset : laterPart, stage);
        }
    }

    /// Leaves stages until one belongs to `offset`, and waits for that.
    __device__ void skipTo(int offset) {
        while (storage->offsets[index] != offset) {
            wait();
            leave();
        }
        wait();
    }

    /// Leaves the rest of the stages.
    __device__ void finish() {
        while (remaining > 0) {
            wait();
            leave();
        }
    }
};
