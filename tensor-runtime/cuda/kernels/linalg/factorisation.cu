// Factorisations of batches of small matrices, and what is solved by them: a block of threads for each matrix, which lies
// row by row. Pivots and signs are chosen as LAPACK does.

typedef long long i64;

static const int THREADS = 256;

/// Number and value of the largest of some elements; of equal ones the first.
template <class T>
struct Largest {
    T value;
    i64 index;

    __device__ void take(T otherValue, i64 otherIndex) {
        if (otherValue > value || (otherValue == value && otherIndex < index)) {
            value = otherValue;
            index = otherIndex;
        }
    }
};

template <class T>
static __device__ T absolute(T x) {
    return x < 0 ? -x : x;
}

/// The row of the largest element of column k from row k on. All threads get it.
template <class T>
static __device__ i64 pivotRow(const T* a, i64 rows, i64 columns, i64 k) {
    __shared__ T values[THREADS];
    __shared__ i64 indices[THREADS];
    int thread = threadIdx.x;
    Largest<T> best{T(-1), rows};
    for (i64 i = k + thread; i < rows; i += THREADS) best.take(absolute(a[i * columns + k]), i);
    values[thread] = best.value;
    indices[thread] = best.index;
    __syncthreads();
    for (int distance = THREADS / 2; distance > 0; distance /= 2) {
        if (thread < distance) {
            best.take(values[thread + distance], indices[thread + distance]);
            values[thread] = best.value;
            indices[thread] = best.index;
        }
        __syncthreads();
    }
    i64 row = indices[0];
    __syncthreads();
    // Where nothing compares, as with NaN, nothing is exchanged.
    return row < rows ? row : k;
}

template <class T>
static __device__ void exchangeRows(T* a, i64 columns, i64 first, i64 second) {
    for (i64 j = threadIdx.x; first != second && j < columns; j += THREADS) {
        T moved = a[first * columns + j];
        a[first * columns + j] = a[second * columns + j];
        a[second * columns + j] = moved;
    }
    __syncthreads();
}

/// LU with row exchanges; pivots count from 1. `info` is the number of the first pivot that is 0, or 0.
template <class T>
static __device__ void factorLu(T* matrices, int* pivots, int* info, i64 rows, i64 columns) {
    T* a = matrices + blockIdx.x * rows * columns;
    i64 count = rows < columns ? rows : columns;
    int failed = 0;
    for (i64 k = 0; k < count; k++) {
        i64 row = pivotRow(a, rows, columns, k);
        exchangeRows(a, columns, k, row);
        T pivot = a[k * columns + k];
        if (threadIdx.x == 0) pivots[blockIdx.x * count + k] = static_cast<int>(row + 1);
        if (pivot == 0) {
            failed = failed == 0 ? static_cast<int>(k + 1) : failed;
            continue;
        }
        for (i64 i = k + 1 + threadIdx.x; i < rows; i += THREADS) a[i * columns + k] /= pivot;
        __syncthreads();
        i64 width = columns - k - 1;
        for (i64 at = threadIdx.x; at < (rows - k - 1) * width; at += THREADS) {
            i64 i = k + 1 + at / width;
            i64 j = k + 1 + at % width;
            a[i * columns + j] -= a[i * columns + k] * a[k * columns + j];
        }
        __syncthreads();
    }
    if (threadIdx.x == 0) info[blockIdx.x] = failed;
}

/// Solves with a triangle of a, whose diagonal is 1 if `unit`; b becomes the solution.
template <class T>
static __device__ void substitute(const T* a, T* b, i64 size, i64 columns, bool upper, bool unit) {
    for (i64 step = 0; step < size; step++) {
        i64 k = upper ? size - 1 - step : step;
        if (!unit) {
            for (i64 j = threadIdx.x; j < columns; j += THREADS) b[k * columns + j] /= a[k * size + k];
            __syncthreads();
        }
        i64 first = upper ? 0 : k + 1;
        i64 left = upper ? k : size - k - 1;
        for (i64 at = threadIdx.x; at < left * columns; at += THREADS) {
            i64 i = first + at / columns;
            i64 j = at % columns;
            b[i * columns + j] -= a[i * size + k] * b[k * columns + j];
        }
        __syncthreads();
    }
}

template <class T>
static __device__ void solveLu(const T* factors, const int* pivots, const int* info, T* sides, i64 size, i64 columns) {
    if (info[blockIdx.x] != 0) return;
    T* b = sides + blockIdx.x * size * columns;
    for (i64 k = 0; k < size; k++) exchangeRows(b, columns, k, static_cast<i64>(pivots[blockIdx.x * size + k] - 1));
    const T* a = factors + blockIdx.x * size * size;
    substitute(a, b, size, columns, false, true);
    substitute(a, b, size, columns, true, false);
}

/// The lower factor of Cholesky; `info` is the order of the first leading minor that is not positive, or 0.
template <class T>
static __device__ void factorCholesky(T* matrices, int* info, i64 size) {
    T* a = matrices + blockIdx.x * size * size;
    int failed = 0;
    for (i64 k = 0; k < size; k++) {
        T square = a[k * size + k];
        if (!(square > 0)) {
            failed = static_cast<int>(k + 1);
            break;
        }
        T diagonal = sqrt(square);
        __syncthreads();
        for (i64 i = k + threadIdx.x; i < size; i += THREADS) a[i * size + k] = i == k ? diagonal : a[i * size + k] / diagonal;
        __syncthreads();
        i64 left = size - k - 1;
        for (i64 at = threadIdx.x; at < left * left; at += THREADS) {
            i64 i = k + 1 + at / left;
            i64 j = k + 1 + at % left;
            if (j <= i) a[i * size + j] -= a[i * size + k] * a[j * size + k];
        }
        __syncthreads();
    }
    if (threadIdx.x == 0) info[blockIdx.x] = failed;
}

/// The sum of one number of each thread. All threads get it.
template <class T>
static __device__ T total(T value) {
    __shared__ T values[THREADS];
    values[threadIdx.x] = value;
    __syncthreads();
    for (int distance = THREADS / 2; distance > 0; distance /= 2) {
        if (threadIdx.x < distance) values[threadIdx.x] += values[threadIdx.x + distance];
        __syncthreads();
    }
    T sum = values[0];
    __syncthreads();
    return sum;
}

/// Applies the reflection 1 − tau v vᵀ, with v in column k of `a` below the diagonal and 1 on it, to columns from `first`
/// on of another matrix.
template <class T>
static __device__ void reflect(const T* a, i64 aColumns, i64 k, T tau, T* b, i64 rows, i64 columns, i64 first) {
    for (i64 j = first + threadIdx.x; j < columns; j += THREADS) {
        T dot = b[k * columns + j];
        for (i64 i = k + 1; i < rows; i++) dot += a[i * aColumns + k] * b[i * columns + j];
        dot *= tau;
        b[k * columns + j] -= dot;
        for (i64 i = k + 1; i < rows; i++) b[i * columns + j] -= dot * a[i * aColumns + k];
    }
    __syncthreads();
}

/// Householder's QR: R on and above the diagonal, the reflections below it, their factors in `taus`. Then, unless q is
/// null, the first columns of Q.
template <class T>
static __device__ void factorQr(T* matrices, T* taus, T* qs, i64 rows, i64 columns, i64 qColumns) {
    T* a = matrices + blockIdx.x * rows * columns;
    i64 count = rows < columns ? rows : columns;
    T* tau = taus + blockIdx.x * count;
    for (i64 k = 0; k < count; k++) {
        T below = 0;
        for (i64 i = k + 1 + threadIdx.x; i < rows; i += THREADS) below += a[i * columns + k] * a[i * columns + k];
        below = total(below);
        T head = a[k * columns + k];
        T factor = 0;
        if (below != 0) {
            T norm = sqrt(head * head + below);
            T end = head >= 0 ? -norm : norm;
            factor = (end - head) / end;
            __syncthreads();
            for (i64 i = k + 1 + threadIdx.x; i < rows; i += THREADS) a[i * columns + k] /= head - end;
            if (threadIdx.x == 0) a[k * columns + k] = end;
        }
        if (threadIdx.x == 0) tau[k] = factor;
        __syncthreads();
        if (factor != 0) reflect(a, columns, k, factor, a, rows, columns, k + 1);
    }
    if (qs == nullptr) return;
    T* q = qs + blockIdx.x * rows * qColumns;
    for (i64 at = threadIdx.x; at < rows * qColumns; at += THREADS) q[at] = at / qColumns == at % qColumns;
    __syncthreads();
    for (i64 k = count - 1; k >= 0; k--) reflect(a, columns, k, tau[k], q, rows, qColumns, i64(0));
}

#define KERNELS(LABEL, T)                                                                                             \
    extern "C" __global__ void lu_##LABEL(T* a, int* pivots, int* info, i64 rows, i64 columns) {                      \
        factorLu<T>(a, pivots, info, rows, columns);                                                                  \
    }                                                                                                                 \
    extern "C" __global__ void solve_##LABEL(const T* a, const int* pivots, const int* info, T* b, i64 size, i64 columns) { \
        solveLu<T>(a, pivots, info, b, size, columns);                                                                \
    }                                                                                                                 \
    extern "C" __global__ void triangular_##LABEL(const T* a, T* b, i64 size, i64 columns, int upper, int unit) {     \
        substitute<T>(a + blockIdx.x * size * size, b + blockIdx.x * size * columns, size, columns, upper, unit);     \
    }                                                                                                                 \
    extern "C" __global__ void cholesky_##LABEL(T* a, int* info, i64 size) { factorCholesky<T>(a, info, size); }      \
    extern "C" __global__ void qr_##LABEL(T* a, T* taus, T* q, i64 rows, i64 columns, i64 qColumns) {                 \
        factorQr<T>(a, taus, q, rows, columns, qColumns);                                                             \
    }

KERNELS(f32, float)
KERNELS(f64, double)
