package tdsl.tensor.ops.linalg;

import java.util.List;
import tdsl.tensor.Tensor;
import tdsl.tensor.ops.Tensors;

/// Determinants from LU factorisations: the product of U's diagonal, with the sign of the row exchanges.
public final class Determinants {
    private Determinants() {}

    public static Tensor det(Tensor matrices) {
        MatrixChecks.requireSquare("det", matrices);
        List<Tensor> factored = matrices.lu_factor_ex();
        Tensor sign = Permutations.sign(factored.get(1), matrices.dtype());
        return pivots(factored).prod(-1L).mul(sign);
    }

    /// The sign and the logarithm of the absolute value.
    public static List<Tensor> slogdet(Tensor matrices) {
        MatrixChecks.requireSquare("slogdet", matrices);
        List<Tensor> factored = matrices.lu_factor_ex();
        Tensor pivots = pivots(factored);
        Tensor sign = Permutations.sign(factored.get(1), matrices.dtype());
        return List.of(pivots.sign().prod(-1L).mul(sign), pivots.abs().log().sum(new long[] {-1}, false, null));
    }

    private static Tensor pivots(List<Tensor> factored) {
        return factored.getFirst().diagonal(0, -2, -1);
    }

    /// The derivative of the determinant: det(A) A⁻ᵀ. Where a matrix of the batch is singular, by A = U S
    /// Vᵀ, which needs no inverse: det(U) det(V) U S′ Vᵀ, where S′ has the products of all other singular
    /// values.
    public static Tensor cofactors(Tensor matrices) {
        List<Tensor> inverted = matrices.inv_ex();
        if (!(Boolean) inverted.get(1).any().item()) {
            Tensor det = matrices.det().unsqueeze(-1).unsqueeze(-1);
            return inverted.get(0).transpose(-2, -1).mul(det);
        }
        List<Tensor> decomposed = matrices.svd();
        Tensor values = decomposed.get(1);
        long size = values.size(values.rank() - 1);
        // Ones on the diagonal: each row is the product of all values but its own.
        Tensor own = Tensors.eye(size).ne(0);
        Tensor others = own.where(values.ones_like().unsqueeze(-2), values.unsqueeze(-2))
                .prod(-1L);
        Tensor sign = decomposed
                .get(0)
                .det()
                .mul(decomposed.get(2).det())
                .unsqueeze(-1)
                .unsqueeze(-1);
        return decomposed
                .get(0)
                .mul(others.unsqueeze(-2))
                .matmul(decomposed.get(2))
                .mul(sign);
    }
}
