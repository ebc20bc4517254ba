// Elements as unsigned integers in the same order: −0 and 0 are one number, and NaN is one number above all others.
#pragma once

#include "elements.cuh"

template <int BYTES> struct KeyOf { typedef u32 Type; };
template <> struct KeyOf<8> { typedef u64 Type; };

DEVICE u32 orderOf(f32 value) {
    u32 bits = value != value ? 0x7fc00000u : __float_as_uint(value + 0.0f);
    return bits & 0x80000000u ? ~bits : bits | 0x80000000u;
}
DEVICE u64 orderOf(f64 value) {
    u64 bits = value != value ? 0x7ff8000000000000ull : static_cast<u64>(__double_as_longlong(value + 0.0));
    return bits >> 63 ? ~bits : bits | 1ull << 63;
}
/// 16-bit numbers have keys of 16 bits, which are sorted in half the passes.
DEVICE u32 orderOfHalf(u32 bits, u32 infinity) {
    if ((bits & 0x7fff) > infinity) return 0xffff;
    if (bits == 0x8000) bits = 0;
    return (bits & 0x8000 ? ~bits : bits | 0x8000) & 0xffff;
}
DEVICE u32 orderOf(f16 value) { return orderOfHalf(__half_as_ushort(value), 0x7c00); }
DEVICE u32 orderOf(bf16 value) { return orderOfHalf(__bfloat16_as_ushort(value), 0x7f80); }
DEVICE u32 orderOf(u8 value) { return value; }
DEVICE u32 orderOf(i8 value) { return static_cast<u8>(value) ^ 0x80u; }
DEVICE u32 orderOf(i16 value) { return static_cast<uint16_t>(value) ^ 0x8000u; }
DEVICE u32 orderOf(i32 value) { return static_cast<u32>(value) ^ 0x80000000u; }
DEVICE u64 orderOf(i64 value) { return static_cast<u64>(value) ^ 1ull << 63; }
