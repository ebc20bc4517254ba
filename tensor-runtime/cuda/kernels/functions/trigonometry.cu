// Functions of angles and neighbours of numbers, as Java's Math and StrictMath define them.

#define FUNCTION extern "C" __device__ __noinline__

FUNCTION double sin_f64(double x) {
    return sin(x);
}

FUNCTION double cos_f64(double x) {
    return cos(x);
}

FUNCTION double tan_f64(double x) {
    return tan(x);
}

FUNCTION double atan2_f64(double y, double x) {
    return atan2(y, x);
}

FUNCTION double hypot_f64(double x, double y) {
    return hypot(x, y);
}

FUNCTION double nextAfter_f64(double from, double towards) {
    return nextafter(from, towards);
}

FUNCTION double nextSingle_f64(double from, double towards) {
    float single = static_cast<float>(from);
    if (single != single || towards != towards) return single + towards;
    if (single == towards) return towards;
    // Towards a number of f64 that lies between two of f32, past which the next one of f32 goes.
    return nextafterf(single, single < towards ? INFINITY : -INFINITY);
}
