// The folds that reductions are made of.
#pragma once

#include "elements.cuh"

template <class V> DEVICE bool isNotANumber(V value) { return value != value; }

/// What folds of numbers to a number have in common.
template <class Element, class Number> struct NumberFold {
    typedef Element T;
    typedef Number State;
    static DEVICE State shuffled(State state, int distance) { return __shfl_down_sync(~0u, state, distance); }
    static DEVICE void store(void* out, i64 code, i64 index, State state) { ::store(out, code, index, state); }
};

/// Sums, of floating elements in f64.
template <class Element> struct SumFold : NumberFold<Element, typename Arithmetic<Element>::Wide> {
    typedef typename Arithmetic<Element>::Wide State;
    static DEVICE State start() { return 0; }
    static DEVICE State add(State state, Element value, i64) { return state + convert<State>(value); }
    static DEVICE State merge(State left, State right) { return left + right; }
};

/// Products, of floating elements in f64.
template <class Element> struct ProductFold : NumberFold<Element, typename Arithmetic<Element>::Wide> {
    typedef typename Arithmetic<Element>::Wide State;
    static DEVICE State start() { return 1; }
    static DEVICE State add(State state, Element value, i64) { return state * convert<State>(value); }
    static DEVICE State merge(State left, State right) { return left * right; }
};

/// Largest or smallest elements; NaN if any is. −0 is below 0.
template <class Element, bool LARGEST> struct ExtremumFold : NumberFold<Element, typename Arithmetic<Element>::Math> {
    typedef typename Arithmetic<Element>::Math State;

    static DEVICE State start() {
        if constexpr (Arithmetic<Element>::isFloating) {
            return LARGEST ? -INFINITY : INFINITY;
        } else {
            return LARGEST ? INT64_MIN : INT64_MAX;
        }
    }

    static DEVICE State add(State state, Element value, i64) { return merge(state, convert<State>(value)); }

    static DEVICE State merge(State left, State right) {
        if constexpr (Arithmetic<Element>::isFloating) {
            if (isNotANumber(left)) return left;
            if (isNotANumber(right)) return right;
            return LARGEST ? fmax(left, right) : fmin(left, right);
        } else {
            return LARGEST ? (left < right ? right : left) : (right < left ? right : left);
        }
    }
};

/// The number of the first element that is the largest (or smallest), or the first NaN.
template <class Element, bool LARGEST> struct PositionFold {
    typedef Element T;
    typedef typename Arithmetic<Element>::Math Value;

    struct State {
        Value value;
        /// Negative for no element.
        i64 index;
    };

    static DEVICE State start() { return {Value(0), -1}; }

    /// Each thread goes through its elements in order, so that an equal one that comes later changes nothing. Without a
    /// branch: the threads of a warp seldom agree.
    static DEVICE State add(State state, Element element, i64 index) {
        Value value = convert<Value>(element);
        bool isBetter = LARGEST ? value > state.value : value < state.value;
        bool isFirstNaN = isNotANumber(value) && !isNotANumber(state.value);
        bool isTaken = isBetter || isFirstNaN || state.index < 0;
        return {isTaken ? value : state.value, isTaken ? index : state.index};
    }

    static DEVICE bool isBefore(State left, State right) {
        if (left.index < 0 || right.index < 0) return right.index < 0;
        bool leftNaN = isNotANumber(left.value), rightNaN = isNotANumber(right.value);
        if (leftNaN || rightNaN) return leftNaN && (!rightNaN || left.index < right.index);
        if (left.value == right.value) return left.index < right.index;
        return LARGEST ? left.value > right.value : left.value < right.value;
    }

    static DEVICE State merge(State left, State right) { return isBefore(left, right) ? left : right; }

    static DEVICE State shuffled(State state, int distance) {
        return {__shfl_down_sync(~0u, state.value, distance), __shfl_down_sync(~0u, state.index, distance)};
    }

    static DEVICE void store(void* out, i64, i64 index, State state) { static_cast<i64*>(out)[index] = state.index; }
};

/// Whether any (or every) element is not 0.
template <class Element, bool ANY> struct TruthFold : NumberFold<Element, int> {
    typedef int State;
    static DEVICE State start() { return !ANY; }
    static DEVICE State add(State state, Element value, i64) { return merge(state, value != 0); }
    static DEVICE State merge(State left, State right) { return ANY ? left | right : left & right; }
};
