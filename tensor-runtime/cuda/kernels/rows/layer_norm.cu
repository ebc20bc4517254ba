// Layer normalisation of contiguous rows, and its gradient.
#include "rows.cuh"

/// Mean of a row and the factor that makes its variance 1. Of a row in registers `values` has the elements afterwards.
template <class Part, class T, class Math>
DEVICE void moments(const Part& part, const T* row, f64 eps, Math (&values)[Part::COUNT], Math& mean, Math& scale) {
    int step = part.step();
    Math sum = 0;
    for (int begin = 0; begin < part.count; begin += step) {
        part.load(row, begin, 0, values);
#pragma unroll
        for (int k = 0; k < Part::COUNT; k++) sum += values[k];
    }
    mean = overRow<Sum, 0>(sum) / part.count;
    Math squares = 0;
    for (int begin = 0; begin < part.count; begin += step) {
        if (part.count > step) part.load(row, begin, 0, values);
#pragma unroll
        for (int k = 0; k < Part::COUNT; k++) {
            Math distance = begin + part.place(k) < part.count ? values[k] - mean : 0;
            squares += distance * distance;
        }
    }
    scale = 1 / sqrt(overRow<Sum, 1>(squares) / part.count + static_cast<Math>(eps));
}

/// @param weight, bias of `count` elements, or null
template <class Part, class T>
DEVICE void layerNorm(const T* in, const T* weight, const T* bias, T* out, i64 rows, int count, f64 eps) {
    typedef typename Part::Math Math;
    Part part = {count};
    int step = part.step();
    forRows(rows, [&](i64 row) {
        Math values[Part::COUNT];
        Math mean, scale;
        moments(part, in + row * count, eps, values, mean, scale);
        for (int begin = 0; begin < count; begin += step) {
            if (count > step) part.load(in + row * count, begin, 0, values);
#pragma unroll
            for (int k = 0; k < Part::COUNT; k++) values[k] = (values[k] - mean) * scale;
            if (weight != nullptr) part.read(weight, begin, 0, [&](int k, Math factor) { values[k] *= factor; });
            if (bias != nullptr) part.read(bias, begin, 0, [&](int k, Math term) { values[k] += term; });
            part.store(out + row * count, begin, values);
        }
    });
}

/// With the standardized row y and h = g · weight: (h − mean(h) − y mean(h y)) · scale.
template <class Part, class T>
DEVICE void layerNormGradient(
    const T* gradient, const T* in, const T* weight, T* out, i64 rows, int count, f64 eps) {
    typedef typename Part::Math Math;
    Part part = {count};
    int step = part.step();
    forRows(rows, [&](i64 row) {
        Math y[Part::COUNT];
        Math h[Part::COUNT];
        Math mean, scale;
        moments(part, in + row * count, eps, y, mean, scale);
        auto load = [&](int begin) {
            if (count > step) part.load(in + row * count, begin, 0, y);
#pragma unroll
            for (int k = 0; k < Part::COUNT; k++) y[k] = (y[k] - mean) * scale;
            part.load(gradient + row * count, begin, 0, h);
            if (weight != nullptr) part.read(weight, begin, 0, [&](int k, Math factor) { h[k] *= factor; });
        };
        Math sum = 0;
        Math dot = 0;
        for (int begin = 0; begin < count; begin += step) {
            load(begin);
            // Behind the end of the row h is 0, whatever y is.
#pragma unroll
            for (int k = 0; k < Part::COUNT; k++) {
                sum += h[k];
                dot += h[k] * y[k];
            }
        }
        sum = overRow<Sum, 0>(sum) / count;
        dot = overRow<Sum, 1>(dot) / count;
        for (int begin = 0; begin < count; begin += step) {
            if (count > step) load(begin);
#pragma unroll
            for (int k = 0; k < Part::COUNT; k++) h[k] = (h[k] - sum - y[k] * dot) * scale;
            part.store(out + row * count, begin, h);
        }
    });
}

#define LAYER_NORM(T)                                                                                                  \
    ROW_KERNEL(layer_norm, T, layerNorm,                                                                               \
        (const T* in, const T* weight, const T* bias, T* out, i64 rows, i64 count, f64 eps),              \
        (in, weight, bias, out, rows, static_cast<int>(count), eps))                                                   \
    ROW_KERNEL(layer_norm_input_grad, T, layerNormGradient,                                                            \
        (const T* gradient, const T* in, const T* weight, T* out, i64 rows, i64 count, f64 eps),          \
        (gradient, in, weight, out, rows, static_cast<int>(count), eps))
FOR_FLOATING(LAYER_NORM)
