package tdsl.tensor.ops.linalg;

import java.util.List;
import tdsl.tensor.Tensor;
import tdsl.tensor.dispatch.GradContext;
import tdsl.tensor.error.GradException;
import tdsl.tensor.ops.Tensors;

/// Gradients of matrix factorisations, written with ops.
///
/// Formulas: S. Walter and L. Lehmann, "Algorithmic differentiation of linear algebra functions with
/// application in optimum experimental design", 2011 (QR); J. Townsend, "Differentiating the singular value
/// decomposition", 2016; M. Giles, "Collected matrix derivative results for forward and reverse mode
/// algorithmic differentiation", 2008.
public final class DecompositionGradients {
    private DecompositionGradients() {}

    private static Tensor transposed(Tensor matrix) {
        return matrix.transpose(-2, -1);
    }

    /// Of Cholesky's factor L (or U = Lᵀ): L⁻ᵀ sym(Φ(Lᵀ ∂L)) L⁻¹, where Φ halves the diagonal of the lower
    /// triangle.
    public static Tensor cholesky(Tensor factor, Tensor grad, boolean upper) {
        Tensor lower = upper ? transposed(factor) : factor;
        Tensor lowerGrad = upper ? transposed(grad) : grad;
        Tensor product = transposed(lower).matmul(lowerGrad);
        Tensor symmetric = product.tril().add(transposed(product.tril(-1))).mul(0.5);
        Tensor half = transposed(lower).solve_triangular(symmetric, true);
        return lower.solve_triangular(half, false, false);
    }

    /// Of P, L, U packed into one matrix: P L⁻ᵀ (tril(Lᵀ ∂L, −1) + triu(∂U Uᵀ)) U⁻ᵀ; square matrices only.
    ///
    /// @param permutation P, with A = P L U
    public static Tensor lu(Tensor packed, Tensor grad, Tensor permutation) {
        if (packed.size(packed.rank() - 1) != packed.size(packed.rank() - 2)) {
            throw new GradException("lu_factor: only square matrices have a gradient, not %s", packed.describe());
        }
        Tensor unit = packed.tril(-1).add(Tensors.eye(packed.size(packed.rank() - 1), null, packed.dtype()));
        Tensor upper = packed.triu();
        Tensor middle = transposed(unit)
                .matmul(grad.tril(-1))
                .tril(-1)
                .add(grad.triu().matmul(transposed(upper)).triu());
        Tensor left = transposed(unit).solve_triangular(middle, true, true, true);
        return permutation.matmul(transposed(upper).solve_triangular(left, false, false));
    }

    /// Of Q and R.
    public static Tensor qr(GradContext c) {
        Tensor q = c.out(0);
        Tensor r = c.out(1);
        long[] shape = c.shape(0);
        long rows = shape[shape.length - 2];
        long columns = shape[shape.length - 1];
        String mode = c.args().text(1);
        if (mode.equals("r")) {
            throw new GradException("qr: R alone has no gradient, since it takes Q too")
                    .withHint("use mode=\"reduced\"");
        }
        if (mode.equals("complete") && rows > columns) {
            throw new GradException("qr: a complete Q of %d rows and %d columns has no gradient", rows, columns)
                    .withHint("use mode=\"reduced\"");
        }
        if (rows >= columns) {
            return tallQr(q, r, c.grad(0), c.grad(1));
        }
        // A = [X Y], where Q is that of X alone and R = [R₁, Qᵀ Y].
        Tensor square = r.narrow(-1, 0, rows);
        Tensor right = c.input(0).narrow(-1, rows, columns - rows);
        Tensor squareGrad = c.grad(1).narrow(-1, 0, rows);
        Tensor rightGrad = c.grad(1).narrow(-1, rows, columns - rows);
        Tensor grad = tallQr(q, square, c.grad(0).add(right.matmul(transposed(rightGrad))), squareGrad);
        return Tensors.cat(List.of(grad, q.matmul(rightGrad)), -1);
    }

    private static Tensor tallQr(Tensor q, Tensor r, Tensor gradQ, Tensor gradR) {
        Tensor inner = r.matmul(transposed(gradR)).sub(transposed(gradQ).matmul(q));
        Tensor symmetric = inner.tril().add(transposed(inner.tril(-1)));
        Tensor product = gradQ.add(q.matmul(symmetric));
        return transposed(r).solve_triangular(product, false, false);
    }

    /// Of the eigenvalues L and vectors V of a symmetric matrix: V (diag(∂L) + (Vᵀ ∂V) / E) Vᵀ with
    /// E[i, j] = L[j] − L[i].
    public static Tensor eigh(Tensor values, Tensor vectors, Tensor gradValues, Tensor gradVectors) {
        Tensor differences = offDiagonal(values.unsqueeze(-2).sub(values.unsqueeze(-1)));
        Tensor turned = transposed(vectors).matmul(gradVectors).div(differences);
        Tensor inner = withoutDiagonal(turned).add(gradValues.diag_embed());
        return vectors.matmul(inner).matmul(transposed(vectors));
    }

    /// Of U, S and Vᵀ, of which the first min(m, n) columns and rows count.
    public static Tensor svd(GradContext c) {
        Tensor s = c.out(1);
        long count = s.size(s.rank() - 1);
        long[] shape = c.shape(0);
        Tensor u = c.out(0).narrow(-1, 0, count);
        Tensor vt = c.out(2).narrow(-2, 0, count);
        Tensor gradU = c.grad(0).narrow(-1, 0, count);
        Tensor gradVt = c.grad(2).narrow(-2, 0, count);
        Tensor squares = s.square();
        Tensor differences = offDiagonal(squares.unsqueeze(-2).sub(squares.unsqueeze(-1)));
        Tensor turnedU = transposed(u).matmul(gradU);
        Tensor turnedV = vt.matmul(transposed(gradVt));
        Tensor inner = skew(turnedU)
                .div(differences)
                .mul(s.unsqueeze(-2))
                .add(skew(turnedV).div(differences).mul(s.unsqueeze(-1)))
                .add(c.grad(1).diag_embed());
        Tensor grad = u.matmul(inner).matmul(vt);
        if (shape[shape.length - 2] > count) {
            Tensor outside = gradU.sub(u.matmul(turnedU)).div(s.unsqueeze(-2));
            grad = grad.add(outside.matmul(vt));
        }
        if (shape[shape.length - 1] > count) {
            Tensor outside = gradVt.sub(transposed(turnedV).matmul(vt)).div(s.unsqueeze(-1));
            grad = grad.add(u.matmul(outside));
        }
        return grad;
    }

    private static Tensor skew(Tensor matrix) {
        return matrix.sub(transposed(matrix));
    }

    /// Ones on the diagonal, by which a zero may be divided.
    private static Tensor offDiagonal(Tensor differences) {
        return differences.add(Tensors.eye(differences.size(differences.rank() - 1), null, differences.dtype()));
    }

    private static Tensor withoutDiagonal(Tensor matrix) {
        return matrix.tril(-1).add(matrix.triu(1));
    }

    /// Of the pseudoinverse P of A: −Pᵀ ∂P Pᵀ + (I − A P) ∂Pᵀ P Pᵀ + Pᵀ P ∂Pᵀ (I − P A); G. Golub and V.
    /// Pereyra, "The differentiation of pseudo-inverses and nonlinear least squares problems whose
    /// variables separate", 1973.
    public static Tensor pinv(Tensor a, Tensor p, Tensor grad) {
        Tensor pt = transposed(p);
        Tensor gt = transposed(grad);
        Tensor inside = pt.matmul(grad).matmul(pt);
        Tensor ppt = p.matmul(pt);
        Tensor columns = gt.sub(a.matmul(p.matmul(gt))).matmul(ppt);
        Tensor ptp = pt.matmul(p);
        Tensor rows = ptp.matmul(gt.sub(gt.matmul(p).matmul(a)));
        return columns.add(rows).sub(inside);
    }
}
