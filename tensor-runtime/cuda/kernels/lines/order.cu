// What is read off sorted lines: the values are the numbers that elements had in their line, and equal elements are in
// the order that they had.
#include "keys.cuh"

/// The first `wanted` values of each line.
KERNEL first_of_lines(const u32* values, i64 lines, i64 length, i64 wanted, i64* out) {
    for (i64 i = threadNumber(); i < lines * wanted; i += threadCount()) {
        i64 line, rank;
        Axes::divide(i, wanted, line, rank);
        out[i] = values[line * length + rank];
    }
}

/// How many keys are less than `wanted` (or equal, for `right`).
template <class Key> DEVICE i64 countBelow(const Key* sorted, i64 length, Key wanted, bool right) {
    i64 begin = 0;
    while (length > 0) {
        i64 half = length / 2;
        Key middle = sorted[begin + half];
        bool below = right ? middle <= wanted : middle < wanted;
        begin = below ? begin + half + 1 : begin;
        length = below ? length - half - 1 : half;
    }
    return begin;
}

/// What is chosen from a sorted line.
enum Choice {
    /// The first of the elements equal to the one with a given rank.
    RANK,
    /// The lower of the two in the middle; of the first NaN if there is one.
    MEDIAN,
    /// As median, of the numbers; of the first NaN if there are none.
    NAN_MEDIAN,
};

/// A thread for each line.
///
/// @param notANumber the key of NaN; 0 if there is none
template <class Key>
DEVICE void choose(const Key* keys, const u32* values, i64 lines, i64 length, i64 choice, i64 rank, Key notANumber, i64* out) {
    for (i64 line = threadNumber(); line < lines; line += threadCount()) {
        const Key* sorted = keys + line * length;
        i64 place = rank;
        if (choice != RANK) {
            i64 numbers = notANumber == 0 ? length : countBelow(sorted, length, notANumber, false);
            bool isMissing = numbers < length && (choice == MEDIAN || numbers == 0);
            place = isMissing ? numbers : (numbers - 1) / 2;
        }
        out[line] = values[line * length + countBelow(sorted, length, sorted[place], false)];
    }
}

/// The last of the most frequent elements, which are the smallest of several; a block of 256 threads for each line.
template <class Key> DEVICE void mode(const Key* keys, const u32* values, i64 length, i64* out) {
    __shared__ i64 counts[256];
    __shared__ i64 begins[256];
    const Key* sorted = keys + blockIdx.x * length;
    i64 longest = 0;
    i64 best = 0;
    for (i64 i = threadIdx.x; i < length; i += blockDim.x) {
        if (i > 0 && sorted[i] == sorted[i - 1]) continue;
        i64 count = countBelow(sorted + i, length - i, sorted[i], true);
        if (count > longest) {
            longest = count;
            best = i;
        }
    }
    counts[threadIdx.x] = longest;
    begins[threadIdx.x] = best;
    __syncthreads();
    if (threadIdx.x > 0) return;
    for (int thread = 1; thread < blockDim.x; thread++) {
        if (counts[thread] > longest || (counts[thread] == longest && begins[thread] < best)) {
            longest = counts[thread];
            best = begins[thread];
        }
    }
    out[blockIdx.x] = values[blockIdx.x * length + best + longest - 1];
}

#define CHOICES(Key)                                                                                                   \
    KERNEL choose_##Key(                                                                                               \
        const Key* keys, const u32* values, i64 lines, i64 length, i64 choice, i64 rank, Key notANumber, i64* out) {   \
        choose(keys, values, lines, length, choice, rank, notANumber, out);                                            \
    }                                                                                                                  \
    KERNEL mode_##Key(const Key* keys, const u32* values, i64 length, i64* out) { mode(keys, values, length, out); }
CHOICES(u32)
CHOICES(u64)

/// Where values would go in sorted lines: how many elements of the line are less (or, for `right`, not greater).
///
/// @param length   of a line; `perLine` values are looked for in each, and all in the first where there is only one
template <class T> DEVICE void insertionIndices(const T* sorted, const T* values, i64* out, i64 count, i64 length, i64 perLine, bool right) {
    for (i64 i = threadNumber(); i < count; i += threadCount()) {
        i64 line, inLine;
        Axes::divide(i, perLine, line, inLine);
        auto wanted = orderOf(values[i]);
        const T* elements = sorted + line * length;
        i64 begin = 0;
        for (i64 rest = length; rest > 0;) {
            i64 half = rest / 2;
            auto middle = orderOf(elements[begin + half]);
            bool below = right ? middle <= wanted : middle < wanted;
            begin = below ? begin + half + 1 : begin;
            rest = below ? rest - half - 1 : half;
        }
        out[i] = begin;
    }
}

#define INSERTION_INDICES(T)                                                                                           \
    KERNEL insertion_indices_##T(const T* sorted, const T* values, i64* out, i64 count, i64 length, i64 perLine, i64 right) { \
        insertionIndices(sorted, values, out, count, length, perLine, right);                                          \
    }
FOR_ALL(INSERTION_INDICES)
