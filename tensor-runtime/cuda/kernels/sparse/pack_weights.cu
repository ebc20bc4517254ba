// Brings weights into the order in which the convolution reads them.
#include "mma.cuh"

/// Strides, in elements, of weights of any layout: `[groups, outputs per group, volume, inputs per group]`.
struct WeightLayout {
    int64_t group;
    int64_t output;
    int64_t offset;
    int64_t input;
};

/// Packs to `[groups, slices, volume, chunks, steps, tiles of 16 channels, lanes]` of 16 bytes, 0 where there is no
/// such channel. `tiles` is that of one slice, `chunks` that of an offset. Grid (blocks, volume, groups · slices). With `reversed` the offsets come in reverse order: the map of a
/// point-symmetric submanifold kernel then serves the way back.
template <class Type>
__device__ void pack(
        const void* weights, const WeightLayout& layout, uint4* packed,
        int outputsPerGroup, int inputsPerGroup, int tiles, int chunks, int reversed) {
    using Value = typename Type::Value;
    constexpr int VALUES = 16 / sizeof(Value);
    int slices = (outputsPerGroup + 16 * tiles - 1) / (16 * tiles);
    int volume = gridDim.y;
    int offset = blockIdx.y;
    int slice = blockIdx.z % slices;
    int64_t group = blockIdx.z / slices;
    int units = chunks * STEPS * tiles * 32;
    for (int i = blockIdx.x * blockDim.x + threadIdx.x; i < units; i += gridDim.x * blockDim.x) {
        int lane = i % 32;
        int tile = i / 32 % tiles;
        int step = i / 32 / tiles % STEPS;
        int chunk = i / 32 / tiles / STEPS;
        const Value* source = (const Value*)weights + group * layout.group
                + (reversed ? volume - 1 - offset : offset) * layout.offset;
        union {
            Value values[VALUES];
            uint4 all;
        } result;
#pragma unroll
        for (int v = 0; v < VALUES; v++) {
            // Pairs of values: rows g and g + 8 of the channels for the first half of the inputs, then for the second.
            int row = lane / 4;
            int matrix = tile * 2 + v / 2 % 2;
            int channel = tiles == 1 ? channelOf<2>(matrix, row) : channelOf<4>(matrix, row);
            int output = slice * 16 * tiles + channel;
            int input = chunk * Type::CHUNK + lane % 4 * VALUES + step * (VALUES / 2) + v / 4 * 2 + v % 2;
            bool exists = output < outputsPerGroup && input < inputsPerGroup;
            result.values[v] = exists ? source[output * layout.output + input * layout.input] : Type::of(0);
        }
        packed[((int64_t)blockIdx.z * volume + offset) * units + i] = result.all;
    }
}

#define PACK_KERNEL(name, Type) \
    extern "C" __global__ void name( \
            const void* weights, const __grid_constant__ WeightLayout layout, uint4* packed, \
            int outputsPerGroup, int inputsPerGroup, int tiles, int chunks, int reversed) { \
        pack<Type>(weights, layout, packed, outputsPerGroup, inputsPerGroup, tiles, chunks, reversed); \
    }

PACK_KERNEL(sparse_pack_weights_f16, F16)
PACK_KERNEL(sparse_pack_weights_bf16, BF16)
