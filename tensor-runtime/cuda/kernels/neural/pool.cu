// Places of the largest elements of windows over up to three axes.
#include "elements.cuh"

struct Pool {
    /// Sizes of a channel and of its results; missing axes come first, with size 1.
    i64 size[3];
    i64 results[3];
    i64 step[3];
};

/// A thread for each result. `windows` holds where the windows of each axis begin, axis after axis, then where they
/// end. NaN is larger than all, and the last NaN counts; of equal elements the first.
template <class T> DEVICE void maxPool(const T* in, const i32* windows, i64* out, i64 channels, const Pool& pool) {
    typedef typename Arithmetic<T>::Math Math;
    i64 perChannel = pool.results[0] * pool.results[1] * pool.results[2];
    const i32* begins[3] = {windows, windows + pool.results[0], windows + pool.results[0] + pool.results[1]};
    i64 all = pool.results[0] + pool.results[1] + pool.results[2];
    for (i64 i = threadNumber(); i < channels * perChannel; i += threadCount()) {
        i64 channel, rest, at[3];
        Axes::divide(i, perChannel, channel, rest);
        Axes::divide(rest, pool.results[2], rest, at[2]);
        Axes::divide(rest, pool.results[1], at[0], at[1]);
        const T* elements = in + channel * pool.size[0] * pool.size[1] * pool.size[2];
        i32 begin[3], end[3];
        for (int axis = 0; axis < 3; axis++) {
            begin[axis] = begins[axis][at[axis]];
            end[axis] = begins[axis][all + at[axis]];
        }
        i64 best = (begin[0] * pool.size[1] + begin[1]) * pool.size[2] + begin[2];
        bool isEmpty = true;
        Math largest = 0;
        for (i64 depth = begin[0]; depth < end[0]; depth += pool.step[0]) {
            for (i64 height = begin[1]; height < end[1]; height += pool.step[1]) {
                i64 row = (depth * pool.size[1] + height) * pool.size[2];
                for (i64 width = begin[2]; width < end[2]; width += pool.step[2]) {
                    Math value = convert<Math>(elements[row + width]);
                    if (isEmpty || value > largest || value != value) {
                        largest = value;
                        best = row + width;
                        isEmpty = false;
                    }
                }
            }
        }
        out[i] = best;
    }
}

#define MAX_POOL(T)                                                                                                    \
    KERNEL max_pool_##T(const T* in, const i32* windows, i64* out, i64 channels, const __grid_constant__ Pool pool) {  \
        maxPool(in, windows, out, channels, pool);                                                                     \
    }
FOR_ALL(MAX_POOL)
