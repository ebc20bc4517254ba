// Tiles of operands on their way through registers to shared memory.
#pragma once

#include "product.cuh"

static const int THREADS = 256;

/// A tile of an operand, LENGTH rows (of the left; columns of the right) by DEPTH elements that are multiplied, and what
/// of it a thread moves. Neighbours in a warp read neighbours in memory, along the depth or along the length. In shared
/// memory the elements of one depth are a line of LENGTH and some more.
template <class T, class V, int LENGTH, int DEPTH, int LINE> struct OperandTile {
    static const int PITCH = LINE;
    static const int PER_THREAD = LENGTH * DEPTH / THREADS;
    bool alongDepth;
    /// The first element of this thread, and from one of its elements to the next.
    int at, depth;
    const T* next;
    i64 step;
    i64 advance;
    /// Rows from the first of the tile on; and what is left of the depth.
    i64 count;
    i64 rest;
    V held[PER_THREAD];

    DEVICE OperandTile(const T* in, i64 first, i64 length, i64 stride, i64 inner, i64 depthStride) {
        alongDepth = depthStride == 1;
        at = alongDepth ? threadIdx.x / DEPTH : threadIdx.x % LENGTH;
        depth = alongDepth ? threadIdx.x % DEPTH : threadIdx.x / LENGTH;
        next = in + (first + at) * stride + depth * depthStride;
        step = alongDepth ? THREADS / DEPTH * stride : THREADS / LENGTH * depthStride;
        advance = DEPTH * depthStride;
        count = length - first;
        rest = inner;
    }

    DEVICE void load() {
        const T* place = next;
#pragma unroll
        for (int e = 0; e < PER_THREAD; e++) {
            int row = alongDepth ? at + e * (THREADS / DEPTH) : at;
            int inDepth = alongDepth ? depth : depth + e * (THREADS / LENGTH);
            held[e] = row < count && inDepth < rest ? convert<V>(*place) : V(0);
            place += step;
        }
        next += advance;
        rest -= DEPTH;
    }

    DEVICE void store(V* tile) const {
#pragma unroll
        for (int e = 0; e < PER_THREAD; e++) {
            int row = alongDepth ? at + e * (THREADS / DEPTH) : at;
            int inDepth = alongDepth ? depth : depth + e * (THREADS / LENGTH);
            tile[inDepth * PITCH + row] = held[e];
        }
    }
};
