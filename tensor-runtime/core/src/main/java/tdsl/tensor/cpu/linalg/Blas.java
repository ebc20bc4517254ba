package tdsl.tensor.cpu.linalg;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import tdsl.tensor.DType;

/// Matrix products by OpenBLAS.
public final class Blas {
    private static final int ROW_MAJOR = 101;
    private static final int NO_TRANSPOSE = 111;
    private static final int TRANSPOSE = 112;
    private static final int UPPER = 121;
    private static final int LOWER = 122;
    private static final int NON_UNIT = 131;
    private static final int UNIT = 132;
    private static final int LEFT = 141;
    private static final int RIGHT = 142;

    private static final MethodHandle SGEMM = OpenBlas.function("cblas_sgemm", gemm(JAVA_FLOAT));
    private static final MethodHandle SGEMM_HEAP = OpenBlas.functionOnHeap("cblas_sgemm", gemm(JAVA_FLOAT));
    private static final MethodHandle DGEMM = OpenBlas.function("cblas_dgemm", gemm(JAVA_DOUBLE));
    private static final MethodHandle DGEMM_HEAP = OpenBlas.functionOnHeap("cblas_dgemm", gemm(JAVA_DOUBLE));

    private static final MethodHandle STRSM = OpenBlas.function("cblas_strsm", trsm(JAVA_FLOAT));
    private static final MethodHandle STRSM_HEAP = OpenBlas.functionOnHeap("cblas_strsm", trsm(JAVA_FLOAT));
    private static final MethodHandle DTRSM = OpenBlas.function("cblas_dtrsm", trsm(JAVA_DOUBLE));
    private static final MethodHandle DTRSM_HEAP = OpenBlas.functionOnHeap("cblas_dtrsm", trsm(JAVA_DOUBLE));

    private Blas() {}

    private static FunctionDescriptor trsm(MemoryLayout scalar) {
        return FunctionDescriptor.ofVoid(
                JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, scalar, ADDRESS, JAVA_INT,
                ADDRESS, JAVA_INT);
    }

    private static FunctionDescriptor gemm(MemoryLayout scalar) {
        return FunctionDescriptor.ofVoid(
                JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, scalar, ADDRESS, JAVA_INT, ADDRESS,
                JAVA_INT, scalar, ADDRESS, JAVA_INT);
    }

    /// A matrix in memory.
    ///
    /// @param segment    starts at the first element
    /// @param transposed whether columns, not rows, are contiguous
    /// @param leading    elements from one contiguous row or column to the next
    public record Matrix(MemorySegment segment, boolean transposed, int leading) {
        private int order() {
            return transposed ? TRANSPOSE : NO_TRANSPOSE;
        }
    }

    /// `c = a b + beta c`: a is m×k, b is k×n, c is m×n with contiguous rows.
    ///
    /// @param dtype of all three, f32 or f64
    public static void multiply(DType dtype, int m, int n, int k, Matrix a, Matrix b, double beta, Matrix c) {
        multiply(dtype, m, n, k, 1, a, b, beta, c);
    }

    /// `c = alpha a b + beta c`: a is m×k, b is k×n, c is m×n with contiguous rows.
    ///
    /// @param dtype of all three, f32 or f64
    static void multiply(DType dtype, int m, int n, int k, double alpha, Matrix a, Matrix b, double beta, Matrix c) {
        if (dtype == DType.FLOAT32) {
            sgemm(m, n, k, (float) alpha, a, b, (float) beta, c);
        } else {
            dgemm(m, n, k, alpha, a, b, beta, c);
        }
    }

    private static void sgemm(int m, int n, int k, float alpha, Matrix a, Matrix b, float beta, Matrix c) {
        MemorySegment left = a.segment();
        MemorySegment right = b.segment();
        MemorySegment out = c.segment();
        try {
            if (left.isNative() && right.isNative() && out.isNative()) {
                SGEMM.invokeExact(
                        ROW_MAJOR,
                        a.order(),
                        b.order(),
                        m,
                        n,
                        k,
                        alpha,
                        left,
                        a.leading(),
                        right,
                        b.leading(),
                        beta,
                        out,
                        c.leading());
            } else {
                SGEMM_HEAP.invokeExact(
                        ROW_MAJOR,
                        a.order(),
                        b.order(),
                        m,
                        n,
                        k,
                        alpha,
                        left,
                        a.leading(),
                        right,
                        b.leading(),
                        beta,
                        out,
                        c.leading());
            }
        } catch (Throwable failure) {
            throw new IllegalStateException("cblas_sgemm failed", failure);
        }
    }

    private static void dgemm(int m, int n, int k, double alpha, Matrix a, Matrix b, double beta, Matrix c) {
        MemorySegment left = a.segment();
        MemorySegment right = b.segment();
        MemorySegment out = c.segment();
        try {
            if (left.isNative() && right.isNative() && out.isNative()) {
                DGEMM.invokeExact(
                        ROW_MAJOR,
                        a.order(),
                        b.order(),
                        m,
                        n,
                        k,
                        alpha,
                        left,
                        a.leading(),
                        right,
                        b.leading(),
                        beta,
                        out,
                        c.leading());
            } else {
                DGEMM_HEAP.invokeExact(
                        ROW_MAJOR,
                        a.order(),
                        b.order(),
                        m,
                        n,
                        k,
                        alpha,
                        left,
                        a.leading(),
                        right,
                        b.leading(),
                        beta,
                        out,
                        c.leading());
            }
        } catch (Throwable failure) {
            throw new IllegalStateException("cblas_dgemm failed", failure);
        }
    }

    /// Solves `a x = b`, or `x a = b`, with triangular a; x takes the place of b, which is m×n with
    /// contiguous rows.
    ///
    /// @param dtype of both, f32 or f64
    /// @param left  whether a is on the left
    /// @param upper whether a is an upper triangle; `unit` whether its diagonal is ones, which are not read
    static void solveTriangular(
            DType dtype, boolean left, boolean upper, boolean unit, int m, int n, Matrix a, Matrix b) {
        int side = left ? LEFT : RIGHT;
        // What BLAS reads as rows are the columns of a transposed matrix: there the upper triangle is the lower.
        int triangle = upper == a.transposed() ? LOWER : UPPER;
        int diagonal = unit ? UNIT : NON_UNIT;
        MemorySegment matrix = a.segment();
        MemorySegment right = b.segment();
        boolean isNative = matrix.isNative() && right.isNative();
        try {
            if (dtype == DType.FLOAT32) {
                (isNative ? STRSM : STRSM_HEAP)
                        .invokeExact(
                                ROW_MAJOR,
                                side,
                                triangle,
                                a.order(),
                                diagonal,
                                m,
                                n,
                                1f,
                                matrix,
                                a.leading(),
                                right,
                                b.leading());
            } else {
                (isNative ? DTRSM : DTRSM_HEAP)
                        .invokeExact(
                                ROW_MAJOR,
                                side,
                                triangle,
                                a.order(),
                                diagonal,
                                m,
                                n,
                                1d,
                                matrix,
                                a.leading(),
                                right,
                                b.leading());
            }
        } catch (Throwable failure) {
            throw new IllegalStateException("BLAS failed to solve with a triangle", failure);
        }
    }
}
