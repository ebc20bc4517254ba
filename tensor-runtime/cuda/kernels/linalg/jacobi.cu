// One-sided Jacobi rotations (M. Hestenes, 1958; tolerance and order after Z. Drmač and K. Veselić, LAPACK's xGESVJ):
// makes the columns of a matrix orthogonal. A block of threads for each matrix, a warp for each pair of columns.

typedef long long i64;

static const int WARP = 32;
static const int THREADS = 256;
static const int WARPS = THREADS / WARP;
/// Turns of all pairs of columns; as many as LAPACK takes at most.
static const int MOST_SWEEPS = 60;

/// What `info` says of a matrix.
enum Outcome { ORTHOGONAL = 0, NOT_FINITE = 1, NOT_CONVERGED = 2 };

template <class T> struct Precision;
template <> struct Precision<float> { static constexpr double EPSILON = 1.1920929e-07; };
template <> struct Precision<double> { static constexpr double EPSILON = 2.220446049250313e-16; };

/// The sum of one number of each lane, in a fixed order. All lanes get it.
static __device__ double total(double value) {
    for (int distance = WARP / 2; distance > 0; distance /= 2) value += __shfl_xor_sync(~0u, value, distance);
    return value;
}

/// Multiplies two vectors by a rotation.
template <class T>
static __device__ void rotate(T* first, T* second, i64 length, double cosine, double sine) {
    for (i64 i = threadIdx.x % WARP; i < length; i += WARP) {
        double x = first[i];
        double y = second[i];
        first[i] = static_cast<T>(cosine * x - sine * y);
        second[i] = static_cast<T>(sine * x + cosine * y);
    }
}

/// Makes two vectors orthogonal, and turns the same two rows of the rotations. Called by a warp.
/// @return whether they were not
template <class T>
static __device__ bool orthogonalize(T* first, T* second, i64 length, T* firstTurned, T* secondTurned, i64 count) {
    double firstSquare = 0;
    double secondSquare = 0;
    double product = 0;
    for (i64 i = threadIdx.x % WARP; i < length; i += WARP) {
        double x = first[i];
        double y = second[i];
        firstSquare += x * x;
        secondSquare += y * y;
        product += x * y;
    }
    firstSquare = total(firstSquare);
    secondSquare = total(secondSquare);
    product = total(product);
    double tolerance = Precision<T>::EPSILON * sqrt(static_cast<double>(length));
    if (!(fabs(product) > tolerance * sqrt(firstSquare) * sqrt(secondSquare))) return false;
    double cotangent = (secondSquare - firstSquare) / (2 * product);
    // Of the two rotations the one by the smaller angle; the square may be beyond all numbers.
    double size = fabs(cotangent);
    double tangent = size > 1e8 ? 0.5 / size : 1 / (size + sqrt(1 + size * size));
    tangent = cotangent < 0 ? -tangent : tangent;
    double cosine = 1 / sqrt(1 + tangent * tangent);
    rotate(first, second, length, cosine, cosine * tangent);
    rotate(firstTurned, secondTurned, count, cosine, cosine * tangent);
    return true;
}

/// Rotates the `count` vectors of `length` elements that each matrix has as its rows until they are orthogonal.
/// `turned` `[count, count]` becomes the product of the rotations: its rows times the vectors as they were are the vectors as
/// they are.
template <class T>
static __device__ void orthogonalizeRows(T* matrices, T* turned, int* info, i64 count, i64 length) {
    T* vectors = matrices + blockIdx.x * count * length;
    T* rotations = turned + blockIdx.x * count * count;
    int warp = threadIdx.x / WARP;
    bool finite = true;
    for (i64 i = threadIdx.x; i < count * length; i += THREADS) finite = finite && isfinite(vectors[i]);
    for (i64 i = threadIdx.x; i < count * count; i += THREADS) rotations[i] = i / count == i % count;
    if (__syncthreads_or(!finite)) {
        if (threadIdx.x == 0) info[blockIdx.x] = NOT_FINITE;
        return;
    }
    // All play all: in each round each vector meets one other, the last stays in its place. An odd one out meets none.
    i64 players = count + count % 2;
    int outcome = NOT_CONVERGED;
    for (int sweep = 0; sweep < MOST_SWEEPS && outcome == NOT_CONVERGED; sweep++) {
        bool rotated = false;
        for (i64 round = 0; round < players - 1; round++) {
            for (i64 pair = warp; pair < players / 2; pair += WARPS) {
                i64 one = pair == 0 ? players - 1 : (round + pair) % (players - 1);
                i64 other = (round + players - 1 - pair) % (players - 1);
                i64 first = one < other ? one : other;
                i64 second = one < other ? other : one;
                if (second < count) {
                    rotated |= orthogonalize(vectors + first * length, vectors + second * length, length,
                        rotations + first * count, rotations + second * count, count);
                }
            }
            __syncthreads();
        }
        if (!__syncthreads_or(rotated)) outcome = ORTHOGONAL;
    }
    if (threadIdx.x == 0) info[blockIdx.x] = outcome;
}

#define KERNELS(LABEL, T)                                                                                             \
    extern "C" __global__ void orthogonalize_##LABEL(T* matrices, T* turned, int* info, i64 count, i64 length) {      \
        orthogonalizeRows<T>(matrices, turned, info, count, length);                                                  \
    }

KERNELS(f32, float)
KERNELS(f64, double)
