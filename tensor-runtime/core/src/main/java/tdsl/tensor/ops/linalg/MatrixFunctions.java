package tdsl.tensor.ops.linalg;

import tdsl.tensor.DType;
import tdsl.tensor.Tensor;
import tdsl.tensor.error.ShapeException;
import tdsl.tensor.ops.Tensors;

/// Powers and the exponential of square matrices.
public final class MatrixFunctions {
    /// Padé's approximant of degree 13 to eˣ; N. Higham, "The scaling and squaring method for the matrix
    /// exponential revisited", 2005.
    private static final double[] PADE = {
        64764752532480000.0,
        32382376266240000.0,
        7771770303897600.0,
        1187353796428800.0,
        129060195264000.0,
        10559470521600.0,
        670442572800.0,
        33522128640.0,
        1323241920.0,
        40840800.0,
        960960.0,
        16380.0,
        182.0,
        1.0
    };

    /// The 1-norm up to which the approximant is exact to f64.
    private static final double LARGEST_NORM = 5.371920351148152;

    private MatrixFunctions() {}

    /// By squaring: bit k of the exponent says whether the result has the factor A^(2^k).
    public static Tensor power(Tensor matrices, long exponent) {
        if (matrices.rank() < 2 || matrices.size(matrices.rank() - 1) != matrices.size(matrices.rank() - 2)) {
            throw new ShapeException("matrix_power: takes square matrices, not %s", matrices.describe());
        }
        if (exponent == 0) {
            return matrices.mul(0).add(identity(matrices));
        }
        Tensor factor = exponent < 0 ? matrices.inv() : matrices;
        Tensor result = null;
        for (long bits = Math.abs(exponent); ; factor = factor.matmul(factor)) {
            if ((bits & 1) != 0) {
                result = result == null ? factor : result.matmul(factor);
            }
            bits >>= 1;
            if (bits == 0) {
                return exponent == 1 ? result.clone() : result;
            }
        }
    }

    /// By scaling until the norm is small, and squaring as often.
    public static Tensor exp(Tensor matrices) {
        MatrixChecks.requireSquare("matrix_exp", matrices);
        if (matrices.elementCount() == 0) {
            return matrices.clone();
        }
        int squarings = squarings(matrices);
        Tensor a = matrices.mul(Math.scalb(1.0, -squarings));
        Tensor a2 = a.matmul(a);
        Tensor a4 = a2.matmul(a2);
        Tensor a6 = a2.matmul(a4);
        Tensor identity = identity(matrices);
        Tensor odd = a.matmul(a6.matmul(polynomial(a2, a4, a6, 9))
                .add(polynomial(a2, a4, a6, 3))
                .add(identity.mul(PADE[1])));
        Tensor even = a6.matmul(polynomial(a2, a4, a6, 8))
                .add(polynomial(a2, a4, a6, 2))
                .add(identity.mul(PADE[0]));
        Tensor result = even.sub(odd).solve(even.add(odd));
        for (int i = 0; i < squarings; i++) {
            result = result.matmul(result);
        }
        return result;
    }

    /// Three coefficients, from `first` in steps of 2, for the second, fourth and sixth power.
    private static Tensor polynomial(Tensor a2, Tensor a4, Tensor a6, int first) {
        return a2.mul(PADE[first]).add(a4.mul(PADE[first + 2])).add(a6.mul(PADE[first + 4]));
    }

    private static int squarings(Tensor matrices) {
        Tensor sums = matrices.detach().abs().sum(new long[] {-2}, false, null);
        double norm = ((Number) sums.amax().to(DType.FLOAT64).item()).doubleValue();
        return norm > LARGEST_NORM && Double.isFinite(norm) ? Math.getExponent(norm / LARGEST_NORM) + 1 : 0;
    }

    private static Tensor identity(Tensor matrices) {
        return Tensors.eye(matrices.size(matrices.rank() - 1), null, matrices.dtype());
    }
}
