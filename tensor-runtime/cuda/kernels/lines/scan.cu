// Running sums, products, extremes and recurrences along lines.
#include "scan.cuh"

/// What scans of one input have in common.
template <class Element, class Result, class Known> struct OneInput {
    typedef Element T;
    typedef Result Out;
    typedef Known State;
    static const bool HAS_TWO = false;
};

/// Of floating elements in f64, of integers (which come as i64) in i64.
template <class T> struct RunningSum : OneInput<T, T, typename Arithmetic<T>::Wide> {
    typedef typename Arithmetic<T>::Wide State;
    static DEVICE State identity() { return 0; }
    static DEVICE State of(T value, T, i64) { return convert<State>(value); }
    static DEVICE State merge(State left, State right) { return left + right; }
    static DEVICE T result(State state) { return convert<T>(state); }
};

template <class T> struct RunningProduct : RunningSum<T> {
    typedef typename Arithmetic<T>::Wide State;
    static DEVICE State identity() { return 1; }
    static DEVICE State merge(State left, State right) { return left * right; }
};

/// log Σ e^x
template <class T> struct RunningLogSum : RunningSum<T> {
    static DEVICE f64 identity() { return -INFINITY; }
    static __device__ __noinline__ f64 merge(f64 left, f64 right) {
        if (left != left || right != right) return left + right;
        f64 larger = fmax(left, right);
        f64 smaller = fmin(left, right);
        return isinf(larger) ? larger : larger + log1p(exp(smaller - larger));
    }
};

template <class Key> struct Extreme {
    Key key;
    /// Of the last element with the key. A key of 0 and an index of 0 is also what no elements have.
    Key index;
};

/// Index of the last of the largest keys so far.
template <class Key> struct RunningLargest : OneInput<Key, i64, Extreme<Key>> {
    typedef Extreme<Key> State;
    static DEVICE State identity() { return {0, 0}; }
    static DEVICE State of(Key key, Key, i64 index) { return {key, static_cast<Key>(index)}; }
    static DEVICE State merge(State left, State right) {
        return right.key >= left.key && (right.key != 0 || right.index != 0) ? right : left;
    }
    static DEVICE i64 result(State state) { return state.index; }
};

struct Line {
    f64 slope, height;
};

/// y[i] = second[i] + first[i] · y[i − 1], as compositions of lines.
template <class T> struct Recurrence : OneInput<T, T, Line> {
    static const bool HAS_TWO = true;
    static DEVICE Line identity() { return {1, 0}; }
    static DEVICE Line of(T slope, T height, i64 index) {
        // Before the first element there is nothing, also where its coefficient is infinite.
        return {index == 0 ? 0 : convert<f64>(slope), convert<f64>(height)};
    }
    static DEVICE Line merge(Line left, Line right) {
        return {right.slope * left.slope, right.height + right.slope * left.height};
    }
    static DEVICE T result(Line line) { return convert<T>(line.height); }
};

#define SUMS(T) SCAN(cumsum, T, RunningSum<T>) SCAN(cumprod, T, RunningProduct<T>)
FOR_FLOATING(SUMS)
SUMS(i64)
SCAN(largest_so_far, u32, RunningLargest<u32>)
SCAN(largest_so_far, u64, RunningLargest<u64>)
SCAN(log_sums, f32, RunningLogSum<f32>)
SCAN(log_sums, f64, RunningLogSum<f64>)
SCAN(recurrence, f32, Recurrence<f32>)
SCAN(recurrence, f64, Recurrence<f64>)
