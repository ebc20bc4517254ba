// Sparse convolution as one masked matrix product per kernel offset, output-stationary.
//
// A block computes BR output rows × BM output channels; the sums stay in registers until every offset is done. The
// weights of the offsets that any of the block's rows needs stream through a ring in shared memory. A warp has
// 8 · NT rows and 16 · MT channels, gathers rows of features from global memory straight into registers (in the layout
// that the tensor cores take, see mma.cuh) one stage ahead of their use, and leaves out 8 rows at a time where none has
// a neighbour. Rows near in Z-order read mostly the same rows of features, which the L1 cache then holds. No sums cross
// threads, so the result does not depend on scheduling.
#pragma once

#include "mma.cuh"
#include "row_offsets.cuh"
#include "source_rows.cuh"
#include "weight_ring.cuh"

struct ConvolutionArguments {
    /// `[input rows, inputStride]`
    const void* features;
    /// As packed by `sparse_pack_weights`.
    const unsigned char* weights;
    /// `[output rows, outputStride]`
    void* out;
    /// `[volume, rows]`: the input row for each offset and position, or −1.
    const int* table;
    /// `[ceil(volume / 32), rows]`: the offsets present.
    const unsigned* masks;
    /// `[rows]`: the output row of each position.
    const int* order;
    /// `[ceil(rows / BR)]`: the tiles of rows in the order in which blocks take them.
    const int* tiles;
    int rows;
    int volume;
    int inputsPerGroup;
    int outputsPerGroup;
    int inputStride;
    int outputStride;
    /// Can rows of the result be written in 16 bytes?
    int wideOutput;
};

/// WM × WR warps; STAGES stages of CHUNKS chunks of input channels; WIDE if rows of features can be read in 16 bytes.
template <class Type, int MT, int NT, int WM, int WR, int STAGES, int CHUNKS, bool WIDE>
struct Convolution {
    using Value = typename Type::Value;
    static constexpr int BM = 16 * MT * WM;
    static constexpr int BR = 8 * NT * WR;
    static constexpr int WARPS = WM * WR;
    static constexpr int VALUES = 16 / sizeof(Value);
    static constexpr int PRODUCT_BYTES = BM / 16 * FRAGMENT_BYTES;
    static constexpr int STAGE_CHANNELS = CHUNKS * Type::CHUNK;
    static constexpr int STAGE_BYTES = CHUNKS * STEPS * PRODUCT_BYTES;
    static constexpr int INDICES = (8 * NT + 31) / 32;
    using Ring = WeightRing<STAGES, STAGE_BYTES, WARPS>;

    /// The channels that one stage multiplies, of the rows that a warp's positions have at an offset.
    struct Features {
        uint4 values[NT][CHUNKS];
        /// Which groups of 8 positions have a row.
        bool present[NT];
    };

    struct Storage {
        typename Ring::Storage ring;
        typename SourceRows<NT>::Storage sources[WARPS];
    };

    const ConvolutionArguments& a;
    int lane = threadIdx.x % 32;
    int warpColumn;
    int tileRow;
    int firstRow;
    int group;
    int slice;
    int stagesPerOffset;
    /// What this lane reads of row 0 of the features first, and the bytes of a row.
    const unsigned char* features;
    int rowBytes;

    __device__ explicit Convolution(const ConvolutionArguments& arguments) : a(arguments) {
        int warp = threadIdx.x / 32;
        warpColumn = warp % WM;
        tileRow = a.tiles[blockIdx.x] * BR;
        firstRow = tileRow + warp / WM * 8 * NT;
        int slices = (a.outputsPerGroup + BM - 1) / BM;
        group = blockIdx.y / slices;
        slice = blockIdx.y % slices;
        stagesPerOffset = (a.inputsPerGroup + STAGE_CHANNELS - 1) / STAGE_CHANNELS;
        features = (const unsigned char*)a.features + group * a.inputsPerGroup * sizeof(Value) + lane % 4 * 16;
        rowBytes = a.inputStride * sizeof(Value);
        keep(features);
    }

    /// Has the compiler hold a pointer in registers rather than work it out at each use.
    template <class Pointer>
    __device__ static void keep(Pointer& pointer) {
        asm volatile("" : "+l"(pointer));
    }

    __device__ void fetch(Features& target, const int (&rows)[NT], int stage) const {
        const unsigned char* base = features + stage * (CHUNKS * CHUNK_BYTES);
        int left[CHUNKS];
#pragma unroll
        for (int chunk = 0; chunk < CHUNKS; chunk++) {
            left[chunk] = a.inputsPerGroup - stage * STAGE_CHANNELS - chunk * Type::CHUNK - lane % 4 * VALUES;
        }
#pragma unroll
        for (int j = 0; j < NT; j++) {
            const unsigned char* source = base + (int64_t)rows[j] * rowBytes;
#pragma unroll
            for (int chunk = 0; chunk < CHUNKS; chunk++) {
                if constexpr (WIDE) {
                    target.values[j][chunk] = loadIf(rows[j], left[chunk], source + chunk * CHUNK_BYTES);
                } else {
                    int count = rows[j] < 0 ? 0 : left[chunk];
                    target.values[j][chunk] = loadValues((const Value*)(source + chunk * CHUNK_BYTES), count);
                }
            }
        }
    }

    /// 16 bytes, or 0 if `row` is negative or nothing is `left`.
    __device__ static uint4 loadIf(int row, int left, const unsigned char* source) {
        uint4 result = make_uint4(0, 0, 0, 0);
        asm volatile("{ .reg .pred p, q; setp.gt.s32 q, %5, 0; setp.ge.and.s32 p, %4, 0, q; "
            "@p ld.global.nc.v4.u32 {%0, %1, %2, %3}, [%6]; }"
            : "+r"(result.x), "+r"(result.y), "+r"(result.z), "+r"(result.w) : "r"(row), "r"(left), "l"(source));
        return result;
    }

    /// At most 16 bytes of `count` values, one by one.
    __device__ static uint4 loadValues(const Value* source, int count) {
        union {
            Value values[VALUES];
            uint4 all;
        } result;
        result.all = make_uint4(0, 0, 0, 0);
#pragma unroll
        for (int i = 0; i < VALUES; i++) {
            if (i < count) {
                result.values[i] = source[i];
            }
        }
        return result.all;
    }

    __device__ static void multiply(float (&sums)[MT][NT][4], const Features& current, const unsigned char* weights) {
#pragma unroll
        for (int step = 0; step < CHUNKS * STEPS; step++) {
            uint4 fragments[MT];
#pragma unroll
            for (int i = 0; i < MT; i++) {
                fragments[i] = *(const uint4*)(weights + step * PRODUCT_BYTES + i * FRAGMENT_BYTES);
            }
#pragma unroll
            for (int j = 0; j < NT; j++) {
                if (current.present[j]) {
                    const uint4& values = current.values[j][step / STEPS];
#pragma unroll
                    for (int i = 0; i < MT; i++) {
                        Type::multiply(sums[i][j], fragments[i], step % STEPS == 0 ? values.x : values.z,
                                step % STEPS == 0 ? values.y : values.w);
                    }
                }
            }
        }
    }

    __device__ void run(Storage* storage) {
        unsigned offsetBytes = stagesPerOffset * STAGE_BYTES;
        Ring ring(&storage->ring, a.weights + (int64_t)blockIdx.y * a.volume * offsetBytes, offsetBytes);
        SourceRows<NT> sources(&storage->sources[threadIdx.x / 32], a.table, a.rows, firstRow);
        RowOffsets offsets(a.masks, a.rows, a.volume, firstRow, 8 * NT);
        int offset = offsets.next();
        int second = offsets.next();
        int third = offsets.next();
        sources.ask(offset);
        sources.ask(second);
        sources.ask(third);
        int rows[NT];
        auto fetchOffset = [&](Features& features) {
            sources.take(rows);
#pragma unroll
            for (int j = 0; j < NT; j++) {
                features.present[j] = __any_sync(~0u, rows[j] >= 0);
            }
            fetch(features, rows, 0);
        };
        float sums[MT][NT][4] = {};
        Features even;
        Features odd;
        if (offset != NO_OFFSET) {
            fetchOffset(even);
        }
        int stage = 0;
        // Multiplies with one stage while the features of the next one are on their way; false after the last.
        auto advance = [&](const Features& current, Features& next) {
            bool last = stage + 1 == stagesPerOffset;
            int following = offset;
            if (last) {
                int fourth = offsets.next();
                sources.ask(fourth);
                following = second;
                second = third;
                third = fourth;
                if (following != NO_OFFSET) {
                    fetchOffset(next);
                }
            } else {
#pragma unroll
                for (int j = 0; j < NT; j++) {
                    next.present[j] = current.present[j];
                }
                fetch(next, rows, stage + 1);
            }
            if (stage == 0) {
                ring.skipTo(offset);
            } else {
                ring.wait();
            }
            multiply(sums, current, ring.storage->data[ring.stage] + warpColumn * MT * FRAGMENT_BYTES + lane * 16);
            ring.leave();
            stage = last ? 0 : stage + 1;
            offset = following;
            return offset != NO_OFFSET;
        };
        ring.start(a.masks, a.rows, a.volume, tileRow, BR);
        if (offset != NO_OFFSET) {
            while (advance(even, odd) && advance(odd, even)) {
            }
        }
        ring.finish();
        store(sums);
    }

    __device__ void store(const float (&sums)[MT][NT][4]) const {
        int outputs[INDICES];
#pragma unroll
        for (int i = 0; i < INDICES; i++) {
            int position = firstRow + i * 32 + lane;
            outputs[i] = i * 32 + lane < 8 * NT && position < a.rows ? a.order[position] : -1;
        }
        int firstChannel = slice * BM + warpColumn * 16 * MT;
        Value* out = (Value*)a.out + group * a.outputsPerGroup;
#pragma unroll
        for (int j = 0; j < NT; j++) {
            int row = __shfl_sync(~0u, outputs[j / 4], j % 4 * 8 + lane / 4);
            storeRows(sums, j, firstChannel, row < 0 ? nullptr : out + (int64_t)row * a.outputStride);
        }
    }

    /// The sums of 8 rows, turned so that each lane has contiguous channels of one row.
    __device__ void storeRows(const float (&sums)[MT][NT][4], int j, int firstChannel, Value* row) const {
        constexpr int QUADS = MT == 1 ? 2 : 4;
        unsigned pairs[2 * MT];
#pragma unroll
        for (int i = 0; i < MT; i++) {
            pairs[2 * i] = transposed(Type::pack(sums[i][j][0], sums[i][j][1]));
            pairs[2 * i + 1] = transposed(Type::pack(sums[i][j][2], sums[i][j][3]));
        }
#pragma unroll
        for (int first = 0; first < 2 * MT; first += QUADS) {
            int channel = firstChannel + channelOf<QUADS>(first, threadIdx.x % 4 * 2);
            int count = row == nullptr ? 0 : min(2 * QUADS, a.outputsPerGroup - channel);
            if (count == 2 * QUADS && a.wideOutput) {
                if constexpr (QUADS == 4) {
                    *(uint4*)(row + channel) = make_uint4(pairs[first], pairs[first + 1], pairs[first + 2], pairs[first + 3]);
                } else {
                    *(uint2*)(row + channel) = make_uint2(pairs[first], pairs[first + 1]);
                }
            } else {
#pragma unroll
                for (int i = 0; i < 2 * QUADS; i++) {
                    if (i < count) {
                        unsigned short bits = (unsigned short)(pairs[first + i / 2] >> i % 2 * 16);
                        row[channel + i] = *(const Value*)&bits;
                    }
                }
            }
        }
    }
};

/// Defines a kernel: grid (ceil(rows / BR), groups · slices of BM output channels). `name_shape` holds BM, BR, the number of
/// threads, the bytes of shared memory and the chunks of a stage, of which the packed weights have a multiple.
#define CONVOLUTION_KERNEL(name, Type, MT, NT, WM, WR, STAGES, CHUNKS, WIDE, BLOCKS) \
    extern "C" __global__ __launch_bounds__(32 * WM * WR, BLOCKS) void name( \
            const __grid_constant__ ConvolutionArguments arguments) { \
        using Kernel = Convolution<Type, MT, NT, WM, WR, STAGES, CHUNKS, WIDE>; \
        extern __shared__ __align__(128) unsigned char shared[]; \
        Kernel(arguments).run((typename Kernel::Storage*)shared); \
    } \
    extern "C" __device__ int name##_shape[5] = { \
            16 * MT * WM, 8 * NT * WR, 32 * WM * WR, \
            (int)sizeof(typename Convolution<Type, MT, NT, WM, WR, STAGES, CHUNKS, WIDE>::Storage), CHUNKS};

/// The kernels for one dtype, named after BM; all have tiles of 64 rows, so that one order of tiles serves them. `narrow` reads rows of features that 16-byte reads cannot.
#define CONVOLUTION_KERNELS(label, Type) \
    CONVOLUTION_KERNEL(sparse_convolution_16_##label, Type, 1, 4, 1, 2, 4, 1, true, 10) \
    CONVOLUTION_KERNEL(sparse_convolution_32_##label, Type, 2, 4, 1, 2, 4, 1, true, 10) \
    CONVOLUTION_KERNEL(sparse_convolution_64_##label, Type, 4, 4, 1, 2, 3, 2, true, 6) \
    CONVOLUTION_KERNEL(sparse_convolution_128_##label, Type, 4, 4, 2, 2, 4, 2, true, 3) \
    CONVOLUTION_KERNEL(sparse_convolution_narrow_##label, Type, 2, 4, 1, 2, 4, 1, false, 8)
