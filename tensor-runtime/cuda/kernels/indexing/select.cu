// Rows and elements read at positions given by tensors.
#include "indices.cuh"

/// The position of an element that an index out of range stands for.
static const i64 NONE = INT64_MIN;

/// From `[groups, size, row]` to `[groups, count, row]`: row r of each group is the one that index r says. Threads (x)
/// go along a row, a block has several rows (y). What an index out of range chooses is not written.
///
/// @param row units of a row
template <class Unit>
DEVICE void selectRows(
    const Unit* in, const Indices& indices, Unit* out, i64 groups, i64 count, i64 row, const Fault& fault) {
    i64 rows = groups * count;
    for (i64 target = static_cast<i64>(blockIdx.x) * blockDim.y + threadIdx.y; target < rows; target += static_cast<i64>(gridDim.x) * blockDim.y) {
        i64 group, number;
        Axes::divide(target, count, group, number);
        i64 place = indices.at(number, fault);
        if (place < 0) continue;
        const Unit* from = in + (group * indices.size + place) * row;
        Unit* to = out + target * row;
        for (i64 i = threadIdx.x; i < row; i += blockDim.x) to[i] = from[i];
    }
}

#define SELECT_ROWS(Unit)                                                                                              \
    KERNEL select_rows_##Unit(                                                                                         \
        const Unit* in, const __grid_constant__ Indices indices, Unit* out, i64 groups, i64 count, i64 row,            \
        Fault fault) {                                                                                                 \
        selectRows(in, indices, out, groups, count, row, fault);                                                       \
    }
FOR_UNITS(SELECT_ROWS)
SELECT_ROWS(unit16)

/// out[i] = in[start of its line + step · index[i]]; out is contiguous.
///
/// @param axes the index's axes, with its own strides and those of the lines' starts in `in`
template <class Unit>
DEVICE void gather(
    const Unit* in, const Indices& indices, Unit* out, const Axes& axes, i64 count, i64 step, const Fault& fault) {
    // Several elements are on their way at a time.
    const int ahead = 4;
    for (i64 first = threadNumber(); first < count; first += ahead * threadCount()) {
        i64 source[ahead];
        Unit loaded[ahead];
#pragma unroll
        for (int u = 0; u < ahead; u++) {
            i64 i = first + u * threadCount();
            i64 position, line;
            source[u] = NONE;
            if (i < count) {
                axes.locate(i, position, line);
                i64 place = indices.at(position, fault);
                source[u] = place < 0 ? NONE : line + step * place;
            }
        }
#pragma unroll
        for (int u = 0; u < ahead; u++) {
            if (source[u] != NONE) loaded[u] = in[source[u]];
        }
#pragma unroll
        for (int u = 0; u < ahead; u++) {
            if (source[u] != NONE) out[first + u * threadCount()] = loaded[u];
        }
    }
}

#define GATHER(Unit)                                                                                                   \
    KERNEL gather_##Unit(                                                                                              \
        const Unit* in, const __grid_constant__ Indices indices, Unit* out, const __grid_constant__ Axes axes,         \
        i64 count, i64 step, Fault fault) {                                                                            \
        gather(in, indices, out, axes, count, step, fault);                                                            \
    }
FOR_UNITS(GATHER)

/// Adds to each start, or with `first` writes, how far an index moves it.
///
/// @param axes of the starts, with the index's strides
KERNEL move_starts(
    const __grid_constant__ Indices indices, i64* starts, const __grid_constant__ Axes axes, i64 count, i64 step,
    i64 first, Fault fault) {
    for (i64 i = threadNumber(); i < count; i += threadCount()) {
        i64 place = indices.at(axes.position(i), fault);
        i64 start = first ? 0 : starts[i];
        starts[i] = place < 0 || start == NONE ? NONE : start + place * step;
    }
}

/// The parts that begin at `starts` in `in`, each of the shape `part`: out[before, i, after] where before and after are
/// the axes of the part on either side.
///
/// @param part   strides in `in`, and in `out`
/// @param index  axes of the starts, with strides in `out` as the others
template <class Unit>
DEVICE void readParts(const Unit* in, const i64* starts, Unit* out, const Axes& part, const Axes& index, i64 partCount, i64 indexCount) {
    i64 count = partCount * indexCount;
    for (i64 i = threadNumber(); i < count; i += threadCount()) {
        i64 number, inPart, from, to, unused, base;
        Axes::divide(i, partCount, number, inPart);
        part.locate(inPart, from, to);
        index.locate(number, unused, base);
        i64 start = starts[number];
        if (start != NONE) out[base + to] = in[start + from];
    }
}

#define READ_PARTS(Unit)                                                                                               \
    KERNEL read_parts_##Unit(                                                                                          \
        const Unit* in, const i64* starts, Unit* out, const __grid_constant__ Axes part,                               \
        const __grid_constant__ Axes index, i64 partCount, i64 indexCount) {                                           \
        readParts(in, starts, out, part, index, partCount, indexCount);                                                \
    }
FOR_UNITS(READ_PARTS)
