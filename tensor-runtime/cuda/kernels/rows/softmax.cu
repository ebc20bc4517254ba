// Softmax and its logarithm along an axis, with the largest element subtracted first, and their gradients.
//
// NAME_rows: the axis is the last and contiguous. NAME_columns: shape [before, count, after], a thread for each line;
// neighbours in a warp read neighbours in memory.
#include "rows.cuh"

template <class Part, bool LOG, class T> DEVICE void softmaxRows(const T* in, T* out, i64 rows, int count) {
    typedef typename Part::Math Math;
    Part part = {count};
    int step = part.step();
    forRows(rows, [&](i64 row) {
        const T* source = in + row * count;
        T* target = out + row * count;
        Math values[Part::COUNT];
        Math largest = -INFINITY;
        for (int begin = 0; begin < count; begin += step) {
            part.load(source, begin, -INFINITY, values);
#pragma unroll
            for (int k = 0; k < Part::COUNT; k++) largest = Largest::merge(largest, values[k]);
        }
        largest = overRow<Largest, 0>(largest);
        bool again = count > step;
        Math sum = 0;
        for (int begin = 0; begin < count; begin += step) {
            if (again) part.load(source, begin, -INFINITY, values);
            // Behind the end of the row this adds e^−∞.
#pragma unroll
            for (int k = 0; k < Part::COUNT; k++) {
                Math power = exponential(values[k] - largest);
                if (!LOG) values[k] = power;
                sum += power;
            }
        }
        sum = overRow<Sum, 1>(sum);
        Math factor = 1 / sum;
        Math shift = logarithm(sum);
        for (int begin = 0; begin < count; begin += step) {
            if (again) part.load(source, begin, -INFINITY, values);
#pragma unroll
            for (int k = 0; k < Part::COUNT; k++) {
                if (LOG) {
                    values[k] = values[k] - largest - shift;
                } else {
                    values[k] = (again ? exponential(values[k] - largest) : values[k]) * factor;
                }
            }
            part.store(target, begin, values);
        }
    });
}

template <class T, bool LOG> DEVICE void softmaxColumns(const T* in, T* out, i64 before, i64 count, i64 after) {
    typedef typename Arithmetic<T>::Math Math;
    for (i64 line = threadNumber(); line < before * after; line += threadCount()) {
        i64 block, column;
        Axes::divide(line, after, block, column);
        i64 first = block * count * after + column;
        Math largest = -INFINITY;
        for (i64 i = 0; i < count; i++) largest = Largest::merge(largest, convert<Math>(in[first + i * after]));
        Math sum = 0;
        for (i64 i = 0; i < count; i++) sum += exponential(convert<Math>(in[first + i * after]) - largest);
        Math factor = 1 / sum;
        Math shift = largest + logarithm(sum);
        for (i64 i = 0; i < count; i++) {
            Math value = convert<Math>(in[first + i * after]);
            out[first + i * after] = convert<T>(LOG ? value - shift : exponential(value - largest) * factor);
        }
    }
}

/// softmax: y (g − Σ g y); log_softmax: g − e^y Σ g.
template <class Part, bool LOG, class T>
DEVICE void softmaxGradientRows(const T* gradient, const T* result, T* out, i64 rows, int count) {
    typedef typename Part::Math Math;
    Part part = {count};
    int step = part.step();
    forRows(rows, [&](i64 row) {
        Math g[Part::COUNT];
        Math y[Part::COUNT];
        Math sum = 0;
        for (int begin = 0; begin < count; begin += step) {
            part.load(gradient + row * count, begin, 0, g);
            part.load(result + row * count, begin, 0, y);
#pragma unroll
            for (int k = 0; k < Part::COUNT; k++) sum += LOG ? g[k] : g[k] * y[k];
        }
        sum = overRow<Sum, 0>(sum);
        if (blockDim.x > 32) __syncthreads();
        for (int begin = 0; begin < count; begin += step) {
            if (count > step) {
                part.load(gradient + row * count, begin, 0, g);
                part.load(result + row * count, begin, 0, y);
            }
#pragma unroll
            for (int k = 0; k < Part::COUNT; k++) g[k] = LOG ? g[k] - exponential(y[k]) * sum : y[k] * (g[k] - sum);
            part.store(out + row * count, begin, g);
        }
    });
}

template <class T, bool LOG>
DEVICE void softmaxGradientColumns(const T* gradient, const T* result, T* out, i64 before, i64 count, i64 after) {
    typedef typename Arithmetic<T>::Math Math;
    for (i64 line = threadNumber(); line < before * after; line += threadCount()) {
        i64 block, column;
        Axes::divide(line, after, block, column);
        i64 first = block * count * after + column;
        Math sum = 0;
        for (i64 i = 0; i < count; i++) {
            Math g = convert<Math>(gradient[first + i * after]);
            sum += LOG ? g : g * convert<Math>(result[first + i * after]);
        }
        for (i64 i = 0; i < count; i++) {
            Math g = convert<Math>(gradient[first + i * after]);
            Math y = convert<Math>(result[first + i * after]);
            out[first + i * after] = convert<T>(LOG ? g - exponential(y) * sum : y * (g - sum));
        }
    }
}

template <class Part, class T> DEVICE void softmax(const T* in, T* out, i64 rows, int count) {
    softmaxRows<Part, false>(in, out, rows, count);
}
template <class Part, class T> DEVICE void logSoftmax(const T* in, T* out, i64 rows, int count) {
    softmaxRows<Part, true>(in, out, rows, count);
}
template <class Part, class T>
DEVICE void softmaxGradient(const T* gradient, const T* result, T* out, i64 rows, int count) {
    softmaxGradientRows<Part, false>(gradient, result, out, rows, count);
}
template <class Part, class T>
DEVICE void logSoftmaxGradient(const T* gradient, const T* result, T* out, i64 rows, int count) {
    softmaxGradientRows<Part, true>(gradient, result, out, rows, count);
}

#define SOFTMAX(NAME, T, LOG, FORWARD, GRADIENT)                                                                       \
    ROW_KERNEL(NAME##_rows, T, FORWARD, (const T* in, T* out, i64 rows, i64 count),                       \
        (in, out, rows, static_cast<int>(count)))                                                                      \
    ROW_KERNEL(NAME##_backward_rows, T, GRADIENT,                                                                      \
        (const T* gradient, const T* result, T* out, i64 rows, i64 count),                                \
        (gradient, result, out, rows, static_cast<int>(count)))                                                        \
    KERNEL NAME##_columns_##T(const T* in, T* out, i64 before, i64 count, i64 after) {                                 \
        softmaxColumns<T, LOG>(in, out, before, count, after);                                                         \
    }                                                                                                                  \
    KERNEL NAME##_backward_columns_##T(                                                                                \
        const T* gradient, const T* result, T* out, i64 before, i64 count, i64 after) {                                \
        softmaxGradientColumns<T, LOG>(gradient, result, out, before, count, after);                                   \
    }

#define BOTH(T)                                                                                                        \
    SOFTMAX(softmax, T, false, softmax, softmaxGradient)                                                               \
    SOFTMAX(log_softmax, T, true, logSoftmax, logSoftmaxGradient)
FOR_FLOATING(BOTH)
