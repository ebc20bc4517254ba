package tdsl.tensor.cpu.sparse;

import tdsl.tensor.DType;
import tdsl.tensor.cpu.Blas;

/// Matrix products in a dtype that is known only at run time.
final class Products {
    private Products() {}

    /// `c = a b + beta c`: a is m×k, b is k×n, c is m×n with contiguous rows.
    static void multiply(DType dtype, int m, int n, int k, Blas.Matrix a, Blas.Matrix b, int beta, Blas.Matrix c) {
        if (dtype == DType.FLOAT32) {
            Blas.sgemm(m, n, k, a, b, beta, c);
        } else {
            Blas.dgemm(m, n, k, a, b, beta, c);
        }
    }
}
