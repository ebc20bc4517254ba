// What all kernels know of elements and layouts.
//
// Conventions of every kernel in this folder: sizes, strides and positions are 64-bit and count elements; a parameter
// that is a struct consists of 64-bit numbers alone, so that a launcher passes it as an array of longs; an entry point
// is named OP_DTYPE; bools are bytes that are 0 or 1 and go through the u8 kernels.
#pragma once

#include <cuda_bf16.h>
#include <cuda_fp16.h>
#include <stdint.h>

#define DEVICE __device__ __forceinline__
#define KERNEL extern "C" __global__ void

typedef __half f16;
typedef __nv_bfloat16 bf16;
typedef float f32;
typedef double f64;
typedef int8_t i8;
typedef uint8_t u8;
typedef int16_t i16;
typedef int32_t i32;
typedef int64_t i64;
typedef uint32_t u32;
typedef uint64_t u64;

#define FOR_FLOATING(INSTANCE) INSTANCE(f32) INSTANCE(f64) INSTANCE(f16) INSTANCE(bf16)
#define FOR_INTEGERS(INSTANCE) INSTANCE(i8) INSTANCE(u8) INSTANCE(i16) INSTANCE(i32) INSTANCE(i64)
#define FOR_ALL(INSTANCE) FOR_FLOATING(INSTANCE) FOR_INTEGERS(INSTANCE)

/// The types that arithmetic on an element type is done in: rows of numbers in `Math`, long sums in `Wide`.
template <class T> struct Arithmetic { typedef i64 Math; typedef i64 Wide; static const bool isFloating = false; };
template <> struct Arithmetic<f32> { typedef f32 Math; typedef f64 Wide; static const bool isFloating = true; };
template <> struct Arithmetic<f64> { typedef f64 Math; typedef f64 Wide; static const bool isFloating = true; };
template <> struct Arithmetic<f16> { typedef f32 Math; typedef f64 Wide; static const bool isFloating = true; };
template <> struct Arithmetic<bf16> { typedef f32 Math; typedef f64 Wide; static const bool isFloating = true; };

template <class To, class T> DEVICE To convert(T value) { return static_cast<To>(value); }
template <> DEVICE f32 convert<f32, f16>(f16 value) { return __half2float(value); }
template <> DEVICE f32 convert<f32, bf16>(bf16 value) { return __bfloat162float(value); }
template <> DEVICE f64 convert<f64, f16>(f16 value) { return __half2float(value); }
template <> DEVICE f64 convert<f64, bf16>(bf16 value) { return __bfloat162float(value); }
template <> DEVICE f16 convert<f16, f32>(f32 value) { return __float2half_rn(value); }
template <> DEVICE bf16 convert<bf16, f32>(f32 value) { return __float2bfloat16_rn(value); }
template <> DEVICE f16 convert<f16, f64>(f64 value) { return __double2half(value); }
template <> DEVICE bf16 convert<bf16, f64>(f64 value) { return __double2bfloat16(value); }

/// The dtypes as numbers, for results whose dtype is chosen at run time: the order of the runtime's `DType`.
enum DTypeCode { CODE_BOOL, CODE_U8, CODE_I8, CODE_I16, CODE_I32, CODE_I64, CODE_F16, CODE_BF16, CODE_F32, CODE_F64 };

/// Writes a number as an element of any dtype.
template <class V> DEVICE void store(void* out, i64 code, i64 index, V value) {
    switch (code) {
        case CODE_F32: static_cast<f32*>(out)[index] = convert<f32>(value); break;
        case CODE_F64: static_cast<f64*>(out)[index] = convert<f64>(value); break;
        case CODE_F16: static_cast<f16*>(out)[index] = __double2half(convert<f64>(value)); break;
        case CODE_BF16: static_cast<bf16*>(out)[index] = __double2bfloat16(convert<f64>(value)); break;
        case CODE_I8: case CODE_U8: static_cast<i8*>(out)[index] = static_cast<i8>(convert<i64>(value)); break;
        case CODE_I16: static_cast<i16*>(out)[index] = static_cast<i16>(convert<i64>(value)); break;
        case CODE_I32: static_cast<i32*>(out)[index] = static_cast<i32>(convert<i64>(value)); break;
        case CODE_I64: static_cast<i64*>(out)[index] = convert<i64>(value); break;
        case CODE_BOOL: static_cast<u8*>(out)[index] = value != 0; break;
    }
}

/// Elements that are read or written at once, 16 bytes of them.
template <class T> struct alignas(16) Vector {
    static const int SIZE = 16 / sizeof(T);
    T values[SIZE];
};

DEVICE u32 bitsOf(f16 value) { return __half_as_ushort(value); }
DEVICE u32 bitsOf(bf16 value) { return __bfloat16_as_ushort(value); }
DEVICE u32 bitsOf(f32 value) { return __float_as_uint(value); }
DEVICE u64 bitsOf(f64 value) { return __double_as_longlong(value); }

/// Writes a vector at once. The compiler does not: it writes its elements one by one.
template <class T> DEVICE void storeVector(T* place, const Vector<T>& vector) {
    u32 words[4];
#pragma unroll
    for (int word = 0; word < 4; word++) {
        if constexpr (sizeof(T) == 8) {
            words[word] = static_cast<u32>(bitsOf(vector.values[word / 2]) >> (32 * (word % 2)));
        } else if constexpr (sizeof(T) == 4) {
            words[word] = bitsOf(vector.values[word]);
        } else {
            words[word] = bitsOf(vector.values[2 * word]) | bitsOf(vector.values[2 * word + 1]) << 16;
        }
    }
    asm volatile("st.global.v4.b32 [%0], {%1, %2, %3, %4};" ::"l"(__cvta_generic_to_global(place)), "r"(words[0]),
                 "r"(words[1]), "r"(words[2]), "r"(words[3])
                 : "memory");
}

DEVICE bool isAligned(const void* address, int bytes) { return (reinterpret_cast<u64>(address) & (bytes - 1)) == 0; }

/// Some axes of a tensor, the last one fastest. `other` are the strides of a second tensor of the same shape.
struct Axes {
    static const int MOST = 10;
    i64 rank;
    i64 size[MOST];
    i64 stride[MOST];
    i64 other[MOST];

    /// Positions, in both tensors, of the element with this number in row-major order.
    DEVICE void locate(i64 index, i64& position, i64& otherPosition) const {
        position = 0;
        otherPosition = 0;
#pragma unroll 1
        for (int axis = static_cast<int>(rank) - 1; axis > 0; axis--) {
            i64 coordinate;
            divide(index, size[axis], index, coordinate);
            position += coordinate * stride[axis];
            otherPosition += coordinate * other[axis];
        }
        if (rank > 0) {
            position += index * stride[0];
            otherPosition += index * other[0];
        }
    }

    DEVICE i64 position(i64 index) const {
        i64 position, otherPosition;
        locate(index, position, otherPosition);
        return position;
    }

    /// Division of numbers that are not negative; 32-bit division is several times faster.
    static DEVICE void divide(i64 number, i64 divisor, i64& quotient, i64& rest) {
        if (((number | divisor) >> 32) == 0) {
            u32 narrow = static_cast<u32>(number) / static_cast<u32>(divisor);
            rest = static_cast<u32>(number) - narrow * static_cast<u32>(divisor);
            quotient = narrow;
        } else {
            i64 wide = number / divisor;
            rest = number - wide * divisor;
            quotient = wide;
        }
    }
};

/// Number of this thread in the grid, and of all threads.
DEVICE i64 threadNumber() { return static_cast<i64>(blockIdx.x) * blockDim.x + threadIdx.x; }
DEVICE i64 threadCount() { return static_cast<i64>(gridDim.x) * blockDim.x; }
